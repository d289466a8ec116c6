package io.jenkins.plugins.codeup.hooks;

import static io.jenkins.plugins.codeup.jenkins.CodeupForJenkins.ORGANIZATION;
import static io.jenkins.plugins.codeup.jenkins.CodeupForJenkins.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleProject;
import hudson.model.Items;
import hudson.model.TopLevelItem;
import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.CodeupForJenkins;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.transform.stream.StreamSource;
import jenkins.branch.BranchSource;
import jenkins.plugins.git.GitSCMSource;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A job with the trigger has its hook, however it came about, and only as long as it should. */
@WithJenkins
class HooksFollowJobsTest {

    private static final String REMOTE = "https://codeup.aliyun.com/" + ORGANIZATION + "/team/app.git";

    private final CodeupForJenkins codeup = new CodeupForJenkins();
    private JenkinsRule jenkins;

    @BeforeAll
    static void startAtOnce() {
        System.setProperty(Hooks.class.getName() + ".startDelaySeconds", "0");
    }

    @BeforeEach
    void follow(JenkinsRule rule) throws Exception {
        jenkins = rule;
        codeup.follow();
    }

    @AfterEach
    void stop() throws Exception {
        codeup.close();
    }

    @Test
    void aJobGetsItsHookWhenTheTriggerIsSavedAndLosesItWhenTheTriggerGoes() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        CodeupTrigger trigger = trigger();
        trigger.setTagPushEvents(true);
        job.addTrigger(trigger);
        HookSettings hook = onlyHook();
        assertEquals(ItemWebhook.of(job).url(CodeupForJenkins.ROOT_URL), hook.url());
        assertEquals(ItemWebhook.of(job).secret().getPlainText(), hook.secretToken());
        assertTrue(hook.pushEvents() && hook.tagPushEvents());
        assertFalse(hook.mergeRequestsEvents() || hook.noteEvents());

        trigger.setTagPushEvents(false);
        job.save();
        assertFalse(onlyHook().tagPushEvents());

