package io.jenkins.plugins.codeup.hooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.TaskListener;
import hudson.plugins.git.GitSCM;
import hudson.security.ACL;
import hudson.util.Secret;
import io.jenkins.plugins.codeup.connection.CodeupClients.Purpose;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.scm.CodeupSCMSource;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.util.List;
import jenkins.branch.BranchSource;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** What a connection's own credentials serve without and with the administrator's word. */
class ConnectionRightsTest {

    private static final String OWN = "https://codeup.aliyun.com/" + SimulatedCodeup.ORGANIZATION + "/team/app.git";
    private static final long OTHER = 2_000_000;

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.managingWebhooks();

    private final JenkinsRule jenkins = codeup.jenkins();

    @BeforeEach
    void switchesAreOff() throws Exception {
        codeup.simulator().withRepository(OTHER, "team/private");
        allow(false, false, false);
        Idle.await();
    }

    private static void allow(boolean jobs, boolean sources, boolean statuses) {
        CodeupConnection connection = CodeupConfiguration.get().connection(null);
        connection.setAllowJobs(jobs);
        connection.setAllowSources(sources);
        connection.setAllowStatuses(statuses);
        CodeupConfiguration.get().setConnections(List.of(connection));
    }

    @Test
    void noStepUsesThemForAnotherUrlToListOrToDelete() throws Exception {
        for (String call : List.of(
                "codeupCreateWebhook(repository: 'team/app', url: 'https://evil.example.com/')",
                "codeupDeleteWebhook(repository: 'team/app')",
                "codeupDeleteWebhook(repository: 'team/app', webhookId: 1)",
                "codeupListWebhooks(repository: 'team/app')",
                "codeupListRepositories()")) {
            jenkins.assertLogContains(
                    "ask an administrator to switch on \"Steps and triggers may use these credentials for any repository\"",
                    jenkins.buildAndAssertStatus(Result.FAILURE, pipeline(call)));
        }
        assertTrue(codeup.simulator().requests().isEmpty(), "no call was made");
        allow(true, false, false);
        jenkins.buildAndAssertSuccess(pipeline("codeupListWebhooks(repository: 'team/app')"));
    }

    @Test
    void theWebhookToTheOwnUrlNeedsNoSwitch() throws Exception {
        jenkins.buildAndAssertSuccess(pipeline("codeupCreateWebhook(repository: 'team/app')"));
        assertEquals(1, codeup.simulator().hooks(SimulatedCodeup.REPOSITORY_ID).size());
    }

    @Test
    void aTriggerThatNamesARepositoryWhichIsNotItsJobsSourceGetsNoWebhook() throws Exception {
        FreeStyleProject job = job("team/private");
        assertEquals(0, codeup.simulator().hooks(OTHER).size());
        String problem = WebhookManager.get()
                .store()
                .get(ItemWebhook.of(job).id())
                .problem()
                .message();
        assertTrue(problem.contains("is not among the sources of this job"), problem);
        assertTrue(problem.contains("Steps and triggers may use these credentials"), problem);
        allow(true, false, false);
        job.save();
        Idle.await();
        assertEquals(1, codeup.simulator().hooks(OTHER).size());
    }

    @Test
    void aTriggerMayNameItsOwnSourceByPathOrNumber() throws Exception {
        job("team/app");
        job(String.valueOf(SimulatedCodeup.REPOSITORY_ID));
        assertEquals(2, codeup.simulator().hooks(SimulatedCodeup.REPOSITORY_ID).size());
    }

    @Test
    void noSourceReadsWithThemAndNoStatusIsReported() throws Exception {
        CodeupSCMSource source = new CodeupSCMSource("team/app");
        own(source);
        String refused = assertThrows(Exception.class, () -> source.fetch(TaskListener.NULL))
                .getMessage();
        assertTrue(refused.contains("\"Branch sources and organization folders may read"), refused);
        assertTrue(refused.contains("apiCredentialsId"), refused);
        assertTrue(codeup.simulator().requests().isEmpty());
        allow(true, true, false);
        source.client(TaskListener.NULL);
        String status = assertThrows(Exception.class, () -> source.client(Purpose.STATUS, TaskListener.NULL))
                .getMessage();
        assertTrue(status.contains("\"Results of builds may be reported"), status);
        allow(false, false, true);
        source.client(Purpose.STATUS, TaskListener.NULL);
        assertThrows(Exception.class, () -> source.client(TaskListener.NULL));
    }

