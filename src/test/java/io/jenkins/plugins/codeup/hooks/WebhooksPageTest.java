package io.jenkins.plugins.codeup.hooks;

import static io.jenkins.plugins.codeup.jenkins.CodeupForJenkins.KEY_ID;
import static io.jenkins.plugins.codeup.jenkins.CodeupForJenkins.KEY_SECRET;
import static io.jenkins.plugins.codeup.jenkins.CodeupForJenkins.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.ExtensionList;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.jenkins.CodeupForJenkins;
import io.jenkins.plugins.codeup.simulator.data.Account;
import io.jenkins.plugins.codeup.simulator.data.Role;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.model.JenkinsLocationConfiguration;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What the pages show of managed webhooks, and who may act on them. */
@WithJenkins
class WebhooksPageTest {

    private final CodeupForJenkins codeup = new CodeupForJenkins();
    private JenkinsRule jenkins;
    private FreeStyleProject job;

    @BeforeAll
    static void startAtOnce() {
        System.setProperty(WebhookManager.class.getName() + ".startDelaySeconds", "0");
        System.setProperty("jenkins.security.ManagePermission", "true");
    }

    @BeforeEach
    void secure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        codeup.follow();
        Idle.await();
        codeup.simulator().withAccessKey(KEY_ID, KEY_SECRET, null, Account.of(Role.DEVELOPER));
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setRepository("team/app");
        job = jenkins.createFreeStyleProject("job");
        job.addTrigger(trigger);
        Idle.await();
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Jenkins.MANAGE, Item.READ)
                .everywhere()
                .to("manager")
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE)
                .everywhere()
                .to("developer")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader"));
    }

    @AfterEach
    void stop() throws Exception {
        codeup.close();
    }

    @Test
    void showsProblemsWithCodeupsReasonAndWhatToDo() throws Exception {
        try (JenkinsRule.WebClient client = client("manager")) {
            HtmlPage page = client.goTo("manage/codeup-webhooks/");
            String text = page.asNormalizedText();
            assertTrue(text.contains("Managed webhooks: 0."), text);
            assertTrue(text.contains("role 30, 40 needed"), text);
            assertTrue(text.contains("webhooks need the administrator role (40)"), text);
            assertTrue(text.contains("team/app"), text);
            becomeAdministrator();
            CodeupTrigger.of(job).setRepository("team/<b>app");
            job.save();
            Idle.await();
            page = client.goTo("manage/codeup-webhooks/");
            assertTrue(page.asNormalizedText().contains("team/<b>app"), page.asNormalizedText());
            assertFalse(page.getWebResponse().getContentAsString().contains("<b>app"));
            String manage = client.goTo("manage/").asNormalizedText();
            assertTrue(manage.contains("1 webhook in Codeup could not be created or removed."), manage);
        }
    }

    @Test
    void listsTheManagedWebhooksWithTheirJobs() throws Exception {
        becomeAdministrator();
        WebhookManager.get().checkAll(Duration.ZERO);
        Idle.await();
        try (JenkinsRule.WebClient client = client("manager")) {
            HtmlPage page = client.goTo("manage/codeup-webhooks/");
            String text = page.asNormalizedText();
            String webhook = "Webhook " + codeup.hook().id() + " in repository 60811b5eed6e867404f60000/team/app: ";
            assertTrue(text.contains("Managed webhooks: 1."), text);
            assertTrue(text.contains("job\t" + webhook), text);
            assertTrue(page.getAnchors().stream()
                    .anyMatch(anchor -> anchor.getHrefAttribute().endsWith("/job/job/codeup-deliveries")));
        }
    }

    @Test
    void retryCreatesTheWebhook() throws Exception {
        becomeAdministrator();
        assertEquals(
                200, post("manager", "manage/codeup-webhooks/retry?id=" + id()).getStatusCode());
        Idle.await();
        assertEquals(1, codeup.simulator().hooks(REPOSITORY_ID).size());
        assertFalse(ExtensionList.lookupSingleton(WebhookProblemMonitor.class).isActivated());
    }

    @Test
    void anIgnoredProblemRaisesNoWarningButIsStillRetried() throws Exception {
        WebhookProblemMonitor alarm = ExtensionList.lookupSingleton(WebhookProblemMonitor.class);
        assertTrue(alarm.isActivated());
        post("manager", "manage/codeup-webhooks/ignore?id=" + id());
        assertFalse(alarm.isActivated());
        post("manager", "manage/codeup-webhooks/stopIgnoring?id=" + id());
        assertTrue(alarm.isActivated());
        post("manager", "manage/codeup-webhooks/ignore?id=" + id());
        becomeAdministrator();
        post("manager", "manage/codeup-webhooks/checkAll");
        Idle.await();
        assertEquals(1, codeup.simulator().hooks(REPOSITORY_ID).size());
    }

    @Test
    void checkNowOfAJobShowsWhatWasDone() throws Exception {
        WebResponse refused = post("developer", job.getUrl() + "codeup-deliveries/check");
        assertTrue(refused.getContentAsString().contains("role 30, 40 needed"), refused.getContentAsString());
        becomeAdministrator();
        WebResponse answer = post("developer", job.getUrl() + "codeup-deliveries/check");
        assertEquals(200, answer.getStatusCode());
        String id = String.valueOf(codeup.hook().id());
        assertTrue(
                answer.getContentAsString()
                        .contains("Webhook " + id + " in repository 60811b5eed6e867404f60000/team/app: created"),
                answer.getContentAsString());
        assertTrue(post("developer", job.getUrl() + "codeup-deliveries/check")
                .getContentAsString()
                .contains(": up to date, checked "));
    }

    @Test
    void onlyWhoMayManageJenkinsMaySeeAndAct() throws Exception {
        for (String path :
                new String[] {"checkAll", "retry?id=" + id(), "ignore?id=" + id(), "stopIgnoring?id=" + id()}) {
            assertEquals(
                    403, post("developer", "manage/codeup-webhooks/" + path).getStatusCode(), path);
            int got = get("manager", "manage/codeup-webhooks/" + path);
            assertTrue(got >= 404, path + " " + got);
        }
        assertEquals(403, get("developer", "manage/codeup-webhooks/"));
        assertEquals(200, get("manager", "manage/codeup-webhooks/"));
        assertTrue(codeup.simulator().hooks(REPOSITORY_ID).isEmpty());
    }

    @Test
    void onlyWhoMayConfigureTheJobMayCheckItsWebhook() throws Exception {
        assertEquals(
                403, post("reader", job.getUrl() + "codeup-deliveries/check").getStatusCode());
        int got = get("developer", job.getUrl() + "codeup-deliveries/check");
        assertTrue(got >= 404, "GET " + got);
        assertTrue(codeup.simulator().hooks(REPOSITORY_ID).isEmpty());
    }

    @Test
    void warnsOfAUrlThatCodeupCannotReachIfWebhooksAreManaged() throws Exception {
        RootUrlMonitor doubt = ExtensionList.lookupSingleton(RootUrlMonitor.class);
        assertFalse(doubt.isActivated());
        CodeupConnection connection = CodeupConfiguration.get().getConnections().get(0);
        connection.setWebhookRootUrl(null);
        JenkinsLocationConfiguration.get().setUrl("http://jenkins.local:8080/");
        assertTrue(doubt.isActivated());
        try (JenkinsRule.WebClient client = client("admin")) {
            String text = client.goTo("manage/").asNormalizedText();
            assertTrue(
                    text.contains("Codeup probably cannot reach http://jenkins.local:8080/ from the Internet"), text);
            assertTrue(text.contains("Dismiss"), text);
        }
        connection.setManageWebhooks(false);
        CodeupConfiguration.get().setConnections(List.of(connection));
        assertFalse(doubt.isActivated());
    }

    private void becomeAdministrator() {
        codeup.simulator().withAccessKey(KEY_ID, KEY_SECRET);
    }

    private String id() {
        return WebhookManager.get().store().all().iterator().next().id();
    }

    private int get(String user, String path) throws Exception {
        try (JenkinsRule.WebClient client = client(user)) {
            return client.goTo(path, null).getWebResponse().getStatusCode();
        }
    }

    private WebResponse post(String user, String path) throws Exception {
        try (JenkinsRule.WebClient client = client(user)) {
            WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), HttpMethod.POST);
            client.addCrumb(request);
            return client.getPage(request).getWebResponse();
        }
    }

    private JenkinsRule.WebClient client(String user) throws Exception {
        return jenkins.createWebClient()
                .withThrowExceptionOnFailingStatusCode(false)
                .login(user);
    }
}
