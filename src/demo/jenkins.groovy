// Prepares the Jenkins of ./demo --jenkins: a connection to the simulated Codeup, credentials, a job of each kind.
import com.cloudbees.plugins.credentials.CredentialsScope
import com.cloudbees.plugins.credentials.SystemCredentialsProvider
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl
import hudson.model.FreeStyleProject
import hudson.util.Secret
import io.jenkins.plugins.codeup.connection.CodeupApi
import io.jenkins.plugins.codeup.connection.CodeupConfiguration
import io.jenkins.plugins.codeup.connection.CodeupConnection
import io.jenkins.plugins.codeup.feedback.BuildStatusTrait
import io.jenkins.plugins.codeup.feedback.MergeRequestCommentTrait
import io.jenkins.plugins.codeup.scm.BranchDiscoveryTrait
import io.jenkins.plugins.codeup.scm.CodeupSCMNavigator
import io.jenkins.plugins.codeup.scm.CommentCommandsTrait
import io.jenkins.plugins.codeup.scm.MergeRequestDiscoveryTrait
import io.jenkins.plugins.codeup.scm.OriginMergeRequestDiscoveryTrait
import io.jenkins.plugins.codeup.step.CreateWebhookBuilder
import io.jenkins.plugins.codeup.step.CreateWebhookStep
import io.jenkins.plugins.codeup.trigger.CodeupTrigger
import jenkins.branch.OrganizationFolder
import jenkins.model.Jenkins
import jenkins.model.JenkinsLocationConfiguration
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition
import org.jenkinsci.plugins.workflow.job.WorkflowJob

def jenkins = Jenkins.get()
if (jenkins.getItem('freestyle') != null) {
    return // prepared at an earlier start
}

def connection = new CodeupConnection('simulated Codeup')
connection.api = CodeupApi.ALIYUN
connection.endpoint = System.getProperty('codeup.demo.endpoint', 'http://127.0.0.1:8090')
connection.organizationId = '60811b5eed6e867404f60000'
connection.webhookRootUrl = 'https://jenkins.example.com/'
def store = SystemCredentialsProvider.instance
store.credentials.add(new UsernamePasswordCredentialsImpl(
        CredentialsScope.GLOBAL, 'codeup-key', 'AccessKey of the simulated Codeup', 'demo-key-id', 'demo-key-secret'))
store.save()

// with credentials in the connection, webhooks are managed automatically
connection.credentialsId = 'codeup-key'

// the other API: it tells of merge requests, and takes results
def yunxiao = new CodeupConnection('simulated Yunxiao')
yunxiao.api = CodeupApi.YUNXIAO
yunxiao.endpoint = connection.endpoint
yunxiao.organizationId = connection.organizationId
store.credentials.add(new StringCredentialsImpl(
        CredentialsScope.GLOBAL, 'codeup-token', 'Personal access token of the simulated Codeup', Secret.fromString('pt-demo')))
store.credentials.add(new UsernamePasswordCredentialsImpl(
        CredentialsScope.GLOBAL, 'codeup-clone', 'Clone account of the simulated Codeup', 'demo', 'demo-clone-password'))
store.save()
yunxiao.credentialsId = 'codeup-token'
// a Jenkins that knows its URL keeps it
def root = System.getProperty('codeup.demo.jenkins')
if (root != null) {
    JenkinsLocationConfiguration.get().url = root
}
yunxiao.webhookRootUrl = JenkinsLocationConfiguration.get().url
CodeupConfiguration.get().connections = [connection, yunxiao]
['built-on-push': 'team/library', 'no-such-repository': 'team/gone'].each { name, repository ->
    def trigger = new CodeupTrigger()
    trigger.repository = repository
    jenkins.createProject(FreeStyleProject, name).addTrigger(trigger)
}

// finds the repository, builds its merge request and shows the results there
def navigator = new CodeupSCMNavigator()
navigator.connection = yunxiao.name
navigator.group = 'reviews'
navigator.apiCredentialsId = 'codeup-token'
navigator.checkoutCredentialsId = 'codeup-clone'
navigator.traits = [
    new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL),
    new OriginMergeRequestDiscoveryTrait(MergeRequestDiscoveryTrait.Strategy.MERGE),
    new BuildStatusTrait(), new MergeRequestCommentTrait(), new CommentCommandsTrait()
]
def folder = jenkins.createProject(OrganizationFolder, 'reviews')
folder.navigators.add(navigator)
folder.scheduleBuild2(0)

def call = new CreateWebhookStep('team/app')
call.credentialsId = 'codeup-key'
call.tagPushEvents = true
call.description = 'made by the freestyle job'
def freestyle = jenkins.createProject(FreeStyleProject, 'freestyle')
freestyle.buildersList.add(new CreateWebhookBuilder(call))
freestyle.save()

def scripted = jenkins.createProject(WorkflowJob, 'pipeline-scripted')
scripted.definition = new CpsFlowDefinition('''\
def hook = codeupCreateWebhook(repository: 'team/library', credentialsId: 'codeup-key', mergeRequestsEvents: true)
echo "webhook ${hook.id}: ${hook.outcome}"
codeupListWebhooks(repository: 'team/library', credentialsId: 'codeup-key').each { echo it.toString() }
''', true)
scripted.save()

def declarative = jenkins.createProject(WorkflowJob, 'pipeline-declarative')
declarative.definition = new CpsFlowDefinition('''\
pipeline {
  agent none
  stages {
    stage('Webhook') {
      steps {
        codeupCreateWebhook(repository: 'team/app', credentialsId: 'codeup-key', noteEvents: true)
      }
    }
  }
}
''', true)
declarative.save()
