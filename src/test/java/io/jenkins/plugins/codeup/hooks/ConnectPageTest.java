package io.jenkins.plugins.codeup.hooks;

import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.ORGANIZATION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import io.jenkins.plugins.codeup.connection.CodeupApi;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.connection.EventSource;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.jenkins.Users;
import io.jenkins.plugins.codeup.scm.Organization;
import io.jenkins.plugins.codeup.simulator.data.Account;
import io.jenkins.plugins.codeup.simulator.data.Role;
import io.jenkins.plugins.codeup.watch.Rounds;
import java.time.Duration;
import java.util.List;
import jenkins.branch.OrganizationFolder;
import jenkins.model.Jenkins;
import jenkins.model.JenkinsLocationConfiguration;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** From a pasted token to a connection, and to the first build. */
class ConnectPageTest {

    private static final String PAGE = "manage/codeup-connect/";
    private static final String NEXT = "pt-the-next-token-that-must-not-leak";

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();
    private String endpoint;

    /** As fresh as Jenkins is after its installation. */
    @BeforeEach
    void forgetAll() throws Exception {
        CodeupConfiguration.get().setConnections(List.of());
        SystemCredentialsProvider.getInstance().getCredentials().clear();
        SystemCredentialsProvider.getInstance().save();
        endpoint = organization.simulator().endpoint().toString();
        organization.codeup().mustNotLeak(NEXT);
    }

    @Test
    void fromAFreshJenkinsToTheFirstBuildOfAPushInTwoMinutes() throws Exception {
        long app = organization.repositoryWithJenkinsfile("team/app");
        long begun = System.nanoTime();
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            HtmlPage found = probe(client, Organization.TOKEN);
            String text = found.asNormalizedText();
            assertTrue(text.contains("Account: someone."), text);
            assertTrue(text.contains("Tried at the first repository"), text);
            assertFalse(text.contains("\tmissing\t"), text);
            assertTrue(text.contains("The watch is proposed"), "localhost can't be reached: " + text);
            assertFalse(found.getWebResponse().getContentAsString().contains(Organization.TOKEN));

            HtmlForm form = found.getFormByName("create");
            form.getInputByName("name").setValue("first");
            form.getInputByName("tokenExpires").setValue("2999-01-31");
            form.getInputByName("folder").setValue("all");
            form.getInputByName("group").setValue("team");
            form.getInputByName("cloneUser").setValue("dev-a");
            form.getInputByName("clonePassword").setValue(Organization.PASSWORD);
            HtmlPage folder = HtmlForms.submit(form);
            assertTrue(folder.getUrl().getPath().endsWith("/job/all/"), folder.getUrl()::toString);
        }
        CodeupConnection made = CodeupConfiguration.get().connection("first");
        assertEquals(
                List.of(CodeupApi.YUNXIAO_REGION, EventSource.WATCH, "codeup-token", "2999-01-31", true),
                List.of(
                        made.getApi(),
                        made.getEvents(),
                        made.getCredentialsId(),
                        made.getTokenExpires(),
                        made.isAllowSources()));
        jenkins.waitUntilNoActivity();
        OrganizationFolder folder = jenkins.jenkins.getItemByFullName("all", OrganizationFolder.class);
        assertNotNull(
                folder.getItemByProjectName("app"),
                () -> Organization.names(folder).toString());
        WorkflowJob main = (WorkflowJob) folder.getItemByProjectName("app").getItem("main");
        jenkins.assertBuildStatusSuccess(main.getBuildByNumber(1));