        job.removeTrigger(trigger.getDescriptor());
        job.save();
        assertHooks(0);
    }

    @Test
    void theHookStaysThroughRenamesAndMovesAndGoesWithTheFolder() throws Exception {
        FreeStyleProject job = job("job");
        String url = onlyHook().url();
        job.renameTo("renamed");
        Folder folder = jenkins.createProject(Folder.class, "folder");
        Items.move(job, folder);
        folder.renameTo("folder2");
        codeup.simulator().forgetRequests();
        assertEquals(url, onlyHook().url());
        assertTrue(codeup.simulator().requests().isEmpty(), "nothing to ask Codeup for");
        folder.delete();
        assertHooks(0);
    }

    @Test
    void aCopyGetsAHookOfItsOwnAndADeletedJobTakesItsHookAlong() throws Exception {
        FreeStyleProject job = job("job");
        jenkins.jenkins.copy((TopLevelItem) job, "copy").save();
        assertHooks(2);
        assertNotEquals(
                ItemWebhook.of(job).url(""),
                ItemWebhook.of(jenkins.jenkins.getItem("copy")).url(""));
        job.delete();
        assertEquals(
                ItemWebhook.of(jenkins.jenkins.getItem("copy")).url(CodeupForJenkins.ROOT_URL),
                onlyHook().url());
    }

    @Test
    void aDisabledJobHasNoHookUntilItIsEnabledAgainAtTheSameAddress() throws Exception {
        FreeStyleProject job = job("job");
        String url = onlyHook().url();
        job.disable();
        assertHooks(0);
        job.enable();
        assertEquals(url, onlyHook().url());
    }

    @Test
    void whatIsPostedAsXmlCountsToo() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("job");
        String xml = job.getConfigFile()
                .asString()
                .replaceFirst(
                        "<triggers/>",
                        "<triggers><" + CodeupTrigger.class.getName() + "><spec/><pushEvents>true</pushEvents>"
                                + "<repository>team/app</repository></" + CodeupTrigger.class.getName()
                                + "></triggers>");
        job.updateByXml(new StreamSource(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))));
        assertTrue(onlyHook().pushEvents());
        job.delete();
        assertHooks(0);
        jenkins.jenkins.createProjectFromXML("other", new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        assertHooks(1);
    }

    @Test
    void aPipelineThatSetsAndDropsTheTriggerItself() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "pipeline");
        job.setDefinition(new CpsFlowDefinition(
                "properties([pipelineTriggers([codeup(repository: 'team/app', noteEvents: true)])])", true));
        jenkins.buildAndAssertSuccess(job);
        assertTrue(onlyHook().noteEvents());
        codeup.simulator().forgetRequests();
        jenkins.buildAndAssertSuccess(job);
        Idle.await();
        assertTrue(codeup.simulator().requests().isEmpty(), "the same again is no reason to ask Codeup");
        job.setDefinition(new CpsFlowDefinition("properties([])", true));
        jenkins.buildAndAssertSuccess(job);
        assertHooks(0);
    }

    @Test
    void theRepositoryIsThatOfTheJobsSources() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setScm(new GitSCM(REMOTE));
        job.addTrigger(new CodeupTrigger());
        assertHooks(1);
        job.setScm(new GitSCM("https://github.com/team/app.git"));
        assertHooks(0);
    }

    @Test
    void aJobThatNamesAnotherRepositoryMovesItsHookThere() throws Exception {
        codeup.simulator().withRepository(2_000_000, "team/other");
        FreeStyleProject job = job("job");
        assertHooks(1);
        CodeupTrigger.of(job).setRepository("team/other");
        job.save();
        assertHooks(0);
        assertEquals(1, codeup.simulator().hooks(2_000_000).size());
    }

    @Test
    void theSameRepositoryByAnotherNameOrOverARenamedConnectionKeepsItsHook() throws Exception {
        FreeStyleProject job = job("job");
        long id = onlyHookId();
        CodeupTrigger.of(job).setRepository(String.valueOf(REPOSITORY_ID));
        job.save();
        assertEquals(id, onlyHookId());
        CodeupTrigger.of(job).setRepository(REMOTE);
        job.save();
        assertEquals(id, onlyHookId());

        CodeupConnection renamed = codeup.connection();
        CodeupConnection other = new CodeupConnection("renamed");
        other.setApi(renamed.getApi());
        other.setEndpoint(renamed.getEndpoint());
        other.setOrganizationId(renamed.getOrganizationId());
        other.setWebhookRootUrl(renamed.getWebhookRootUrl());
        other.setCredentialsId("key");
        CodeupConfiguration.get().setConnections(List.of(other));
        assertEquals(id, onlyHookId());
        HookRecord record = Hooks.get().ledger().get(ItemWebhook.of(job).id());
        assertEquals(1, record.places().size(), record.toString());
        assertEquals(null, record.problem());
    }

    @Test
    void aMultibranchProjectHasOneHookForPushesOfBranchesAndTags() throws Exception {
        WorkflowMultiBranchProject project = jenkins.createProject(WorkflowMultiBranchProject.class, "branches");
        project.getSourcesList().add(new BranchSource(new GitSCMSource(REMOTE)));
        project.save();
        assertHooks(0);
        io.jenkins.plugins.codeup.scm.MultibranchTrigger trigger =
                new io.jenkins.plugins.codeup.scm.MultibranchTrigger();
        project.addTrigger(trigger);
        HookSettings hook = onlyHook();
        assertTrue(hook.pushEvents() && hook.tagPushEvents());
        assertEquals(ItemWebhook.of(project).url(CodeupForJenkins.ROOT_URL), hook.url());
        project.makeDisabled(true);
        assertHooks(0);
        project.makeDisabled(false);
        assertHooks(1);
        project.delete();
        assertHooks(0);
    }

    @Test
    void offMeansThatNothingIsMadeChangedOrRemoved() throws Exception {
        FreeStyleProject byHand = jenkins.createFreeStyleProject("by-hand");
        CodeupTrigger trigger = trigger();
        trigger.setManageWebhook(false);
        byHand.addTrigger(trigger);
        assertHooks(0);

        FreeStyleProject job = job("job");
        assertHooks(1);
        CodeupConnection off = CodeupConfiguration.get().getConnections().get(0);
        off.setManageWebhooks(false);
        CodeupConfiguration.get().setConnections(List.of(off));
        job.disable();
        assertHooks(1);
        job("another");
        assertHooks(1);
        off.setManageWebhooks(true);
        CodeupConfiguration.get().setConnections(List.of(off));
        assertEquals(
                ItemWebhook.of(jenkins.jenkins.getItem("another")).url(CodeupForJenkins.ROOT_URL),
                onlyHook().url());
    }

    @Test
    void aConnectionWithoutCredentialsMakesNoHooks() throws Exception {
        CodeupConfiguration.get().getConnections().get(0).setCredentialsId(null);
        job("job");
        assertHooks(0);
        assertTrue(codeup.simulator().requests().isEmpty());
    }

    @Test
    void othersHooksAndWhatTheTriggerDoesNotStateStayAsTheyAre() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        String url = ItemWebhook.of(job).url(CodeupForJenkins.ROOT_URL);
        codeup.simulator().addHook(REPOSITORY_ID, HookSettings.to("https://others.example.com/"));
        codeup.simulator()
                .addHook(REPOSITORY_ID, new HookSettings(url, false, false, false, false, false, "mine", "old"));
        job.addTrigger(trigger());
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

    private static CodeupTrigger trigger() {
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setRepository("team/app");
        return trigger;
    }

    private FreeStyleProject job(String name) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject(name);
        job.addTrigger(trigger());
        job.save();
        return job;
    }

    private long onlyHookId() throws Exception {
        Idle.await();
        return codeup.hook().id();
    }

    private HookSettings onlyHook() throws Exception {
        Idle.await();
        return codeup.hookSettings();
    }

    private void assertHooks(int number) throws Exception {
        Idle.await();
        assertEquals(number, codeup.simulator().hooks(REPOSITORY_ID).size());
    }
}
