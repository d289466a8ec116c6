package io.jenkins.plugins.codeup.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.plugins.git.GitSCM;
import hudson.util.FormValidation;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import java.util.List;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** The trigger's form: what it keeps, and what it tells before it is saved. */
class TriggerFormTest {

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.unconnected();

    private final JenkinsRule jenkins = codeup.jenkins();

    @Test
    void theFormKeepsAllFields() throws Exception {
        CodeupTrigger trigger = CodeupTriggerTest.everything();
        trigger.setMergeRequestActions("merge");
        trigger.setNotePattern("rebuild");
        trigger.setBranches("main\nrelease/*");
        trigger.setExcludedBranches("old");
        trigger.setSourceBranches("feature/*");
        trigger.setExcludedSourceBranches("wip");
        trigger.setTags("v*");
        trigger.setSkipCi(false);
        trigger.setIgnoredAuthors("bot");
        trigger.setPaths("src/**");
        trigger.setExcludedPaths("**.md");
        trigger.setRepository("team/app");
        codeup.addSecretText(jenkins.jenkins, "own", "a-secret-of-my-own");
        trigger.setSecretCredentialsId("own");
        codeup.connection();
        trigger.setConnection("simulator");
        trigger.setManageWebhook(false);
        trigger.setBuildOnEdits(true);
        trigger.setSkipDrafts(true);
        trigger.setAbortOlderBuilds(true);
        trigger.setPushedMergeRequests(true);
        trigger.setReportStatus(false);
        trigger.setStatusContext("CI/{what}");
        trigger.setUnstable(UnstableAs.SUCCESS);
        trigger.setMergeRequestComment(true);
        FreeStyleProject job = jenkins.configRoundtrip(job(trigger));
        jenkins.assertEqualDataBoundBeans(trigger, CodeupTrigger.of(job));
        CodeupTrigger plain = new CodeupTrigger();
        jenkins.assertEqualDataBoundBeans(plain, CodeupTrigger.of(jenkins.configRoundtrip(job(plain))));
    }

    @Test
    @FieldCase("T8")
    void theFormBeginsWithTheRepositoryAndShowsTheWebhookUrl() throws Exception {
        codeup.connection();
        FreeStyleProject job = job(new CodeupTrigger());
        ItemWebhook.of(job);
        HtmlPage page = jenkins.createWebClient().withJavaScriptEnabled(false).getPage(job, "configure");
        String html = page.getWebResponse().getContentAsString();
        assertTrue(html.contains(SimulatedCodeup.ROOT_URL + ItemWebhook.URL_NAME + "/"
                + ItemWebhook.existing(job).id()));
        int manage = html.indexOf("_.manageWebhook");
        int events = html.indexOf("_.pushEvents");
        assertTrue(html.indexOf("_.repository") < manage && manage < events);
    }

    /** The address is that of the connection which the webhook is managed through, not of the first one. */
    @Test
    void theFormShowsTheWebhookUrlOfTheConnectionOfTheRepositorysOrganization() throws Exception {
        CodeupConnection other = new CodeupConnection("other");
        other.setOrganizationId("60811b5eed6e867404f6ffff");
        other.setWebhookRootUrl("https://other.example.com/");
        CodeupConnection first = codeup.connection();
        CodeupConfiguration.get().setConnections(List.of(first, other));
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setRepository("60811b5eed6e867404f6ffff/team/app");
        FreeStyleProject job = job(trigger);
        ItemWebhook.of(job);
        HtmlPage page = jenkins.createWebClient().withJavaScriptEnabled(false).getPage(job, "configure");
        String path = ItemWebhook.URL_NAME + "/" + ItemWebhook.existing(job).id();
        String html = page.getWebResponse().getContentAsString();
        assertTrue(html.contains("https://other.example.com/" + path));
        assertFalse(html.contains(SimulatedCodeup.ROOT_URL + path));
    }

    @Test
    @FieldCase("T8")
    void theRepositoryFieldSaysWhatItMeans() throws Exception {
        var form = jenkins.jenkins.getDescriptorByType(CodeupTrigger.DescriptorImpl.class);
        FreeStyleProject job = job(new CodeupTrigger());
        assertEquals(FormValidation.Kind.WARNING, form.doCheckRepository(job, "").kind);
        job.setScm(new GitSCM("https://user:password@codeup.aliyun.com/team/app.git"));
        FormValidation sources = form.doCheckRepository(job, " ");
        assertEquals(FormValidation.Kind.OK, sources.kind);
        assertTrue(sources.getMessage().contains("codeup.aliyun.com/team/app.git"), sources.getMessage());
        assertFalse(sources.getMessage().contains("password"), sources.getMessage());
        assertEquals(FormValidation.Kind.OK, form.doCheckRepository(job, "team/app").kind);
        assertEquals(FormValidation.Kind.ERROR, form.doCheckRepository(job, "no such/ repository").kind);
    }

    @Test
    void theRepositoryCanBeTestedWithTheConnectionsCredentials() throws Exception {
        codeup.manageWebhooks();
        var form = jenkins.jenkins.getDescriptorByType(CodeupTrigger.DescriptorImpl.class);
        FreeStyleProject job = job(new CodeupTrigger());
        FormValidation answer = form.doTestRepository(job, "team/app", "");
        assertEquals(FormValidation.Kind.OK, answer.kind, answer.getMessage());
        assertEquals(FormValidation.Kind.ERROR, form.doTestRepository(job, "team/none", "simulator").kind);
    }

    private FreeStyleProject job(CodeupTrigger trigger) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.addTrigger(trigger);
        return job;
    }
}
