package io.jenkins.plugins.codeup.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import io.jenkins.plugins.codeup.jenkins.JenkinsSessions;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Pipeline that was saved before it had a program, and then killed, counts as building for ever. */
class LostPipelineTest {

    @RegisterExtension
    private final JenkinsSessions sessions = new JenkinsSessions();

    private ItemWebhook webhook;

    @Test
    void isDeletedAndBuiltAgainIfADeliveryMeantIt() throws Throwable {
        String push = Fixtures.text("push.json");
        sessions.then(jenkins -> {
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
            job.setDefinition(new CpsFlowDefinition("echo 'built'", true));
            job.addTrigger(new CodeupTrigger());
            webhook = ItemWebhook.of(job);
            Deliveries.send(webhook, "Push Hook", push);
            Deliveries.awaitBuilds(jenkins);
            jenkins.buildAndAssertSuccess(job);
        });
        Path home = sessions.getHome().toPath();
        Path builds = home.resolve("jobs/job/builds");
        try (Journal journal = new Journal(home.resolve(DeliveryQueue.DIRECTORY), Duration.ZERO, "test")) {
            long id = journal.add("", StoredDelivery.write(webhook.id(), "Push Hook", push.getBytes()))
                    .get();
            lose(builds.resolve("1/build.xml"), AcceptedDelivery.text(id));
            lose(builds.resolve("2/build.xml"), "none");
        }
        sessions.then(jenkins -> {
            Deliveries.awaitIdle();
            Deliveries.awaitBuilds(jenkins);
            WorkflowJob job = (WorkflowJob) jenkins.jenkins.getItem("job");
            assertEquals(null, job.getBuildByNumber(1));
            WorkflowRun again = job.getBuildByNumber(3);
            jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(again));
            assertFalse(DeliveryBuilds.isLost(again));
            assertTrue(
                    DeliveryBuilds.isLost(job.getBuildByNumber(2)), "of no delivery, and not this plugin's to delete");
        });
    }

    /** As Jenkins saves it at its first checkout. */
    private static void lose(Path file, String delivery) throws Exception {
        String saved = Files.readString(file);
        String lost = saved.replaceAll("(?s)<execution .*</execution>", "")
                .replaceAll("<result>.*</result>", "")
                .replaceAll("<timestamp>.*</timestamp>", "<timestamp>" + System.currentTimeMillis() + "</timestamp>")
                .replace("<completed>true</completed>", "<completed>false</completed>")
                .replaceAll("<string>[0-9a-f]{16}</string>", "<string>" + delivery + "</string>");
        assertFalse(lost.equals(saved));
        Files.writeString(file, lost);
    }
}
