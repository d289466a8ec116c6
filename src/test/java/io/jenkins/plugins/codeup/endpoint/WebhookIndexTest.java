package io.jenkins.plugins.codeup.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleProject;
import hudson.model.Items;
import hudson.model.TopLevelItem;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.jenkins.JenkinsSessions;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Finding the item of a webhook. */
class WebhookIndexTest {

    @RegisterExtension
    private final JenkinsSessions sessions = new JenkinsSessions();

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

    @Test
    void anotherItemOfTheNameIsNotServedWithTheOldSecret() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleProject job = jenkins.createFreeStyleProject("job");
            job.addTrigger(new CodeupTrigger());
            ItemWebhook old = ItemWebhook.of(job);
            assertEquals(202, Deliveries.fixture(old, "Push Hook", "push.json").statusCode());
            Files.delete(job.getRootDir().toPath().resolve(ItemWebhook.FILE_NAME));
            assertEquals(403, Deliveries.fixture(old, "Push Hook", "push.json").statusCode());
            ItemWebhook now = ItemWebhook.of(job);
            assertEquals(403, Deliveries.fixture(old, "Push Hook", "push.json").statusCode());
            assertEquals(202, Deliveries.fixture(now, "Push Hook", "push.json").statusCode());
        });
    }

    @Test
    @FieldCase("B13")
    void anUnknownIdCausesNoScanOfItems() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleProject job = jenkins.createFreeStyleProject("job");
            id = ItemWebhook.of(job).id();
            assertFinds("job");
            Path file = job.getRootDir().toPath().resolve(ItemWebhook.FILE_NAME);
            String restored = Files.readString(file).replace(id, "0123456789abcdef0123456789abcdef");
            Files.writeString(file, restored);
            id = "0123456789abcdef0123456789abcdef";
            for (int i = 0; i < 3; i++) {
                assertNull(WebhookIndex.get().find(id));
            }
            job.updateByXml((Source) new StreamSource(job.getConfigFile().getFile()));
            assertFinds("job");
        });
    }

    @Test
    void aFileThatWasRestoredIsNoticedAtTheNextRequest() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleProject job = jenkins.createFreeStyleProject("job");
            id = ItemWebhook.of(job).id();
            Path file = job.getRootDir().toPath().resolve(ItemWebhook.FILE_NAME);
            FileTime old = FileTime.from(Instant.now().minusSeconds(60));
            String own = Files.readString(file);
            String others = own.replace(id, "0123456789abcdef0123456789abcdef");
            WebhookIndex.Entry entry = WebhookIndex.get().find(id);
            for (String content : List.of(own, own, others, own, others)) {
                Path restored = Files.writeString(file.resolveSibling("restored"), content);
                Files.setLastModifiedTime(restored, old);
                Files.move(restored, file, StandardCopyOption.REPLACE_EXISTING);
                for (int i = 0; i < 3; i++) {
                    assertEquals(content.equals(own), entry.isCurrent());
                }
            }
            // in place, with the same length
            Files.writeString(file, own);
            assertTrue(entry.isCurrent());
            Files.writeString(file, others);
            assertFalse(entry.isCurrent());
            Files.delete(file);
            assertFalse(entry.isCurrent());
        });
    }

    private void assertFinds(String fullName) {
        assertEquals(fullName, WebhookIndex.get().find(id).item().getFullName());
    }
}
