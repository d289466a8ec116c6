package io.jenkins.plugins.codeup.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.model.Run;
import hudson.security.ACL;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Builds without credentials of their own use the connection's, if an administrator gave it some. */
class ConnectionCredentialsTest {

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.managingWebhooks();

    private final JenkinsRule jenkins = codeup.jenkins();

    @Test
    void theRepositoryAloneIsACompleteCall() throws Exception {
        CodeupConnection connection = CodeupConfiguration.get().connection(null);
        connection.setCredentialsId("tracked");
        CodeupConfiguration.get().setConnections(List.of(connection));
        codeup.addAccessKey(jenkins.jenkins, "tracked", SimulatedCodeup.KEY_ID, SimulatedCodeup.KEY_SECRET);
        Run<?, ?> build = codeup.succeed("codeupCreateWebhook(repository: 'team/app')");
        assertTrue(codeup.hookSettings().url().startsWith(SimulatedCodeup.ROOT_URL));
        StandardCredentials used = CredentialsProvider.findCredentialByIdInItemGroup(
                "tracked", StandardCredentials.class, jenkins.jenkins, ACL.SYSTEM2, List.of());
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
            Run<?, ?> build = codeup.fail(call);
            jenkins.assertLogContains("may be used for its organization 60811b5eed6e867404f60000 only", build);
        }
        assertTrue(codeup.simulator().requests().isEmpty());
    }

    @Test
    void jobThatNamesCredentialsUsesThose() throws Exception {
        codeup.addAccessKey(jenkins.jenkins, "own", "unknown-key-id", "unknown-key-secret");
        Run<?, ?> build = codeup.fail("codeupCreateWebhook(repository: 'team/app', credentialsId: 'own')");
        jenkins.assertLogContains("InvalidAccessKeyId.NotFound", build);
    }

    @Test
    void withoutAnyTheErrorSaysWhoCanSetThem() throws Exception {
        codeup.connection();
        Run<?, ?> build = codeup.fail("codeupCreateWebhook(repository: 'team/app')");
        jenkins.assertLogContains("ask an administrator to give the Codeup connection credentials of its own", build);
    }
}
