package io.jenkins.plugins.codeup.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.model.Result;
import hudson.model.Run;
import hudson.security.ACL;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.jenkins.CodeupForJenkins;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Builds without credentials of their own use the connection's, if an administrator gave it some. */
@WithJenkins
class ConnectionCredentialsTest {

    private final CodeupForJenkins codeup = new CodeupForJenkins();
    private JenkinsRule jenkins;

    @BeforeEach
    void connect(JenkinsRule rule) throws Exception {
        jenkins = rule;
        codeup.follow();
    }

    @AfterEach
    void stop() throws Exception {
        codeup.close();
    }

    @Test
    void theRepositoryAloneIsACompleteCall() throws Exception {
        Run<?, ?> build = jenkins.buildAndAssertSuccess(job("codeupCreateWebhook(repository: 'team/app')"));
        assertTrue(codeup.hookSettings().url().startsWith(CodeupForJenkins.ROOT_URL));
        StandardCredentials used = CredentialsProvider.lookupCredentialsInItem(
                        StandardCredentials.class, null, ACL.SYSTEM2)
                .get(0);
        assertEquals(
                1, CredentialsProvider.getOrCreateFingerprintOf(used).getJobs().size());
        assertTrue(CredentialsProvider.getOrCreateFingerprintOf(used)
                .getJobs()
                .contains(build.getParent().getFullName()));
    }

    @Test
    void credentialsWithTheSameIdInTheJobsFolderAreNotUsedInstead() throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "folder");
        codeup.addAccessKey(folder, "key", "another-key-id", "another-key-secret");
        WorkflowJob job = folder.createProject(WorkflowJob.class, "job");
        job.setDefinition(new CpsFlowDefinition("codeupCreateWebhook(repository: 'team/app')", true));
        jenkins.buildAndAssertSuccess(job);
    }

    @Test
    void theyMayBeUsedForTheConnectionsOrganizationOnly() throws Exception {
        for (String call : new String[] {
            "codeupListWebhooks(repository: '60811b5eed6e867404f6ffff/team/app')",
            "codeupListRepositories(organizationId: '60811b5eed6e867404f6ffff')"
        }) {
            Run<?, ?> build = jenkins.buildAndAssertStatus(Result.FAILURE, job(call));
            jenkins.assertLogContains("may be used for its organization 60811b5eed6e867404f60000 only", build);
        }
        assertTrue(codeup.simulator().requests().isEmpty());
    }

    @Test
    void jobThatNamesCredentialsUsesThose() throws Exception {
        codeup.addAccessKey(jenkins.jenkins, "own", "unknown-key-id", "unknown-key-secret");
        Run<?, ?> build = jenkins.buildAndAssertStatus(
                Result.FAILURE, job("codeupCreateWebhook(repository: 'team/app', credentialsId: 'own')"));
        jenkins.assertLogContains("InvalidAccessKeyId.NotFound", build);
    }

    @Test
    void withoutAnyTheErrorSaysWhoCanSetThem() throws Exception {
        CodeupConnection connection = codeup.connection();
        CodeupConfiguration.get().setConnections(List.of(connection));
        Run<?, ?> build =
                jenkins.buildAndAssertStatus(Result.FAILURE, job("codeupCreateWebhook(repository: 'team/app')"));
        jenkins.assertLogContains("ask an administrator to give the Codeup connection credentials of its own", build);
    }

    private WorkflowJob job(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }
}
