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

/** The address leads to its item, whatever becomes of it. */
class WebhookIndexTest {

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private String id;

    @Test
    void followsTheItemThroughRenamesMovesAndRestarts() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleProject job = jenkins.createFreeStyleProject("job");
            id = ItemWebhook.of(job).id();
            assertLeadsTo("job");
            job.renameTo("renamed");
            assertLeadsTo("renamed");
            Folder folder = jenkins.createProject(Folder.class, "folder");
            Items.move(job, folder);
            assertLeadsTo("folder/renamed");
            folder.renameTo("folder2");
            assertLeadsTo("folder2/renamed");
            jenkins.createFreeStyleProject("job");
            assertLeadsTo("folder2/renamed");
        });
        sessions.then(jenkins -> {
            assertLeadsTo("folder2/renamed");
            jenkins.jenkins.reload();
            assertLeadsTo("folder2/renamed");
        });
    }

    @Test
    void endsWithTheItem() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleProject job = jenkins.createFreeStyleProject("job");
            id = ItemWebhook.of(job).id();
            assertLeadsTo("job");
            job.delete();
            jenkins.createFreeStyleProject("job");
            assertNull(WebhookIndex.get().find(id));

            Folder folder = jenkins.createProject(Folder.class, "folder");
            id = ItemWebhook.of(folder.createProject(FreeStyleProject.class, "in")).id();
            assertLeadsTo("folder/in");
            folder.delete();
            assertNull(WebhookIndex.get().find(id));
        });
    }

    @Test
    void aCopyAnswersToItsOwnAddressOnly() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleProject job = jenkins.createFreeStyleProject("job");
            id = ItemWebhook.of(job).id();
            FreeStyleProject copy = (FreeStyleProject) jenkins.jenkins.copy((TopLevelItem) job, "copy");
            assertLeadsTo("job");
            id = ItemWebhook.of(copy).id();
            assertLeadsTo("copy");
        });
    }

    private void assertLeadsTo(String fullName) {
        assertEquals(fullName, WebhookIndex.get().find(id).item().getFullName());
    }
}
