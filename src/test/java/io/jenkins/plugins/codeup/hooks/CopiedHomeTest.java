package io.jenkins.plugins.codeup.hooks;

import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.JenkinsSessions;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A JENKINS_HOME that was copied or moved. */
class CopiedHomeTest {

    @RegisterExtension
    private final JenkinsSessions sessions = new JenkinsSessions();

    @RegisterExtension
    private final SimulatedCodeup codeup = SimulatedCodeup.acrossRestarts();

    @Test
    @FieldCase("B27")
    void aCopyWithAnIdentityOfItsOwnNeverRemovesTheOriginalsWebhooks() throws Throwable {
        sessions.then(jenkins -> {
            codeup.manageWebhooks();
            job("deleted");
            job("disabled");
            Idle.await();
            Files.delete(Jenkins.get().getRootDir().toPath().resolve("identity.key.enc"));
        });
        sessions.then(jenkins -> {
            WebhookManager.get().checkAll(Duration.ZERO);
            Idle.await();
            jenkins.jenkins.getItem("deleted").delete();
            ((FreeStyleProject) jenkins.jenkins.getItem("disabled")).disable();
            job("new").delete();
            Idle.await();
            assertEquals(2, codeup.simulator().hooks(REPOSITORY_ID).size());
            assertTrue(WebhookManager.get().store().all().isEmpty(), "forgotten, so that there is nothing to retry");
        });
    }

    @Test
    void theOriginalRemovesItsOwn() throws Throwable {
        sessions.then(jenkins -> {
            codeup.manageWebhooks();
            job("deleted");
            Idle.await();
        });
        sessions.then(jenkins -> {
            jenkins.jenkins.getItem("deleted").delete();
            Idle.await();
            assertEquals(0, codeup.simulator().hooks(REPOSITORY_ID).size());
        });
    }

    @Test
    @FieldCase("B24")
    void whatIsStoredOfAnItemsDirectoryHoldsAfterAMove() throws Throwable {
        sessions.then(jenkins -> {
            codeup.manageWebhooks();
            FreeStyleProject job = job("job");
            Idle.await();
            ManagedItem managed =
                    WebhookManager.get().store().get(ItemWebhook.of(job).id());
            assertEquals("jobs/job", managed.directory());
            assertTrue(managed.isOnDisk());
            Path file = job.getRootDir().toPath().resolve(ItemWebhook.FILE_NAME);
            assertTrue(Files.exists(file));
        });
    }

    private static FreeStyleProject job(String name) throws Exception {
        FreeStyleProject job = Jenkins.get().createProject(FreeStyleProject.class, name);
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setRepository("team/app");
        job.addTrigger(trigger);
        return job;
    }
}
