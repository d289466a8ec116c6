package io.jenkins.plugins.codeup.hooks;

import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.JenkinsSessions;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is left to do when Jenkins stops is done after the next start, and nobody waits for Codeup. */
class ManagedWebhooksRestartTest {

    @RegisterExtension
    private final JenkinsSessions sessions = new JenkinsSessions();

    @RegisterExtension
    private final SimulatedCodeup codeup = SimulatedCodeup.acrossRestarts();

    @Test
    void savingAJobDoesNotWaitForCodeupAndTheRestIsDoneAfterARestart() throws Throwable {
        sessions.then(jenkins -> {
            codeup.manageWebhooks();
            Idle.await();
            codeup.simulator().failNext("AddWebhook", Fault.stallHeaders(Duration.ofSeconds(30)));
            TriggeredJobs.create("job");
            codeup.awaitCall("AddWebhook");
            long begun = System.nanoTime();
            FreeStyleProject job = TriggeredJobs.create("another");
            job.setDescription("saved while Codeup does not answer");
            assertTrue(Duration.ofNanos(System.nanoTime() - begun).toMillis() < 5_000);
            assertTrue(WebhookManager.get().queue().running() > 0);
        });
        sessions.then(jenkins -> {
            Idle.await();
            assertEquals(
                    2, codeup.simulator().hooks(REPOSITORY_ID).size(), "the one that was under way is not doubled");
            codeup.assertNoLeaks();
        });
    }

    @Test
    void afterARestartWebhooksAreCheckedByOneListCall() throws Throwable {
        sessions.then(jenkins -> {
            codeup.manageWebhooks();
            TriggeredJobs.create("job");
            TriggeredJobs.create("another");
            Idle.await();
        });
        codeup.simulator().forgetRequests();
        sessions.then(jenkins -> {
            Idle.await();
            assertEquals(1, codeup.simulator().requests().size());
        });
    }

    @Test
    void theWebhookOfAJobDeletedWhileJenkinsWasDownIsRemovedButNotThatOfAJobThatIsOnlyNotLoaded() throws Throwable {
        sessions.then(jenkins -> {
            codeup.manageWebhooks();
            TriggeredJobs.create("gone");
            TriggeredJobs.create("not-loaded");
            Idle.await();
            Path home = Jenkins.get().getRootDir().toPath();
            Files.writeString(home.resolve("jobs/not-loaded/config.xml"), "<no-such-kind-of-job/>");
            Path gone = home.resolve("jobs/gone");
            Files.delete(gone.resolve("config.xml"));
            Files.delete(gone.resolve(ItemWebhook.FILE_NAME));
        });
        sessions.then(jenkins -> {
            Idle.await();
            assertEquals(
                    "not-loaded",
                    WebhookManager.get().store().all().iterator().next().item());
            assertEquals(1, codeup.simulator().hooks(REPOSITORY_ID).size());
        });
    }
}
