package io.jenkins.plugins.codeup.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.data.Account;
import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Which credentials of the store a build may use, and how each kind gets in at Codeup. */
class CredentialsTest {

    private static final String CALL = "codeupCreateWebhook repository: '1000001', credentialsId: '%s'";

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.connected();

    private final JenkinsRule jenkins = codeup.jenkins();

    @Test
    void folderCredentialsCanBeUsedInTheFolderOnly() throws Exception {
        Folder mine = jenkins.createProject(Folder.class, "mine");
        Folder theirs = jenkins.createProject(Folder.class, "theirs");
        codeup.addAccessKey(mine, "mine", SimulatedCodeup.KEY_ID, SimulatedCodeup.KEY_SECRET);

        jenkins.buildAndAssertSuccess(job(mine, CALL.formatted("mine")));

        Run<?, ?> refused = jenkins.buildAndAssertStatus(Result.FAILURE, job(theirs, CALL.formatted("mine")));
        jenkins.assertLogContains(
                "credentialsId \"mine\" was not found in the stores of \"theirs/job\", its folders and Jenkins."
                        + " It must be a Username with password (AccessKey id and secret) or a Secret text (AccessToken)",
                refused);
    }

    @Test
    void useIsTrackedInTheCredentialsHistory() throws Exception {
        WorkflowRun build = jenkins.buildAndAssertSuccess(job(null, CALL.formatted("key")));
        var key = CredentialsProvider.findCredentialById(
                "key", com.cloudbees.plugins.credentials.common.StandardCredentials.class, build, List.of());
        assertTrue(CredentialsProvider.getOrCreateFingerprintOf(key).getJobs().contains("job"));
    }

    @Test
    void wrongKindIsReportedWithTheAcceptedKinds() throws Exception {
        codeup.addAccessKey(jenkins.jenkins, "pair", "name", "not-a-secret-text");
        Run<?, ?> refused = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                job(null, CALL.formatted("key") + ", url: 'https://h.example.com/', secretCredentialsId: 'pair'"));
        jenkins.assertLogContains(
                "secretCredentialsId \"pair\" is of the kind Username with password, which cannot be used here."
                        + " It must be a Secret text.",
                refused);
    }

    @Test
    void missingCredentialsAreReported() throws Exception {
        Run<?, ?> refused =
                jenkins.buildAndAssertStatus(Result.FAILURE, job(null, "codeupCreateWebhook repository: '1000001'"));
        jenkins.assertLogContains("credentialsId is missing: enter the id of credentials in Jenkins's store", refused);
    }

    @Test
    void accessTokenAloneGoesUnsignedWhereTheConnectionNamesTheApi() throws Exception {
        codeup.simulator().withAccessToken("access-token-value");
        codeup.addSecretText(jenkins.jenkins, "token", "access-token-value\n");

        jenkins.buildAndAssertSuccess(job(null, CALL.formatted("token")));

        ReceivedRequest request = codeup.simulator().requests("AddWebhook").get(0);
        assertEquals(
                "access-token-value", request.query().get("AccessToken"), "the line break of the store is cut off");
        assertNull(request.header("authorization"));
    }

    @Test
    void accessTokenOnTopOfAnAccessKey() throws Exception {
        codeup.simulator().withAccessToken("access-token-value");
        codeup.addSecretText(jenkins.jenkins, "token", "access-token-value");

        jenkins.buildAndAssertSuccess(job(null, CALL.formatted("key") + ", accessTokenCredentialsId: 'token'"));

        ReceivedRequest request = codeup.simulator().requests("AddWebhook").get(0);
        assertEquals("access-token-value", request.query().get("AccessToken"));
        assertTrue(request.header("authorization").startsWith("acs " + SimulatedCodeup.KEY_ID + ":"));
    }

    @Test
    void temporaryKeyWithItsSecurityToken() throws Exception {
        codeup.simulator().withAccessKey("STS.id", "sts-secret", "sts-token-value", Account.administrator());
        codeup.addAccessKey(jenkins.jenkins, "temporary", "STS.id", "sts-secret");
        codeup.addSecretText(jenkins.jenkins, "sts", "sts-token-value");

        jenkins.buildAndAssertSuccess(job(null, CALL.formatted("temporary") + ", securityTokenCredentialsId: 'sts'"));

        assertEquals(1, codeup.simulator().requests("AddWebhook").size());
    }

    private WorkflowJob job(Folder folder, String script) throws Exception {
        WorkflowJob job = folder == null
                ? jenkins.createProject(WorkflowJob.class, "job")
                : folder.createProject(WorkflowJob.class, "job");
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }
}
