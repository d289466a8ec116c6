package io.jenkins.plugins.codeup.hooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** A step and a trigger for one URL want the same. */
class StepAndTriggerTest {

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.managingWebhooks();

    private final JenkinsRule jenkins = codeup.jenkins();
    private WorkflowJob job;
    private CodeupTrigger trigger;

    @BeforeEach
    void start() throws Exception {
        job = jenkins.createProject(WorkflowJob.class, "job");
        trigger = new CodeupTrigger();
        trigger.setRepository("team/app");
        job.addTrigger(trigger);
        Idle.await();
    }

    @Test
    @FieldCase({"B16", "T5"})
    void theTriggersEventsApplyAndTheBuildSaysSo() throws Exception {
        long id = codeup.hook().id();
        WorkflowRun build = run(Result.SUCCESS, "codeupCreateWebhook(repository: '1000001', tagPushEvents: true)");
        jenkins.assertLogContains(
                "WARNING: Jenkins manages this webhook by the configuration of \"job\", which applies instead of this"
                        + " step: tagPushEvents=false",
                build);
        assertFalse(codeup.hookSettings().tagPushEvents());
        codeup.simulator().forgetRequests();
        WebhookManager.get().checkAll(Duration.ZERO);
        Idle.await();
        assertEquals(1, codeup.simulator().requests().size(), "one list, and nothing to repair");
        assertEquals(id, codeup.hook().id());
    }

    @Test
    @FieldCase("B16")
    void aManagedWebhookIsNotDeletedByAStepToBeCreatedAgain() throws Exception {
        long id = codeup.hook().id();
        for (String call : new String[] {
            "codeupDeleteWebhook(repository: 'team/app')",
            "codeupDeleteWebhook(repository: 'team/app', webhookId: " + id + ")"
        }) {
            jenkins.assertLogContains("Jenkins manages this webhook", run(Result.FAILURE, call));
        }
        assertEquals(id, codeup.hook().id());
        trigger.setManageWebhook(false);
        job.save();
        Idle.await();
        run(Result.SUCCESS, "codeupDeleteWebhook(repository: 'team/app')");
        assertTrue(codeup.simulator().hooks(SimulatedCodeup.REPOSITORY_ID).isEmpty());
    }

    @Test
    @FieldCase("B14")
    void aSecretThatTheJobsUrlDoesNotAcceptIsRefused() throws Exception {
        codeup.addSecretText(jenkins.jenkins, "foreign", "a-foreign-secret");
        String call = "codeupCreateWebhook(repository: 'team/app', secretCredentialsId: 'foreign')";
        jenkins.assertLogContains(
                "secretCredentialsId \"foreign\" does not fit the URL of this job", run(Result.FAILURE, call));
        assertEquals(
                ItemWebhook.of(job).secret().getPlainText(),
                codeup.hookSettings().secretToken());
        trigger.setSecretCredentialsId("foreign");
        trigger.setManageWebhook(false);
        job.save();
        run(Result.SUCCESS, call);
        assertEquals("a-foreign-secret", codeup.hookSettings().secretToken());
    }

    @Test
    @FieldCase("T2")
    void aTextThatIsNoTruthValueIsRefusedByName() throws Exception {
        jenkins.assertLogContains(
                "codeupCreateWebhook: pushEvents: \"yes\" is neither true nor false",
                run(Result.FAILURE, "codeupCreateWebhook(repository: 'team/app', pushEvents: 'yes')"));
        assertTrue(codeup.hookSettings().pushEvents());
    }

    private WorkflowRun run(Result result, String script) throws Exception {
        job.setDefinition(new CpsFlowDefinition(script, true));
        return jenkins.buildAndAssertStatus(result, job);
    }
}
