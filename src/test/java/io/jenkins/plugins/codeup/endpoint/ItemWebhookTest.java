package io.jenkins.plugins.codeup.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleProject;
import hudson.model.Items;
import hudson.model.TopLevelItem;
import io.jenkins.plugins.codeup.jenkins.JenkinsSessions;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** An item's webhook URL and secret do not change as long as the item exists. */
class ItemWebhookTest {

    private static final String ROOT = "https://jenkins.example.com/";

    @RegisterExtension
    private final JenkinsSessions sessions = new JenkinsSessions();

    private String url;
    private String secret;

    @Test
    void surviveRenameMoveAndRestart() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleProject job = jenkins.createFreeStyleProject("before");
            url = ItemWebhook.of(job).url(ROOT);
            secret = ItemWebhook.of(job).secret().getPlainText();
            assertTrue(url.matches("https://jenkins\\.example\\.com/codeup-webhook/[0-9a-f]{32}"), url);

            job.renameTo("after");
            assertSame(jenkins, "after");
            Items.move(job, jenkins.createProject(Folder.class, "folder"));
            assertSame(jenkins, "folder/after");
        });
        sessions.then(jenkins -> assertSame(jenkins, "folder/after"));
    }

    @Test
    void aCopiedItemGetsItsOwn() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleProject job = jenkins.createFreeStyleProject("original");
            ItemWebhook original = ItemWebhook.of(job);
            ItemWebhook copy = ItemWebhook.of(jenkins.jenkins.copy((TopLevelItem) job, "copy"));
            assertNotEquals(original.url(ROOT), copy.url(ROOT));
            assertNotEquals(original.secret().getPlainText(), copy.secret().getPlainText());
        });
    }

    @Test
    void aPipelineThatSetsPropertiesDoesNotChangeThem() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "pipeline");
            url = ItemWebhook.of(job).url(ROOT);
            secret = ItemWebhook.of(job).secret().getPlainText();
            job.setDefinition(new CpsFlowDefinition("properties([pipelineTriggers([cron('@daily')])])", true));
            jenkins.buildAndAssertSuccess(job);
            assertSame(jenkins, "pipeline");
        });
    }

    @Test
    void theSecretIsEncryptedOnDiskAndNotPartOfTheConfiguration() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleProject job = jenkins.createFreeStyleProject("job");
            String plain = ItemWebhook.of(job).secret().getPlainText();
            assertTrue(plain.length() >= 43, "256 bits");
            String file = Files.readString(job.getRootDir().toPath().resolve(ItemWebhook.FILE_NAME));
            assertFalse(file.contains(plain));
            assertFalse(job.getConfigFile().asString().contains("codeup"));
        });
    }

    /** What has a secret, an address or the words of others. */
    @Test
    void filesBesideAnItemAreForTheUserOfJenkinsAlone() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleProject job = jenkins.createFreeStyleProject("job");
            job.addTrigger(new CodeupTrigger());
            Path directory = job.getRootDir().toPath();
            assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
            Deliveries.fixture(ItemWebhook.of(job), "Push Hook", "push.json");
            Deliveries.awaitBuilds(jenkins);
            DeliveryLog.of(ItemWebhook.of(job).id()).write();
            for (String name : List.of(ItemWebhook.FILE_NAME, DeliveryLog.FILE_NAME)) {
                assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))),
                        name);
            }
        });
    }

    private void assertSame(JenkinsRule jenkins, String name) throws Exception {
        ItemWebhook webhook = ItemWebhook.of(jenkins.jenkins.getItemByFullName(name));
        assertEquals(url, webhook.url(ROOT));
        assertEquals(secret, webhook.secret().getPlainText());
    }
}
