package io.jenkins.plugins.codeup.hooks;

import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.ORGANIZATION;
import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.REPOSITORY_ID;
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
import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.scm.MultibranchTrigger;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.xml.transform.stream.StreamSource;
import jenkins.branch.BranchSource;
import jenkins.plugins.git.GitSCMSource;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** A job with the trigger has its webhook in Codeup, however the job was made, and only as long as it should. */
class ManagedWebhooksTest {

    private static final String REMOTE = "https://codeup.aliyun.com/" + ORGANIZATION + "/team/app.git";

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.managingWebhooks();

    private final JenkinsRule jenkins = codeup.jenkins();

    @Test
    void savingTheTriggerCreatesTheWebhookAndRemovingTheTriggerRemovesIt() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        CodeupTrigger trigger = TriggeredJobs.trigger();
        trigger.setTagPushEvents(true);
        job.addTrigger(trigger);
        HookSettings hook = onlyWebhook();
        assertEquals(ItemWebhook.of(job).url(SimulatedCodeup.ROOT_URL), hook.url());
        assertEquals(ItemWebhook.of(job).secret().getPlainText(), hook.secretToken());
        assertTrue(hook.pushEvents() && hook.tagPushEvents());
        assertFalse(hook.mergeRequestsEvents() || hook.noteEvents());
        assertEquals("Jenkins: " + job.getFullName(), hook.description());

        trigger.setTagPushEvents(false);
        job.save();
        assertFalse(onlyWebhook().tagPushEvents());