        Rounds.run(jenkins);
        organization.sources().commit(app, "main", "a", "2");
        Rounds.run(jenkins);
        Organization.awaitEvents(jenkins);
        jenkins.assertLogContains("built 2", main.getBuildByNumber(2));
        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        assertTrue(seconds < 120, seconds + " s");
    }

    @Test
    void theSecretIsForJenkinsItselfOnlyAndIsNotShownAgain() throws Exception {
        organization.repositoryWithJenkinsfile("team/app");
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            HtmlPage done = HtmlForms.submit(probe(client, Organization.TOKEN).getFormByName("create"));
            assertTrue(done.asNormalizedText().contains("The connection \"codeup\" is made"), done.asNormalizedText());
            assertFalse(done.getWebResponse().getContentAsString().contains(Organization.TOKEN));
        }
        StringCredentials stored = CredentialsProvider.lookupCredentialsInItemGroup(
                        StringCredentials.class, Jenkins.get(), null, List.of())
                .get(0);
        assertEquals(CredentialsScope.SYSTEM, stored.getScope());
        assertEquals(Organization.TOKEN, stored.getSecret().getPlainText());
    }

    @Test
    void missingRightsAreNamedAsCodeupNamesThem() throws Exception {
        organization.repositoryWithJenkinsfile("team/app");
        organization.simulator().withPersonalAccessToken(NEXT, Account.of(Role.DEVELOPER));
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            String text = probe(client, NEXT).asNormalizedText();
            assertTrue(text.contains("代码管理 / WebHook：读写\tmissing"), text);
            assertTrue(text.contains("代码管理 / 分支：只读\tyes"), text);
        }
    }

    @Test
    void mistakesAreNamedAndNothingIsMade() throws Exception {
        organization.repositoryWithJenkinsfile("team/app");
        jenkins.createFreeStyleProject("taken");
        try (JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            assertTrue(probe(client, "pt-wrong").asNormalizedText().contains("InvalidTokenError"));
            HtmlForm form = probe(client, Organization.TOKEN).getFormByName("create");
            form.getInputByName("folder").setValue("taken");
            HtmlPage again = HtmlForms.submit(form);
            assertTrue(again.asNormalizedText().contains("folder \"taken\": an item of this name exists"));
            form = again.getFormByName("create");
            form.getInputByName("credentialsId").setValue("no blanks");
            assertTrue(HtmlForms.submit(form).asNormalizedText().contains("cannot be the ID of credentials"));
            assertTrue(probe(client, " ").asNormalizedText().contains("Paste the token"));
        }
        assertEquals(List.of(), CodeupConfiguration.get().getConnections());
        assertEquals(List.of(), SystemCredentialsProvider.getInstance().getCredentials());
    }

    @Test
    void aTokenIsReplacedInPlaceIfCodeupAcceptsIt() throws Exception {
        organization.repositoryWithJenkinsfile("team/app");
        try (JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            HtmlForms.submit(probe(client, Organization.TOKEN).getFormByName("create"));
            HtmlForm form = client.goTo(PAGE).getFormByName("replace");
            form.getInputByName("secret").setValue(NEXT);
            assertTrue(HtmlForms.submit(form).asNormalizedText().contains("Nothing was replaced"));

            organization.simulator().withPersonalAccessToken(NEXT);
            form = client.goTo(PAGE).getFormByName("replace");
            form.getInputByName("secret").setValue(NEXT);
            form.getInputByName("tokenExpires").setValue("2999-12-31");
            String done = HtmlForms.submit(form).asNormalizedText();
            assertTrue(done.contains("is replaced"), done);
        }
        assertEquals(1, SystemCredentialsProvider.getInstance().getCredentials().size());
        StringCredentials stored = (StringCredentials)
                SystemCredentialsProvider.getInstance().getCredentials().get(0);
        assertEquals("codeup-token", stored.getId());
        assertEquals(NEXT, stored.getSecret().getPlainText());
        assertEquals(
                "2999-12-31", CodeupConfiguration.get().connection("codeup").getTokenExpires());
    }

    @Test
    void ofAnAccessKeyThePageSaysWhatItsWatchFindsAndWebhooksAreProposedWhereNothingIsAgainstThem() throws Exception {
        organization.repositoryWithJenkinsfile("team/app");
        JenkinsLocationConfiguration.get().setUrl("https://ci.example.com/");
        organization.codeup().mustNotLeak(SimulatedCodeup.KEY_SECRET);
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            HtmlForm form = client.goTo(PAGE).getFormByName("probe");
            form.getSelectByName("api").setSelectedAttribute("ALIYUN", true);
            form.getInputByName("keyId").setValue(SimulatedCodeup.KEY_ID);
            form.getInputByName("secret").setValue(SimulatedCodeup.KEY_SECRET);
            form.getInputByName("organizationId").setValue(ORGANIZATION);
            form.getInputByName("endpoint").setValue(endpoint);
            HtmlPage found = HtmlForms.submit(form);
            String text = found.asNormalizedText();
            assertTrue(text.contains("With an AccessKey the watch finds pushes and tags"), text);
            assertTrue(text.contains("Webhooks are proposed"), text);
            HtmlForms.submit(found.getFormByName("create"));
        }
        CodeupConnection made = CodeupConfiguration.get().connection("codeup");
        assertEquals(EventSource.WEBHOOKS, made.getEvents());
        assertTrue(made.managesWebhooks());
    }

    @Test
    void onlyAdministratorsMayAndOnlyByPost() throws Exception {
        Users users = Users.of(jenkins);
        assertEquals(403, users.get("manager", PAGE));
        assertEquals(200, users.get("admin", PAGE));
        for (String method : List.of("probe", "select", "create", "replace")) {
            assertEquals(403, users.post("manager", PAGE + method).getStatusCode());
            assertEquals(403, users.postWithoutCrumb("admin", PAGE + method));
            users.assertPostOnly("admin", PAGE + method);
        }
    }

    /** The simulator is at no official host: a Region edition is what has an endpoint. */
    private HtmlPage probe(JenkinsRule.WebClient client, String token) throws Exception {
        HtmlForm form = client.goTo(PAGE).getFormByName("probe");
        form.getSelectByName("api").setSelectedAttribute("YUNXIAO_REGION", true);
        form.getInputByName("secret").setValue(token);
        form.getInputByName("endpoint").setValue(endpoint);
        return HtmlForms.submit(form);
    }
}
