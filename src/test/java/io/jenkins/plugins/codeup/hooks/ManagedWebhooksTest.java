package io.jenkins.plugins.codeup.hooks;

import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.ORGANIZATION;
import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleProject;
import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.scm.MultibranchTrigger;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
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
        HookSettings hook = Idle.onlyWebhook(codeup);
        assertEquals(ItemWebhook.of(job).url(SimulatedCodeup.ROOT_URL), hook.url());
        assertEquals(ItemWebhook.of(job).secret().getPlainText(), hook.secretToken());
        assertTrue(hook.pushEvents() && hook.tagPushEvents());
        assertFalse(hook.mergeRequestsEvents() || hook.noteEvents());
        assertEquals("Jenkins: " + job.getFullName(), hook.description());

        trigger.setTagPushEvents(false);
        job.save();
        assertFalse(Idle.onlyWebhook(codeup).tagPushEvents());

        job.removeTrigger(trigger.getDescriptor());
        job.save();
        Idle.assertWebhooks(codeup, 0);
    }

    @Test
    void aDisabledJobHasNoWebhookUntilItIsEnabledAgainWithTheSameUrl() throws Exception {
        FreeStyleProject job = TriggeredJobs.create("job");
        String url = Idle.onlyWebhook(codeup).url();
        job.disable();
        Idle.assertWebhooks(codeup, 0);
        job.enable();
        assertEquals(url, Idle.onlyWebhook(codeup).url());
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
        assertTrue(Idle.onlyWebhook(codeup).pushEvents());
        job.delete();
        Idle.assertWebhooks(codeup, 0);
        jenkins.jenkins.createProjectFromXML("other", new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        Idle.assertWebhooks(codeup, 1);
    }

    @Test
    void aPipelineCanSetAndRemoveItsTrigger() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "pipeline");
        job.setDefinition(new CpsFlowDefinition(
                "properties([pipelineTriggers([codeup(repository: 'team/app', noteEvents: true)])])", true));
        jenkins.buildAndAssertSuccess(job);
        assertTrue(Idle.onlyWebhook(codeup).noteEvents());
        codeup.simulator().forgetRequests();
        jenkins.buildAndAssertSuccess(job);
        Idle.await();
        assertTrue(codeup.simulator().requests().isEmpty(), "the same again is no reason to ask Codeup");
        job.setDefinition(new CpsFlowDefinition("properties([])", true));
        jenkins.buildAndAssertSuccess(job);
        Idle.assertWebhooks(codeup, 0);
    }

    @Test
    void withoutARepositoryInTheTriggerThatOfTheSourcesIsUsed() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setScm(new GitSCM(REMOTE));
        job.addTrigger(new CodeupTrigger());
        Idle.assertWebhooks(codeup, 1);
        job.setScm(new GitSCM("https://github.com/team/app.git"));
        Idle.assertWebhooks(codeup, 0);
    }

    @Test
    void aChangedRepositoryMovesTheWebhook() throws Exception {
        codeup.simulator().withRepository(2_000_000, "team/other");
        FreeStyleProject job = TriggeredJobs.create("job");
        Idle.assertWebhooks(codeup, 1);
        CodeupTrigger.of(job).setRepository("team/other");
        job.save();
        Idle.assertWebhooks(codeup, 0);
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
        Idle.assertWebhooks(codeup, 0);
        MultibranchTrigger trigger = new MultibranchTrigger();
        project.addTrigger(trigger);
        HookSettings hook = Idle.onlyWebhook(codeup);
        assertTrue(hook.pushEvents() && hook.tagPushEvents());
        assertEquals(ItemWebhook.of(project).url(SimulatedCodeup.ROOT_URL), hook.url());
        project.makeDisabled(true);
        Idle.assertWebhooks(codeup, 0);
        project.makeDisabled(false);
        Idle.assertWebhooks(codeup, 1);
        project.delete();
        Idle.assertWebhooks(codeup, 0);
    }

    @Test
    void switchedOffMeansThatNothingIsCreatedChangedOrRemoved() throws Exception {
        FreeStyleProject byHand = jenkins.createFreeStyleProject("by-hand");
        CodeupTrigger trigger = TriggeredJobs.trigger();
        trigger.setManageWebhook(false);
        byHand.addTrigger(trigger);
        Idle.assertWebhooks(codeup, 0);

        FreeStyleProject job = TriggeredJobs.create("job");
        Idle.assertWebhooks(codeup, 1);
        CodeupConnection off = CodeupConfiguration.get().getConnections().get(0);
        off.setManageWebhooks(false);
        CodeupConfiguration.get().setConnections(List.of(off));
        job.disable();
        Idle.assertWebhooks(codeup, 1);
        TriggeredJobs.create("another");
        Idle.assertWebhooks(codeup, 1);
        off.setManageWebhooks(true);
        CodeupConfiguration.get().setConnections(List.of(off));
        assertEquals(
                ItemWebhook.of(jenkins.jenkins.getItem("another")).url(SimulatedCodeup.ROOT_URL),
                Idle.onlyWebhook(codeup).url());
    }

    @Test
    void aConnectionWithoutCredentialsCreatesNoWebhooks() throws Exception {
        CodeupConfiguration.get().getConnections().get(0).setCredentialsId(null);
        TriggeredJobs.create("job");
        Idle.assertWebhooks(codeup, 0);
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
        assertEquals("Jenkins: job", Idle.onlyWebhook(codeup).description());
        job.renameTo("renamed");
        CodeupTrigger.of(job).setTagPushEvents(true);
        job.save();
        assertEquals("Jenkins: renamed", Idle.onlyWebhook(codeup).description());

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
        assertEquals(
                "ask Zhang before you delete this", Idle.onlyWebhook(codeup).description());
        assertTrue(Idle.onlyWebhook(codeup).noteEvents());
    }

    @Test
    void theEndOfALongNameIsInTheDescription() throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "f".repeat(120));
        FreeStyleProject job = folder.createProject(FreeStyleProject.class, "job");
        job.addTrigger(TriggeredJobs.trigger());
        String description = Idle.onlyWebhook(codeup).description();
        assertTrue(description.startsWith("Jenkins: …fff") && description.endsWith("f/job"), description);
        assertEquals("Jenkins: ".length() + 100, description.length());
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
}
