package io.jenkins.plugins.codeup.step;

import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.codeup.jenkins.JenkinsSessions;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The controller restarts while a build waits for Codeup. */
class RestartTest {

    @RegisterExtension
    private final JenkinsSessions sessions = new JenkinsSessions();

    @RegisterExtension
    private final SimulatedCodeup codeup = SimulatedCodeup.acrossRestarts();

    @Test
    void restartBeforeTheWebhookIsCreatedEndsWithExactlyOne() throws Throwable {
        restartDuring("ListRepositoryWebhook", Fault.dropBeforeActing());
    }

    @Test
    void restartAfterTheWebhookWasCreatedButBeforeTheAnswerEndsWithExactlyOne() throws Throwable {
        restartDuring("AddWebhook", Fault.stallHeaders(Duration.ofSeconds(5)));
    }

    private void restartDuring(String operation, Fault fault) throws Throwable {
        sessions.then(jenkins -> {
            codeup.connect();
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
            job.setDefinition(new CpsFlowDefinition(
                    "echo codeupCreateWebhook(repository: 'team/app', credentialsId: 'key').outcome", true));
            codeup.simulator().failNext(operation, fault);
            job.scheduleBuild2(0).waitForStart();
            codeup.awaitCall(operation);
        });
        sessions.then(jenkins -> {
            WorkflowRun build =
                    jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getLastBuild();
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
            assertEquals(1, codeup.simulator().hooks(REPOSITORY_ID).size());
            assertEquals(
                    codeup.hook().id(), build.getAction(WebhookAction.class).getId());
            codeup.assertNoLeaks();
        });
    }
}
