package io.jenkins.plugins.codeup.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.jenkins.CodeupForJenkins;
import java.net.URL;
import jenkins.model.Jenkins;
import jenkins.model.JenkinsLocationConfiguration;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Who may call the web methods behind the forms. */
@WithJenkins
class PermissionsTest {

    private static final String STEP = "descriptorByName/" + CreateWebhookStep.class.getName() + "/";
    private static final String CONNECTION = "descriptorByName/" + CodeupConnection.class.getName() + "/";

    private final CodeupForJenkins codeup = new CodeupForJenkins();
    private JenkinsRule jenkins;
    private FreeStyleProject job;

    @BeforeEach
    void secure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        codeup.connect();
        Folder folder = jenkins.createProject(Folder.class, "folder");
        codeup.addAccessKey(folder, "folder-key", CodeupForJenkins.KEY_ID, CodeupForJenkins.KEY_SECRET);
        job = folder.createProject(FreeStyleProject.class, "job");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE, Item.EXTENDED_READ)
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
    void usersWhoMayConfigureTheJobMayTestTheConnectionWithTheJobsCredentials() throws Exception {
        WebResponse answer = post("developer", job.getUrl() + STEP + "testConnection?" + connectionTest("folder-key"));
        assertEquals(200, answer.getStatusCode());
        assertTrue(
                answer.getContentAsString().contains("Success: team/app is repository 1000001"),
                answer::getContentAsString);
    }

    @Test
    void credentialsOfAFolderAreNotFoundOutsideOfIt() throws Exception {
        WebResponse answer = post("admin", STEP + "testConnection?" + connectionTest("folder-key"));
        assertTrue(answer.getContentAsString().contains("was not found in"), answer::getContentAsString);
        assertTrue(codeup.simulator().requests().isEmpty());
    }

    @Test
    void readersMayNotTestTheConnection() throws Exception {
        assertEquals(
                403,
                post("reader", job.getUrl() + STEP + "testConnection?" + connectionTest("folder-key"))
                        .getStatusCode());
        assertTrue(codeup.simulator().requests().isEmpty());
    }

    @Test
    void outsideOfAJobOnlyAdministratorsMayTestTheConnection() throws Exception {
        assertEquals(
                403,
                post("developer", STEP + "testConnection?" + connectionTest("key"))
                        .getStatusCode());
        assertEquals(
                200,
                post("admin", STEP + "testConnection?" + connectionTest("key")).getStatusCode());
    }

    @Test
    void emptyFieldsOfANewStepShowNoError() throws Exception {
        JenkinsLocationConfiguration.get().setUrl(null);
        for (String check : new String[] {"checkRepository?value=", "checkUrl?value=&connection="}) {
            String answer = post("developer", job.getUrl() + STEP + check).getContentAsString();
            assertFalse(answer.contains("class=error") || answer.contains("class=\"error\""), answer);
        }
        // without a URL of its own, Jenkins can not export its REST API, which is searched for secrets in the end
        JenkinsLocationConfiguration.get().setUrl(jenkins.getURL().toString());
        String typed = post("developer", job.getUrl() + STEP + "checkRepository?value=a%20b")
                .getContentAsString();
        assertTrue(typed.contains("is not a repository"), typed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"testConnection", "checkRepository?value=x", "checkUrl?value=x&connection="})
    void checksAreForPostOnly(String method) throws Exception {
        try (JenkinsRule.WebClient client = client("admin")) {
            WebResponse answer = client.goTo(job.getUrl() + STEP + method, null).getWebResponse();
            assertTrue(answer.getStatusCode() == 404 || answer.getStatusCode() == 405, "GET " + answer.getStatusCode());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkRepository?value=x", "checkUrl?value=x&connection="})
    void checksNeedTheRightToConfigure(String method) throws Exception {
        assertEquals(403, post("reader", job.getUrl() + STEP + method).getStatusCode());
        assertEquals(200, post("developer", job.getUrl() + STEP + method).getStatusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fillCredentialsIdItems?credentialsId=current",
                "fillAccessTokenCredentialsIdItems?accessTokenCredentialsId=current",
                "fillSecurityTokenCredentialsIdItems?securityTokenCredentialsId=current",
                "fillSecretCredentialsIdItems?secretCredentialsId=current",
                "fillConnectionItems?connection=current"
            })
    void dropDownsShowOnlyTheCurrentValueToUsersWithoutTheRight(String method) throws Exception {
        codeup.addSecretText(jenkins.jenkins, "text", "text-value");

        String forReader = post("reader", job.getUrl() + STEP + method).getContentAsString();
        assertTrue(forReader.contains("current"), forReader);
        assertFalse(forReader.matches("(?s).*(folder-key|text\"|simulator).*"), forReader);

        String forDeveloper = post("developer", job.getUrl() + STEP + method).getContentAsString();
        assertTrue(forDeveloper.matches("(?s).*(folder-key|text\"|simulator).*"), forDeveloper);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "checkName?value=x",
                "checkEndpoint?value=https://example.com&api=ALIYUN",
                "checkWebhookRootUrl?value=https://example.com",
                "checkTotalTimeoutSeconds?value=1",
                "checkMaxConcurrentCalls?value=1",
                "checkRequestTimeoutSeconds?value=1",
                "checkConnectTimeoutSeconds?value=1",
                "testConnection?api=ALIYUN&endpoint=&organizationId=&credentialsId=&accessTokenCredentialsId="
                        + "&securityTokenCredentialsId=&signature=ROA",
                "fillApiItems",
                "fillSignatureItems"
            })
    void checksOfConnectionsNeedTheRightToAdminister(String method) throws Exception {
        assertEquals(403, post("developer", CONNECTION + method).getStatusCode());
        assertEquals(200, post("admin", CONNECTION + method).getStatusCode());
    }

    @Test
    void maximumDeliverySizeIsValidatedForTheAdministratorOnly() throws Exception {
        String method =
                "descriptorByName/" + CodeupConfiguration.class.getName() + "/checkMaxDeliveryKilobytes?value=1";
        assertEquals(403, post("developer", method).getStatusCode());
        assertTrue(post("admin", method).getContentAsString().contains("error"), "1 is too small");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fillCredentialsIdItems?credentialsId=current",
                "fillAccessTokenCredentialsIdItems?accessTokenCredentialsId=current",
                "fillSecurityTokenCredentialsIdItems?securityTokenCredentialsId=current"
            })
    void credentialsOfConnectionsAreListedToTheAdministratorOnly(String method) throws Exception {
        codeup.addSecretText(jenkins.jenkins, "text", "text-value");
        String forDeveloper = post("developer", CONNECTION + method).getContentAsString();
        assertFalse(forDeveloper.contains("\"text\""), forDeveloper);
        assertTrue(forDeveloper.contains("current"), forDeveloper);
        assertTrue(post("admin", CONNECTION + method).getContentAsString().contains("\"text\""));
    }

    @Test
    void checkIntervalIsValidatedForTheAdministratorOnly() throws Exception {
        String check =
                "descriptorByName/" + CodeupConfiguration.class.getName() + "/checkCheckIntervalMinutes?value=-1";
        assertEquals(403, post("developer", check).getStatusCode());
        assertTrue(post("admin", check).getContentAsString().contains("class=\"error\"")
                || post("admin", check).getContentAsString().contains("class=error"));
    }

    private String connectionTest(String credentialsId) {
        return "connection=&repository=team/app&organizationId=&credentialsId=" + credentialsId
                + "&accessTokenCredentialsId=&securityTokenCredentialsId=";
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
