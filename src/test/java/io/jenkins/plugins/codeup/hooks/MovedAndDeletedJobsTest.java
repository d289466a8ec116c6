package io.jenkins.plugins.codeup.hooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.ExtensionList;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Items;
import hudson.model.TopLevelItem;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** A webhook stays when its job is renamed or moved, and goes when the job is deleted, whatever happens meanwhile. */
class MovedAndDeletedJobsTest {

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.managingWebhooks();

    private final JenkinsRule jenkins = codeup.jenkins();

    @Test
    void theWebhookStaysWhenTheJobIsRenamedOrMovedAndIsRemovedWithTheFolder() throws Exception {
        FreeStyleProject job = TriggeredJobs.create("job");
        String url = Idle.onlyWebhook(codeup).url();
        job.renameTo("renamed");
        Folder folder = jenkins.createProject(Folder.class, "folder");
        Items.move(job, folder);
        folder.renameTo("folder2");
        codeup.simulator().forgetRequests();
        assertEquals(url, Idle.onlyWebhook(codeup).url());
        assertTrue(codeup.simulator().requests().isEmpty(), "nothing to ask Codeup for");
        folder.delete();
        Idle.assertWebhooks(codeup, 0);
    }

    @Test
    void theWebhookStaysWhenTheJobIsLookedForWhileItIsRenamed() throws Exception {
        FreeStyleProject job = TriggeredJobs.create("job");
        HookSettings webhook = Idle.onlyWebhook(codeup);
        ItemListener looking = new ItemListener() {
            @Override
            public void onRenamed(Item item, String oldName, String newName) {
                // Jenkins has moved it, and tells all listeners of that only after this
                WebhookManager.get().changed(oldName);
                try {
                    Idle.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        };
        ExtensionList<ItemListener> listeners = ExtensionList.lookup(ItemListener.class);
        listeners.add(looking);
        codeup.simulator().forgetRequests();
        try {
            job.renameTo("renamed");
        } finally {
            listeners.remove(looking);
        }
        assertEquals(webhook, Idle.onlyWebhook(codeup));
        assertTrue(codeup.simulator().requests().isEmpty(), "nothing to ask Codeup for");
        job.delete();
        Idle.assertWebhooks(codeup, 0);
    }

    @Test
    void aCopyGetsItsOwnWebhookAndADeletedJobLosesItsWebhook() throws Exception {
        FreeStyleProject job = TriggeredJobs.create("job");
        jenkins.jenkins.copy((TopLevelItem) job, "copy").save();
        Idle.assertWebhooks(codeup, 2);
        assertNotEquals(
                ItemWebhook.of(job).url(""),
                ItemWebhook.of(jenkins.jenkins.getItem("copy")).url(""));
        job.delete();
        assertEquals(
                ItemWebhook.of(jenkins.jenkins.getItem("copy")).url(SimulatedCodeup.ROOT_URL),
                Idle.onlyWebhook(codeup).url());
    }

    @Test
    @FieldCase("K17")
    void aDeletedJobLosesItsWebhookThoughAnotherJobHasItsNameAtOnce() throws Exception {
        TriggeredJobs.create("job").delete();
        jenkins.createFreeStyleProject("job");
        Idle.assertWebhooks(codeup, 0);
        assertTrue(WebhookManager.get().store().all().isEmpty());
    }

    /** The new job has a webhook file of its own in the same directory. */
    @Test
    @FieldCase("K17")
    void aJobThatIsDeletedWhileCodeupCreatesItsWebhookLosesItAndTheNextOfItsNameKeepsItsOwn() throws Exception {
        CountDownLatch created = new CountDownLatch(1);
        CountDownLatch deleted = new CountDownLatch(1);
        codeup.simulator().failNext("AddWebhook", call -> {
            Reply answer = call.act();
            created.countDown();
            awaitUninterrupted(deleted);
            call.send(answer);
        });
        FreeStyleProject job = TriggeredJobs.create("job");
        String id = ItemWebhook.of(job).id();
        awaitUninterrupted(created);
        job.delete();
        FreeStyleProject next = TriggeredJobs.create("job");
        deleted.countDown();
        HookSettings hook = Idle.onlyWebhook(codeup);
        assertEquals(ItemWebhook.of(next).url(SimulatedCodeup.ROOT_URL), hook.url());
        assertNotEquals(id, ItemWebhook.of(next).id());
        assertEquals(1, WebhookManager.get().store().all().size());
    }

    /** Whoever still holds a deleted job would otherwise leave a webhook file to the next job of that name. */
    @Test
    @FieldCase("K17")
    void aDeletedJobGetsNoWebhookFileAnyMore() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("job");
        job.delete();
        assertThrows(IOException.class, () -> ItemWebhook.of(job));
        assertFalse(new File(job.getRootDir(), ItemWebhook.FILE_NAME).exists());
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertTrue(latch.await(60, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
