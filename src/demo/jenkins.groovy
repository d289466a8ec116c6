// Prepares the Jenkins of ./demo --jenkins: a connection to the simulated Codeup, credentials, a job of each kind.
import com.cloudbees.plugins.credentials.CredentialsScope
import com.cloudbees.plugins.credentials.SystemCredentialsProvider
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl
import hudson.model.FreeStyleProject
import io.jenkins.plugins.codeup.connection.CodeupApi
import io.jenkins.plugins.codeup.connection.CodeupConfiguration
import io.jenkins.plugins.codeup.connection.CodeupConnection
import io.jenkins.plugins.codeup.step.CreateWebhookBuilder
import io.jenkins.plugins.codeup.step.CreateWebhookStep
import io.jenkins.plugins.codeup.trigger.CodeupTrigger
import jenkins.model.Jenkins
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
CodeupConfiguration.get().connections = [connection]
['built-on-push': 'team/library', 'no-such-repository': 'team/gone'].each { name, repository ->
    def trigger = new CodeupTrigger()
    trigger.repository = repository
    jenkins.createProject(FreeStyleProject, name).addTrigger(trigger)
}

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
