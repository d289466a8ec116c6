package io.jenkins.plugins.codeup.hooks;

import static io.jenkins.plugins.codeup.delivery.Fixtures.ONES;
import static io.jenkins.plugins.codeup.delivery.Fixtures.TWOS;
import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.endpoint.DeliveryQueue;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.ChineseReader;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.jenkins.Users;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.util.List;
import org.htmlunit.WebResponse;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlTextArea;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** What a job's deliveries page shows, who may see it, and who may call the web methods of the trigger. */
class DeliveriesPageTest {

    private static final String TRIGGER = "descriptorByName/" + CodeupTrigger.class.getName() + "/";

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.connected();

    private final JenkinsRule jenkins = codeup.jenkins();
    private FreeStyleProject job;
    private Users users;

    @BeforeEach
    void secure() throws Exception {
        job = jenkins.createFreeStyleProject();
        job.addTrigger(new CodeupTrigger());
        codeup.deliverTo(job);
        users = Users.of(jenkins);
    }

    @Test
    void showsTheWebhookUrlAndTheResultOfEachDelivery() throws Exception {
        job.setQuietPeriod(0);
        codeup.simulator().push(REPOSITORY_ID, "refs/heads/main", ONES, TWOS, "m");
        codeup.simulator().push(REPOSITORY_ID, "refs/heads/<b>bold</b>", ONES, TWOS, "skip this [ci skip]");
        codeup.simulator().pushTag(REPOSITORY_ID, "refs/tags/v1", ONES, TWOS);
        codeup.simulator().testHooks(REPOSITORY_ID);
        Deliveries.awaitIdle();
        try (JenkinsRule.WebClient client = users.client("developer")) {
            HtmlPage page = client.getPage(job, "codeup-deliveries");
            String text = page.asNormalizedText();
            assertTrue(text.contains(ItemWebhook.of(job).url(SimulatedCodeup.ROOT_URL)), text);
            assertTrue(text.contains("Build of branch main"), text);
            assertTrue(text.contains("Tag push\tv1"), text);
            assertTrue(text.contains("the commit message or title contains [ci skip]"), text);
            assertTrue(text.contains("tag pushes are not enabled in this job's trigger"), text);
            assertTrue(text.contains("Test delivery: the URL and the secret are correct"), text);
            assertFalse(page.getWebResponse().getContentAsString().contains("<b>bold</b>"));
            assertFalse(text.contains(ItemWebhook.of(job).secret().getPlainText()));
            assertTrue(client.getPage(job).getAnchors().stream()
                    .anyMatch(anchor -> anchor.getHrefAttribute().endsWith("codeup-deliveries")));
        }
    }

    @Test
    @FieldCase("T9")
    void namesTheReasonWhyNoWebhookIsManagedAlsoAfterCheckNow() throws Exception {
        assertState("no repository is known, enter one in the trigger");
        CodeupTrigger trigger = CodeupTrigger.of(job);
        trigger.setRepository("team/app");
        assertState("the Codeup connection \"simulator\" has no credentials of its own");
        trigger.setManageWebhook(false);
        assertState("\"Manage this job's webhook\" is off in its trigger");
        trigger.setManageWebhook(true);
        trigger.setConnection("nowhere");
        try (JenkinsRule.WebClient client = users.client("developer")) {
            String text = client.getPage(job, "codeup-deliveries").asNormalizedText();
            assertTrue(text.contains("Jenkins cannot manage the webhook of this job: "), text);
            assertTrue(text.contains("nowhere"), text);
        }
        String checked = users.post("developer", job.getUrl() + "codeup-deliveries/check")
                .getContentAsString();
        assertTrue(checked.contains("Nothing was checked or changed in Codeup"), checked);
    }

    @Test
    @FieldCase("T18")
    void theReasonAndTheEventAreInTheReadersLanguage() throws Exception {
        codeup.simulator().pushTag(REPOSITORY_ID, "refs/tags/v1", ONES, TWOS);
        DeliveryQueue.get().awaitIdle();
        try (ChineseReader ignored = new ChineseReader();
                JenkinsRule.WebClient client = users.client("developer")) {
            String text = client.getPage(job, "codeup-deliveries").asNormalizedText();
            assertTrue(text.contains("Jenkins 没有为此任务管理 Codeup 中的 Webhook：不知道是哪个代码库"), text);
            assertTrue(text.contains("标签推送\tv1"), text);
        }
    }