    @Test
    void aSourceOfAnotherOrganizationIsRefusedWithoutACall() throws Exception {
        allow(true, true, true);
        codeup.simulator().forgetRequests();
        CodeupSCMSource source = new CodeupSCMSource("60811b5eed6e867404f6ffff/team/app");
        own(source);
        String refused = assertThrows(Exception.class, () -> source.fetch(TaskListener.NULL))
                .getMessage();
        assertTrue(refused.contains("may be used for its organization"), refused);
        assertTrue(codeup.simulator().requests().isEmpty());
    }

    @Test
    void aSourceWithoutAnOwnerUsesNoCredentialsAtAll() throws Exception {
        allow(true, true, true);
        codeup.simulator().forgetRequests();
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.SYSTEM, "sys", null, Secret.fromString("reserved-for-the-system")));
        codeup.mustNotLeak("reserved-for-the-system");
        for (String id : new String[] {"sys", "key", null}) {
            CodeupSCMSource source = new CodeupSCMSource("team/app");
            source.setApiCredentialsId(id);
            String refused = assertThrows(Exception.class, () -> source.fetch(TaskListener.NULL))
                    .getMessage();
            assertTrue(refused.contains("there are no credentials that it may use"), refused);
        }
        assertTrue(codeup.simulator().requests().isEmpty());
    }

    @Test
    void aJobDoesNotFindWhatIsReservedForTheSystem() throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.SYSTEM, "sys", null, Secret.fromString("reserved-for-the-system")));
        codeup.mustNotLeak("reserved-for-the-system");
        CodeupSCMSource source = new CodeupSCMSource("team/app");
        source.setApiCredentialsId("sys");
        own(source);
        String refused = assertThrows(Exception.class, () -> source.fetch(TaskListener.NULL))
                .getMessage();
        assertTrue(refused.contains("was not found"), refused);
        jenkins.assertLogContains(
                "was not found",
                jenkins.buildAndAssertStatus(
                        Result.FAILURE, pipeline("codeupListWebhooks(repository: 'team/app', credentialsId: 'sys')")));
        assertTrue(codeup.simulator().requests().isEmpty());
    }

    @Test
    void theirUseInTheBackgroundAndBySourcesIsTracked() throws Exception {
        codeup.addAccessKey(jenkins.jenkins, "tracked", SimulatedCodeup.KEY_ID, SimulatedCodeup.KEY_SECRET);
        CodeupConfiguration.get().connection(null).setCredentialsId("tracked");
        StandardCredentials key = CredentialsProvider.findCredentialByIdInItemGroup(
                "tracked", StandardCredentials.class, jenkins.jenkins, ACL.SYSTEM2, List.of());
        job("team/app");
        assertFalse(
                CredentialsProvider.getOrCreateFingerprintOf(key).getFacets().isEmpty(), "by the job");
        int before =
                CredentialsProvider.getOrCreateFingerprintOf(key).getFacets().size();
        allow(false, true, false);
        CodeupSCMSource source = new CodeupSCMSource("team/app");
        own(source);
        source.client(TaskListener.NULL);
        assertEquals(
                before + 1,
                CredentialsProvider.getOrCreateFingerprintOf(key).getFacets().size());
    }

    private void own(CodeupSCMSource source) throws Exception {
        WorkflowMultiBranchProject project = jenkins.createProject(WorkflowMultiBranchProject.class);
        project.makeDisabled(true);
        project.getSourcesList().add(new BranchSource(source));
        Idle.await();
        codeup.simulator().forgetRequests();
    }

    /** With a source and a trigger that names the repository. */
    private FreeStyleProject job(String repository) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setScm(new GitSCM(OWN));
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setRepository(repository);
        job.addTrigger(trigger);
        Idle.await();
        return job;
    }

    private WorkflowJob pipeline(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }
}
