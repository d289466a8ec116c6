package io.jenkins.plugins.codeup.step;

import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.time.Duration;
import java.util.Map;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Builds that wait for Codeup log it, and end at once when they are aborted. */
class WaitingTest {

    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Duration MUCH_LESS = Duration.ofSeconds(20);

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.connected();

    private final JenkinsRule jenkins = codeup.jenkins();

    @Test
    void waitIsLoggedWithItsReasonAndTheWebhookIsCreatedAfterIt() throws Exception {
        codeup.simulator().failNext("AddWebhook", tooMany(1));
        Run<?, ?> build = jenkins.buildAndAssertSuccess(pipeline());
        jenkins.assertLogContains("[Codeup] AddWebhook (POST ", build);
        jenkins.assertLogContains("failed: HTTP 429, code Throttling.User", build);
        jenkins.assertLogContains("(attempt 1 of 5 failed)", build);
        assertEquals(1, codeup.simulator().hooks(REPOSITORY_ID).size());
    }

    @Test
    void abortedPipelineEndsTheWaitAtOnce() throws Exception {
        codeup.simulator().failNext("AddWebhook", tooMany(LONG.toSeconds()));
        WorkflowRun build = pipeline().scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("Trying again in", build);
        long begun = System.nanoTime();
        build.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertTrue(System.nanoTime() - begun < MUCH_LESS.toNanos());
    }

    @Test
    void abortedFreestyleBuildEndsTheCallAtOnce() throws Exception {
        codeup.simulator().failNext("AddWebhook", Fault.stallHeaders(LONG));
        CreateWebhookStep call = new CreateWebhookStep("team/app");
        call.setCredentialsId("key");
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new CreateWebhookBuilder(call));
        Run<?, ?> build = job.scheduleBuild2(0).waitForStart();
        codeup.awaitCall("AddWebhook");
        long begun = System.nanoTime();
        build.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertTrue(System.nanoTime() - begun < MUCH_LESS.toNanos());
    }

    @Test
    void waitBeyondTheTotalTimeoutIsNotBegun() throws Exception {
        codeup.connection().setTotalTimeoutSeconds(5);
        codeup.simulator().failNext("AddWebhook", tooMany(LONG.toSeconds()));
        Run<?, ?> build = jenkins.buildAndAssertStatus(Result.FAILURE, pipeline());
        jenkins.assertLogContains("HTTP 429", build);
        jenkins.assertLogNotContains("Trying again", build);
    }

    @Test
    void allCallsOfAStepShareOneTotalTimeout() throws Exception {
        codeup.connection().setTotalTimeoutSeconds(5);
        codeup.simulator().failNext("GetRepositoryInfo", tooMany(3)).failNext("AddWebhook", tooMany(3));
        Run<?, ?> build = jenkins.buildAndAssertStatus(Result.FAILURE, pipeline());
        jenkins.assertLogContains("GetRepositoryInfo (GET ", build);
        jenkins.assertLogContains("ERROR: AddWebhook (POST ", build);
        assertEquals(1, JenkinsRule.getLog(build).split("Trying again", -1).length - 1, "only the first wait fits");
    }

    private static Fault tooMany(long retryAfterSeconds) {
        byte[] body = "{\"RequestId\":\"r\",\"Code\":\"Throttling.User\",\"Message\":\"slower\"}".getBytes();
        return Fault.answer(new Reply(429, Map.of("Retry-After", String.valueOf(retryAfterSeconds)), body));
    }

    private WorkflowJob pipeline() throws Exception {
        return codeup.pipeline("codeupCreateWebhook repository: 'team/app', credentialsId: 'key'");
    }
}