    private void assertState(String reason) throws Exception {
        try (JenkinsRule.WebClient client = users.client("developer")) {
            String text = client.getPage(job, "codeup-deliveries").asNormalizedText();
            assertTrue(
                    text.contains("Jenkins does not manage a webhook in Codeup for this job: " + reason + "."), text);
        }
    }

    @Test
    @FieldCase("B15")
    void showsTheAddressOfTheItemsOwnConnection() throws Exception {
        List<CodeupConnection> before = CodeupConfiguration.get().getConnections();
        CodeupConnection second = new CodeupConnection("second");
        second.setWebhookRootUrl("https://second.example.com/");
        CodeupConfiguration.get().setConnections(List.of(before.get(0), second));
        CodeupTrigger.of(job).setConnection("second");
        try (JenkinsRule.WebClient client = users.client("developer")) {
            String text = client.getPage(job, "codeup-deliveries").asNormalizedText();
            assertTrue(text.contains(ItemWebhook.of(job).url("https://second.example.com/")), text);
        } finally {
            CodeupConfiguration.get().setConnections(before);
        }
    }

    @Test
    @FieldCase("T14")
    void saysThatTheCredentialsOfTheTriggersSecretAreMissing() throws Exception {
        CodeupTrigger.of(job).setSecretCredentialsId("nowhere");
        try (JenkinsRule.WebClient client = users.client("developer")) {
            String text = client.getPage(job, "codeup-deliveries").asNormalizedText();
            assertTrue(text.contains("secretCredentialsId \"nowhere\" was not found"), text);
        }
    }

    @Test
    void isForThoseWhoMayConfigureTheJob() throws Exception {
        try (JenkinsRule.WebClient client = users.client("reader")) {
            assertEquals(
                    403,
                    client.getPage(job, "codeup-deliveries").getWebResponse().getStatusCode());
            assertFalse(
                    client.getPage(job).getWebResponse().getContentAsString().contains("codeup-deliveries"));
        }
    }

    @Test
    void checksAreByPostAndForThoseWhoMayConfigureTheJob() throws Exception {
        for (String check : new String[] {
            "checkBranches?value=regex:(", "checkNotePattern?value=(", "checkMergeRequestActions?value=opening"
        }) {
            String path = job.getUrl() + TRIGGER + check;
            assertEquals(403, users.post("reader", path).getStatusCode(), check);
            users.assertPostOnly("developer", path);
            WebResponse answer = users.post("developer", path);
            assertEquals(200, answer.getStatusCode(), check);
            assertTrue(
                    answer.getContentAsString().matches("(?s).*(is not a regular expression|is no action).*"), check);
        }
    }

    @Test
    void theFormSaysAtOnceWhatIsNoPattern() throws Exception {
        try (JenkinsRule.WebClient client = users.client("developer").withJavaScriptEnabled(true)) {
            HtmlPage page = client.getPage(job, "configure");
            for (String field : new String[] {
                "branches", "excludedBranches", "sourceBranches", "excludedSourceBranches", "tags", "paths"
            }) {
                HtmlTextArea area = page.querySelector("textarea[name='_." + field + "']");
                area.setText("regex:(");
                area.fireEvent("change");
                client.waitForBackgroundJavaScript(5_000);
                assertTrue(
                        ((DomElement) area.getEnclosingElement("div").getParentNode())
                                .getTextContent()
                                .contains("is not a regular expression"),
                        field);
            }
        }
    }

    @Test
    void credentialsAreNotListedToOthers() throws Exception {
        codeup.addSecretText(jenkins.jenkins, "hidden-id", "a-hidden-secret");
        String path = job.getUrl() + TRIGGER + "fillSecretCredentialsIdItems?secretCredentialsId=current";
        assertFalse(users.post("reader", path).getContentAsString().contains("hidden-id"));
        assertTrue(users.post("developer", path).getContentAsString().contains("hidden-id"));
        String connections = job.getUrl() + TRIGGER + "fillConnectionItems?connection=current";
        assertFalse(users.post("reader", connections).getContentAsString().contains("simulator"));
        assertTrue(users.post("developer", connections).getContentAsString().contains("simulator"));
    }
}
