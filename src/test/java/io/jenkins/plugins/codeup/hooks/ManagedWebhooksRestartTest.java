package io.jenkins.plugins.codeup.hooks;

import static io.jenkins.plugins.codeup.jenkins.CodeupForJenkins.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.CodeupForJenkins;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** What is left to do when Jenkins stops is done after the next start, and nobody waits for Codeup. */
class ManagedWebhooksRestartTest {

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final CodeupForJenkins codeup = new CodeupForJenkins();

    @BeforeAll
    static void startAtOnce() {
        System.setProperty(WebhookManager.class.getName() + ".startDelaySeconds", "0");
    }

    @AfterEach
    void stop() throws Exception {
        codeup.close();
    }

    @Test
    void savingAJobDoesNotWaitForCodeupAndTheRestIsDoneAfterARestart() throws Throwable {
        sessions.then(jenkins -> {
            codeup.follow();
            Idle.await();
            codeup.simulator().failNext("AddWebhook", Fault.stallHeaders(Duration.ofSeconds(30)));
            job("job");
            awaitCall("AddWebhook");
            long begun = System.nanoTime();
            FreeStyleProject job = job("another");
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
            codeup.follow();
            job("job");
            job("another");
            Idle.await();
        });
        codeup.simulator().forgetRequests();
        sessions.then(jenkins -> {
            awaitCall("ListRepositoryWebhook");
            Idle.await();
            assertEquals(1, codeup.simulator().requests().size());
        });
    }

    @Test
    void theWebhookOfAJobDeletedWhileJenkinsWasDownIsRemovedButNotThatOfAJobThatIsOnlyNotLoaded() throws Throwable {
        sessions.then(jenkins -> {
            codeup.follow();
            job("gone");
            job("not-loaded");
            Idle.await();
            Path home = Jenkins.get().getRootDir().toPath();
            Files.writeString(home.resolve("jobs/not-loaded/config.xml"), "<no-such-kind-of-job/>");
            Path gone = home.resolve("jobs/gone");
            Files.delete(gone.resolve("config.xml"));
            Files.delete(gone.resolve(ItemWebhook.FILE_NAME));
        });
        sessions.then(jenkins -> {
            awaitCall("DeleteRepositoryWebhook");
            Idle.await();
            assertEquals(
                    "not-loaded",
                    WebhookManager.get().store().all().iterator().next().item());
            assertEquals(1, codeup.simulator().hooks(REPOSITORY_ID).size());
        });
    }

    private void awaitCall(String operation) throws Exception {
        while (codeup.simulator().requests(operation).isEmpty()) {
            Thread.sleep(5);
        }
    }

    private static FreeStyleProject job(String name) throws Exception {
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setRepository("team/app");
        FreeStyleProject made = Jenkins.get().createProject(FreeStyleProject.class, name);
        made.addTrigger(trigger);
        return made;
    }
}
