package io.jenkins.plugins.codeup.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleProject;
import hudson.model.Items;
import hudson.model.TopLevelItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Finding the item of a webhook. */
class WebhookIndexTest {

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private String id;

    @Test
    void findsTheItemAfterRenameMoveAndRestart() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleProject job = jenkins.createFreeStyleProject("job");
            id = ItemWebhook.of(job).id();
            assertFinds("job");
            job.renameTo("renamed");
            assertFinds("renamed");
            Folder folder = jenkins.createProject(Folder.class, "folder");
            Items.move(job, folder);
            assertFinds("folder/renamed");
            folder.renameTo("folder2");
            assertFinds("folder2/renamed");
            jenkins.createFreeStyleProject("job");
            assertFinds("folder2/renamed");
        });
        sessions.then(jenkins -> {
            assertFinds("folder2/renamed");
            jenkins.jenkins.reload();
            assertFinds("folder2/renamed");
        });
    }

    @Test
    void forgetsDeletedItems() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleProject job = jenkins.createFreeStyleProject("job");
            id = ItemWebhook.of(job).id();
            assertFinds("job");
            job.delete();
            jenkins.createFreeStyleProject("job");
            assertNull(WebhookIndex.get().find(id));

            Folder folder = jenkins.createProject(Folder.class, "folder");
            id = ItemWebhook.of(folder.createProject(FreeStyleProject.class, "in"))
                    .id();
            assertFinds("folder/in");
            folder.delete();
            assertNull(WebhookIndex.get().find(id));
        });
    }

    @Test
    void findsACopyByItsOwnIdOnly() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleProject job = jenkins.createFreeStyleProject("job");
            id = ItemWebhook.of(job).id();
            FreeStyleProject copy = (FreeStyleProject) jenkins.jenkins.copy((TopLevelItem) job, "copy");
            assertFinds("job");
            id = ItemWebhook.of(copy).id();
            assertFinds("copy");
        });
    }

    private void assertFinds(String fullName) {
        assertEquals(fullName, WebhookIndex.get().find(id).item().getFullName());
    }
}
