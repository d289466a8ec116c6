package io.jenkins.plugins.codeup.step;

import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Run;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.connection.CodeupApi;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** The same steps with a personal access token. */
class YunxiaoApiTest {

    private static final String CALL =
            "codeupCreateWebhook(repository: 'team/app', credentialsId: 'token', noteEvents: %s)";

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.connected();

    private final JenkinsRule jenkins = codeup.jenkins();

    @BeforeEach
    void connect() throws Exception {
        codeup.simulator().withPersonalAccessToken("pt-personal-access-token");
        codeup.addSecretText(jenkins.jenkins, "token", "pt-personal-access-token");
    }

    @Test
    void webhookIsUpdatedInPlace() throws Exception {
        codeup.connection().setApi(CodeupApi.YUNXIAO);
        Run<?, ?> build = codeup.succeed("echo \"${%s.outcome} ${%s.outcome} ${%s.outcome}\""
                .formatted(CALL.formatted(false), CALL.formatted(false), CALL.formatted(true)));

        jenkins.assertLogContains("CREATED UNCHANGED UPDATED", build);
        assertTrue(codeup.hookSettings().noteEvents());
        assertEquals(1, build.getActions(WebhookAction.class).size(), "one hook, one record");
        assertEquals(1, codeup.simulator().requests("CreateWebHook").size());
    }

    @Test
    @FieldCase("N09")
    void regionEditionHasNoOrganizations() throws Exception {
        codeup.connection().setApi(CodeupApi.YUNXIAO_REGION);
        codeup.succeed(CALL.formatted(true));
        for (ReceivedRequest request : codeup.simulator().requests()) {
            assertTrue(request.path().startsWith("/oapi/v1/codeup/repositories/"), request.path());
            assertNull(request.header("authorization"));
        }
    }

    @Test
    void accessKeyIsRejectedWithTheAcceptedKinds() throws Exception {
        codeup.connection().setApi(CodeupApi.YUNXIAO);
        jenkins.assertLogContains(
                "credentialsId \"key\" is of the kind Username with password, which cannot be used here."
                        + " It must be a Secret text (personal access token, pt-...).",
                codeup.fail("codeupCreateWebhook repository: 'team/app', credentialsId: 'key'"));
        assertEquals(0, codeup.simulator().hooks(REPOSITORY_ID).size());
    }
}
