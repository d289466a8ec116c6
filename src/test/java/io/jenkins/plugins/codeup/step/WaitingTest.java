package io.jenkins.plugins.codeup.step;

import static io.jenkins.plugins.codeup.jenkins.CodeupForJenkins.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.jenkins.CodeupForJenkins;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Builds that wait for Codeup log it, and end at once when they are aborted. */
@WithJenkins
class WaitingTest {

    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Duration MUCH_LESS = Duration.ofSeconds(20);

    private final CodeupForJenkins codeup = new CodeupForJenkins();
    private JenkinsRule jenkins;

    @BeforeEach
    void connect(JenkinsRule rule) throws Exception {
        jenkins = rule;
        codeup.connect();
    }

    @AfterEach
    void stop() throws Exception {
        codeup.close();
    }

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
        while (codeup.simulator().requests("AddWebhook").isEmpty()) {
            Thread.sleep(20);
        }
        long begun = System.nanoTime();
        build.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertTrue(System.nanoTime() - begun < MUCH_LESS.toNanos());
    }

    @Test
    void waitBeyondTheTotalTimeoutIsNotBegun() throws Exception {
        CodeupConnection connection = codeup.connection();
        connection.setTotalTimeoutSeconds(5);
        CodeupConfiguration.get().setConnections(List.of(connection));
        codeup.simulator().failNext("AddWebhook", tooMany(LONG.toSeconds()));
        Run<?, ?> build = jenkins.buildAndAssertStatus(Result.FAILURE, pipeline());
        jenkins.assertLogContains("HTTP 429", build);
        jenkins.assertLogNotContains("Trying again", build);
    }

    @Test
    void allCallsOfAStepShareOneTotalTimeout() throws Exception {
        CodeupConnection connection = codeup.connection();
        connection.setTotalTimeoutSeconds(5);
        CodeupConfiguration.get().setConnections(List.of(connection));
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
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(
                new CpsFlowDefinition("codeupCreateWebhook repository: 'team/app', credentialsId: 'key'", true));
        return job;
    }
}