        job.removeTrigger(trigger.getDescriptor());
        job.save();
        assertWebhooks(0);
    }

    @Test
    void theWebhookStaysWhenTheJobIsRenamedOrMovedAndIsRemovedWithTheFolder() throws Exception {
        FreeStyleProject job = TriggeredJobs.create("job");
        String url = onlyWebhook().url();
        job.renameTo("renamed");
        Folder folder = jenkins.createProject(Folder.class, "folder");
        Items.move(job, folder);
        folder.renameTo("folder2");
        codeup.simulator().forgetRequests();
        assertEquals(url, onlyWebhook().url());
        assertTrue(codeup.simulator().requests().isEmpty(), "nothing to ask Codeup for");
        folder.delete();
        assertWebhooks(0);
    }

    @Test
    void theWebhookStaysWhenTheJobIsLookedForWhileItIsRenamed() throws Exception {
        FreeStyleProject job = TriggeredJobs.create("job");
        HookSettings webhook = onlyWebhook();
        ExtensionList.lookup(ItemListener.class).add(new ItemListener() {
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
        });
        codeup.simulator().forgetRequests();
        job.renameTo("renamed");
        assertEquals(webhook, onlyWebhook());
        assertTrue(codeup.simulator().requests().isEmpty(), "nothing to ask Codeup for");
        job.delete();
        assertWebhooks(0);
    }

    @Test
    void aCopyGetsItsOwnWebhookAndADeletedJobLosesItsWebhook() throws Exception {
        FreeStyleProject job = TriggeredJobs.create("job");
        jenkins.jenkins.copy((TopLevelItem) job, "copy").save();
        assertWebhooks(2);
        assertNotEquals(
                ItemWebhook.of(job).url(""),
                ItemWebhook.of(jenkins.jenkins.getItem("copy")).url(""));
        job.delete();
        assertEquals(
                ItemWebhook.of(jenkins.jenkins.getItem("copy")).url(SimulatedCodeup.ROOT_URL),
                onlyWebhook().url());
    }

    @Test
    void aDisabledJobHasNoWebhookUntilItIsEnabledAgainWithTheSameUrl() throws Exception {
        FreeStyleProject job = TriggeredJobs.create("job");
        String url = onlyWebhook().url();
        job.disable();
        assertWebhooks(0);
        job.enable();
        assertEquals(url, onlyWebhook().url());
    }

    @Test
    void aJobPostedAsXmlGetsItsWebhookToo() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("job");
        String xml = job.getConfigFile()
                .asString()
                .replaceFirst(
                        "<triggers/>",
                        "<triggers><" + CodeupTrigger.class.getName() + "><spec/><pushEvents>true</pushEvents>"
                                + "<repository>team/app</repository></" + CodeupTrigger.class.getName()
                                + "></triggers>");
        job.updateByXml(new StreamSource(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))));
        assertTrue(onlyWebhook().pushEvents());
        job.delete();
        assertWebhooks(0);
        jenkins.jenkins.createProjectFromXML("other", new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        assertWebhooks(1);
    }

    @Test
    void aPipelineCanSetAndRemoveItsTrigger() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "pipeline");
        job.setDefinition(new CpsFlowDefinition(
                "properties([pipelineTriggers([codeup(repository: 'team/app', noteEvents: true)])])", true));
        jenkins.buildAndAssertSuccess(job);
        assertTrue(onlyWebhook().noteEvents());
        codeup.simulator().forgetRequests();
        jenkins.buildAndAssertSuccess(job);
        Idle.await();
        assertTrue(codeup.simulator().requests().isEmpty(), "the same again is no reason to ask Codeup");
        job.setDefinition(new CpsFlowDefinition("properties([])", true));
        jenkins.buildAndAssertSuccess(job);
        assertWebhooks(0);
    }

    @Test
    void withoutARepositoryInTheTriggerThatOfTheSourcesIsUsed() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setScm(new GitSCM(REMOTE));
        job.addTrigger(new CodeupTrigger());
        assertWebhooks(1);
        job.setScm(new GitSCM("https://github.com/team/app.git"));
        assertWebhooks(0);
    }

    @Test
    void aChangedRepositoryMovesTheWebhook() throws Exception {
        codeup.simulator().withRepository(2_000_000, "team/other");
        FreeStyleProject job = TriggeredJobs.create("job");
        assertWebhooks(1);
        CodeupTrigger.of(job).setRepository("team/other");
        job.save();
        assertWebhooks(0);
        assertEquals(1, codeup.simulator().hooks(2_000_000).size());
    }

    @Test
    void anotherNameOfTheRepositoryOrARenamedConnectionKeepsTheWebhook() throws Exception {
        FreeStyleProject job = TriggeredJobs.create("job");
        long id = onlyWebhookId();
        CodeupTrigger.of(job).setRepository(String.valueOf(REPOSITORY_ID));
        job.save();
        assertEquals(id, onlyWebhookId());
        CodeupTrigger.of(job).setRepository(REMOTE);
        job.save();
        assertEquals(id, onlyWebhookId());

        CodeupConnection renamed = codeup.connection();
        CodeupConnection other = new CodeupConnection("renamed");
        other.setApi(renamed.getApi());
        other.setEndpoint(renamed.getEndpoint());
        other.setOrganizationId(renamed.getOrganizationId());
        other.setWebhookRootUrl(renamed.getWebhookRootUrl());
        other.setCredentialsId("key");
        CodeupConfiguration.get().setConnections(List.of(other));
        assertEquals(id, onlyWebhookId());
        ManagedItem managed =
                WebhookManager.get().store().get(ItemWebhook.of(job).id());
        assertEquals(1, managed.webhooks().size(), managed.toString());
        assertEquals(null, managed.problem());
    }

    @Test
    void aMultibranchProjectHasOneWebhookForPushesOfBranchesAndTags() throws Exception {
        WorkflowMultiBranchProject project = jenkins.createProject(WorkflowMultiBranchProject.class, "branches");
        project.getSourcesList().add(new BranchSource(new GitSCMSource(REMOTE)));
        project.save();
        assertWebhooks(0);
        MultibranchTrigger trigger = new MultibranchTrigger();
        project.addTrigger(trigger);
        HookSettings hook = onlyWebhook();
        assertTrue(hook.pushEvents() && hook.tagPushEvents());
        assertEquals(ItemWebhook.of(project).url(SimulatedCodeup.ROOT_URL), hook.url());
        project.makeDisabled(true);
        assertWebhooks(0);
        project.makeDisabled(false);
        assertWebhooks(1);
        project.delete();
        assertWebhooks(0);
    }

    @Test
    void switchedOffMeansThatNothingIsCreatedChangedOrRemoved() throws Exception {
        FreeStyleProject byHand = jenkins.createFreeStyleProject("by-hand");
        CodeupTrigger trigger = TriggeredJobs.trigger();
        trigger.setManageWebhook(false);
        byHand.addTrigger(trigger);
        assertWebhooks(0);

        FreeStyleProject job = TriggeredJobs.create("job");
        assertWebhooks(1);
        CodeupConnection off = CodeupConfiguration.get().getConnections().get(0);
        off.setManageWebhooks(false);
        CodeupConfiguration.get().setConnections(List.of(off));
        job.disable();
        assertWebhooks(1);
        TriggeredJobs.create("another");
        assertWebhooks(1);
        off.setManageWebhooks(true);
        CodeupConfiguration.get().setConnections(List.of(off));
        assertEquals(
                ItemWebhook.of(jenkins.jenkins.getItem("another")).url(SimulatedCodeup.ROOT_URL),
                onlyWebhook().url());
    }

    @Test
    void aConnectionWithoutCredentialsCreatesNoWebhooks() throws Exception {
        CodeupConfiguration.get().getConnections().get(0).setCredentialsId(null);
        TriggeredJobs.create("job");
        assertWebhooks(0);
        assertTrue(codeup.simulator().requests().isEmpty());
    }

    @Test
    void otherWebhooksAndOptionsThatTheTriggerLeavesOutStayAsTheyAre() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        String url = ItemWebhook.of(job).url(SimulatedCodeup.ROOT_URL);
        codeup.simulator().addHook(REPOSITORY_ID, HookSettings.to("https://others.example.com/"));
        codeup.simulator()
                .addHook(REPOSITORY_ID, new HookSettings(url, false, false, false, false, false, "mine", "old"));
        job.addTrigger(TriggeredJobs.trigger());
        Idle.await();
        List<HookSettings> hooks = codeup.simulator().hooks(REPOSITORY_ID).stream()
                .map(hook -> hook.settings())
                .toList();
        assertEquals(2, hooks.size());
        assertEquals("https://others.example.com/", hooks.get(0).url());
        HookSettings own = hooks.get(1);
        assertTrue(own.pushEvents());
        assertFalse(own.enableSslVerification());
        assertEquals("mine", own.description());
    }

    @Test
    void aDescriptionThatSomebodyChangedStaysButOursIsRenewedWithTheNextChange() throws Exception {
        FreeStyleProject job = TriggeredJobs.create("job");
        assertEquals("Jenkins: job", onlyWebhook().description());
        job.renameTo("renamed");
        CodeupTrigger.of(job).setTagPushEvents(true);
        job.save();
        assertEquals("Jenkins: renamed", onlyWebhook().description());

        HookSettings now = codeup.hookSettings();
        codeup.simulator().removeHook(REPOSITORY_ID, codeup.hook().id());
        codeup.simulator()
                .addHook(
                        REPOSITORY_ID,
                        new HookSettings(
                                now.url(),
                                now.pushEvents(),
                                now.mergeRequestsEvents(),
                                now.tagPushEvents(),
                                now.noteEvents(),
                                now.enableSslVerification(),
                                "ask Zhang before you delete this",
                                now.secretToken()));
        codeup.simulator().forgetRequests();
        WebhookManager.get().checkAll(Duration.ZERO);
        Idle.await();
        assertEquals(1, codeup.simulator().requests().size(), "a changed description is no drift");
        CodeupTrigger.of(job).setNoteEvents(true);
        job.save();
        assertEquals("ask Zhang before you delete this", onlyWebhook().description());
        assertTrue(onlyWebhook().noteEvents());
    }

    @Test
    void theEndOfALongNameIsInTheDescription() throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "f".repeat(120));
        FreeStyleProject job = folder.createProject(FreeStyleProject.class, "job");
        job.addTrigger(TriggeredJobs.trigger());
        String description = onlyWebhook().description();
        assertTrue(description.startsWith("Jenkins: …fff") && description.endsWith("f/job"), description);
        assertEquals("Jenkins: ".length() + 100, description.length());
    }

    @Test
    @FieldCase("K17")
    void aDeletedJobLosesItsWebhookThoughAnotherJobHasItsNameAtOnce() throws Exception {
        TriggeredJobs.create("job").delete();
        jenkins.createFreeStyleProject("job");
        assertWebhooks(0);
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
        HookSettings hook = onlyWebhook();
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

    @Test
    void savingAnItemWithoutTheTriggerReadsAndWritesNoFileOfOurs() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("plain");
        job.setDescription("saved");
        Idle.await();
        assertFalse(new File(job.getRootDir(), ItemWebhook.FILE_NAME).exists());
        assertTrue(WebhookManager.get().store().all().isEmpty());
    }

    private long onlyWebhookId() throws Exception {
        Idle.await();
        return codeup.hook().id();
    }

    private HookSettings onlyWebhook() throws Exception {
        Idle.await();
        assertEquals(List.of(), Idle.problems());
        return codeup.hookSettings();
    }

    private void assertWebhooks(int number) throws Exception {
        Idle.await();
        assertEquals(number, codeup.simulator().hooks(REPOSITORY_ID).size());
    }
}
