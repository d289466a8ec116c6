package io.jenkins.plugins.codeup.step;

import static io.jenkins.plugins.codeup.jenkins.CodeupForJenkins.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.codeup.connection.CodeupApi;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.jenkins.CodeupForJenkins;
import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The same steps with a personal access token. */
@WithJenkins
class YunxiaoApiTest {

    private static final String CALL =
            "codeupCreateWebhook(repository: 'team/app', credentialsId: 'token', noteEvents: %s)";

    private final CodeupForJenkins codeup = new CodeupForJenkins();
    private JenkinsRule jenkins;

    @BeforeEach
    void connect(JenkinsRule rule) throws Exception {
        jenkins = rule;
        codeup.connect();
        codeup.simulator().withPersonalAccessToken("pt-personal-access-token");
        codeup.addSecretText(jenkins.jenkins, "token", "pt-personal-access-token");
    }

    @AfterEach
    void stop() throws Exception {
        codeup.close();
    }

    @Test
    void webhookIsUpdatedInPlace() throws Exception {
        speak(CodeupApi.YUNXIAO);
        Run<?, ?> build = build(
                Result.SUCCESS,
                "echo \"${%s.outcome} ${%s.outcome} ${%s.outcome}\""
                        .formatted(CALL.formatted(false), CALL.formatted(false), CALL.formatted(true)));

        jenkins.assertLogContains("CREATED UNCHANGED UPDATED", build);
        assertTrue(codeup.hookSettings().noteEvents());
        assertEquals(1, build.getActions(WebhookAction.class).size(), "one hook, one record");
        assertEquals(1, codeup.simulator().requests("CreateWebHook").size());
    }

    @Test
    void regionEditionHasNoOrganizations() throws Exception {
        speak(CodeupApi.YUNXIAO_REGION);
        build(Result.SUCCESS, CALL.formatted(true));
        for (ReceivedRequest request : codeup.simulator().requests()) {
            assertTrue(request.path().startsWith("/oapi/v1/codeup/repositories/"), request.path());
            assertNull(request.header("authorization"));
        }
    }

    @Test
    void accessKeyIsRejectedWithTheAcceptedKinds() throws Exception {
        speak(CodeupApi.YUNXIAO);
        jenkins.assertLogContains(
                "credentialsId \"key\" is of the kind Username with password, which cannot be used here."
                        + " It must be a Secret text (personal access token, pt-...).",
                build(Result.FAILURE, "codeupCreateWebhook repository: 'team/app', credentialsId: 'key'"));
        assertEquals(0, codeup.simulator().hooks(REPOSITORY_ID).size());
    }

    private void speak(CodeupApi api) {
        CodeupConnection connection = codeup.connection();
        connection.setApi(api);
        CodeupConfiguration.get().setConnections(List.of(connection));
    }

    private Run<?, ?> build(Result result, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return jenkins.buildAndAssertStatus(result, job);
    }
}
