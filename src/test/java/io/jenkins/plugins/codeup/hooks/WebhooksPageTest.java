package io.jenkins.plugins.codeup.hooks;

import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.KEY_ID;
import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.KEY_SECRET;
import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.ExtensionList;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.jenkins.ChineseReader;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.jenkins.Users;
import io.jenkins.plugins.codeup.simulator.data.Account;
import io.jenkins.plugins.codeup.simulator.data.Role;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.time.Duration;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.model.JenkinsLocationConfiguration;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.FlagExtension;

/** What the pages show of managed webhooks, and who may act on them. */
class WebhooksPageTest {

    @RegisterExtension
    private final FlagExtension<Boolean> managePermission =
            new FlagExtension<>(Jenkins.MANAGE::getEnabled, Jenkins.MANAGE::setEnabled, true);

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.managingWebhooks();

    private final JenkinsRule jenkins = codeup.jenkins();
    private FreeStyleProject job;
    private Users users;

    @BeforeEach
    void secure() throws Exception {
        Idle.await();
        codeup.simulator().withAccessKey(KEY_ID, KEY_SECRET, null, Account.of(Role.DEVELOPER));
        job = TriggeredJobs.create("job");
        Idle.await();
        users = Users.of(jenkins);
    }

    @Test
    void showsProblemsWithCodeupsReasonAndWhatToDo() throws Exception {
        try (JenkinsRule.WebClient client = users.client("manager")) {
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
            assertTrue(manage.contains("1 webhook in Codeup could not be created or deleted."), manage);
        }
    }

    @Test
    void saysWhatIsWrongInTheConfigurationInTheReadersLanguage() throws Exception {
        CodeupConnection connection = CodeupConfiguration.get().getConnections().get(0);
        connection.setCredentialsId("gone");
        CodeupConfiguration.get().setConnections(List.of(connection));
        Idle.await();
        try (JenkinsRule.WebClient client = users.client("manager")) {
            String english = client.goTo("manage/codeup-webhooks/").asNormalizedText();
            assertTrue(english.contains("\"gone\" was not found in the store of Jenkins"), english);
            try (ChineseReader ignored = new ChineseReader()) {
                String chinese = client.goTo("manage/codeup-webhooks/").asNormalizedText();
                assertTrue(chinese.contains("“gone”在Jenkins 的凭据库中没有找到"), chinese);
            }
        }
    }

    @Test
    @FieldCase("T13")
    void listsTheManagedWebhooksWithTheirJobs() throws Exception {
        becomeAdministrator();
        WebhookManager.get().checkAll(Duration.ZERO);
        Idle.await();
        try (JenkinsRule.WebClient client = users.client("manager")) {
            HtmlPage page = client.goTo("manage/codeup-webhooks/");
            String text = page.asNormalizedText();
            String webhook = "Webhook " + codeup.hook().id() + " in repository 60811b5eed6e867404f60000/team/app: ";
            assertTrue(text.contains("Managed webhooks: 1."), text);
            assertTrue(text.contains("job\t60811b5eed6e867404f60000/team/app\tsimulator\t"), text);
            assertTrue(text.contains(webhook), text);
            assertTrue(page.getAnchors().stream()
                    .anyMatch(anchor -> anchor.getHrefAttribute().endsWith("/job/job/codeup-deliveries")));
        }
    }

    @Test
    void retryCreatesTheWebhook() throws Exception {
        becomeAdministrator();
        assertEquals(
                200,
                users.post("manager", "manage/codeup-webhooks/retry?id=" + id()).getStatusCode());
        Idle.await();
        assertEquals(1, codeup.simulator().hooks(REPOSITORY_ID).size());
        assertFalse(ExtensionList.lookupSingleton(WebhookProblemMonitor.class).isActivated());
    }

    @Test
    @FieldCase("T13")
    void anIgnoredProblemRaisesNoWarningButIsStillRetried() throws Exception {
        WebhookProblemMonitor alarm = ExtensionList.lookupSingleton(WebhookProblemMonitor.class);
        assertTrue(alarm.isActivated());
        users.post("manager", "manage/codeup-webhooks/ignore?id=" + id());
        assertFalse(alarm.isActivated());
        users.post("manager", "manage/codeup-webhooks/stopIgnoring?id=" + id());
        assertTrue(alarm.isActivated());
        users.post("manager", "manage/codeup-webhooks/ignore?id=" + id());
        becomeAdministrator();
        users.post("manager", "manage/codeup-webhooks/checkAll");
        Idle.await();
        assertEquals(1, codeup.simulator().hooks(REPOSITORY_ID).size());
    }

    @Test
    void checkNowOfAJobShowsWhatWasDone() throws Exception {
        WebResponse refused = users.post("developer", job.getUrl() + "codeup-deliveries/check");
        assertTrue(refused.getContentAsString().contains("role 30, 40 needed"), refused.getContentAsString());
        becomeAdministrator();
        WebResponse answer = users.post("developer", job.getUrl() + "codeup-deliveries/check");
        assertEquals(200, answer.getStatusCode());
        String id = String.valueOf(codeup.hook().id());
        assertTrue(
                answer.getContentAsString()
                        .contains("Webhook " + id + " in repository 60811b5eed6e867404f60000/team/app: created"),
                answer.getContentAsString());
        assertTrue(users.post("developer", job.getUrl() + "codeup-deliveries/check")
                .getContentAsString()
                .contains(": up to date, checked "));
    }

    @Test
    void onlyWhoMayManageJenkinsMaySeeAndAct() throws Exception {
        for (String path :
                new String[] {"checkAll", "retry?id=" + id(), "ignore?id=" + id(), "stopIgnoring?id=" + id()}) {
            assertEquals(
                    403,
                    users.post("developer", "manage/codeup-webhooks/" + path).getStatusCode(),
                    path);
            users.assertPostOnly("manager", "manage/codeup-webhooks/" + path);
        }
        assertEquals(403, users.get("developer", "manage/codeup-webhooks/"));
        assertEquals(200, users.get("manager", "manage/codeup-webhooks/"));
        assertTrue(codeup.simulator().hooks(REPOSITORY_ID).isEmpty());
    }

    @Test
    void whoManagesJenkinsWithoutSeeingAJobLearnsOnlyThatThereIsAProblem() throws Exception {
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Jenkins.MANAGE)
                .everywhere()
                .to("manager"));
        String id = id();
        try (JenkinsRule.WebClient client = users.client("manager")) {
            for (String path : new String[] {"manage/codeup-webhooks/", "manage/"}) {
                String text = client.goTo(path).getWebResponse().getContentAsString();
                assertFalse(text.contains("team/app") || text.contains(id), text);
            }
            String page = client.goTo("manage/codeup-webhooks/").asNormalizedText();
            assertTrue(page.contains("1 more problem concerns a job that you may not see"), page);
        }
        users.post("manager", "manage/codeup-webhooks/ignore?id=" + id);
        assertFalse(WebhookManager.get().store().get(id).problem().ignored());
    }

    @Test
    void onlyWhoMayConfigureTheJobMayCheckItsWebhook() throws Exception {
        assertEquals(
                403,
                users.post("reader", job.getUrl() + "codeup-deliveries/check").getStatusCode());
        users.assertPostOnly("developer", job.getUrl() + "codeup-deliveries/check");
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
        try (JenkinsRule.WebClient client = users.client("admin")) {
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
}
