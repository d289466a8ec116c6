package io.jenkins.plugins.codeup.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.jenkins.Users;
import jenkins.model.JenkinsLocationConfiguration;
import org.htmlunit.WebResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;

/** Who may call the web methods behind the forms. */
class PermissionsTest {

    private static final String STEP = "descriptorByName/" + CreateWebhookStep.class.getName() + "/";
    private static final String CONNECTION = "descriptorByName/" + CodeupConnection.class.getName() + "/";

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.connected();

    private static JenkinsRule jenkins;
    private static FreeStyleProject job;
    private static Users users;

    @BeforeAll
    static void secure() throws Exception {
        jenkins = codeup.jenkins();
        Folder folder = jenkins.createProject(Folder.class, "folder");
        codeup.addAccessKey(folder, "folder-key", SimulatedCodeup.KEY_ID, SimulatedCodeup.KEY_SECRET);
        job = folder.createProject(FreeStyleProject.class, "job");
        users = Users.of(jenkins);
    }

    @Test
    void usersWhoMayConfigureTheJobMayTestTheConnectionWithTheJobsCredentials() throws Exception {
        WebResponse answer =
                users.post("developer", job.getUrl() + STEP + "testConnection?" + connectionTest("folder-key"));
        assertEquals(200, answer.getStatusCode());
        assertTrue(
                answer.getContentAsString().contains("Success: team/app is repository 1000001"),
                answer::getContentAsString);
    }

    @Test
    void credentialsOfAFolderAreNotFoundOutsideOfIt() throws Exception {
        WebResponse answer = users.post("admin", STEP + "testConnection?" + connectionTest("folder-key"));
        assertTrue(answer.getContentAsString().contains("was not found in"), answer::getContentAsString);
        assertTrue(codeup.simulator().requests().isEmpty());
    }

    @Test
    void readersMayNotTestTheConnection() throws Exception {
        assertEquals(
                403,
                users.post("reader", job.getUrl() + STEP + "testConnection?" + connectionTest("folder-key"))
                        .getStatusCode());
        assertTrue(codeup.simulator().requests().isEmpty());
    }

    @Test
    void outsideOfAJobOnlyAdministratorsMayTestTheConnection() throws Exception {
        assertEquals(
                403,
                users.post("developer", STEP + "testConnection?" + connectionTest("key"))
                        .getStatusCode());
        assertEquals(
                200,
                users.post("admin", STEP + "testConnection?" + connectionTest("key"))
                        .getStatusCode());
    }

    @Test
    @FieldCase("T18")
    void emptyFieldsOfANewStepShowNoError() throws Exception {
        JenkinsLocationConfiguration.get().setUrl(null);
        for (String check : new String[] {"checkRepository?value=", "checkUrl?value=&connection="}) {
            String answer = users.post("developer", job.getUrl() + STEP + check).getContentAsString();
            assertFalse(answer.contains("class=error") || answer.contains("class=\"error\""), answer);
        }
        String typed = users.post("developer", job.getUrl() + STEP + "checkRepository?value=a%20b")
                .getContentAsString();
        assertTrue(typed.contains("is not a repository"), typed);
        // without a URL of its own, Jenkins can not export its REST API, which is searched for secrets in the end
        JenkinsLocationConfiguration.get().setUrl(jenkins.getURL().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"testConnection", "checkRepository?value=x", "checkUrl?value=x&connection="})
    void checksAreForPostOnly(String method) throws Exception {
        users.assertPostOnly("admin", job.getUrl() + STEP + method);
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkRepository?value=x", "checkUrl?value=x&connection="})
    void checksNeedTheRightToConfigure(String method) throws Exception {
        assertEquals(403, users.post("reader", job.getUrl() + STEP + method).getStatusCode());
        assertEquals(200, users.post("developer", job.getUrl() + STEP + method).getStatusCode());
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

        String forReader = users.post("reader", job.getUrl() + STEP + method).getContentAsString();
        assertTrue(forReader.contains("current"), forReader);
        assertFalse(forReader.matches("(?s).*(folder-key|text\"|simulator).*"), forReader);

        String forDeveloper =
                users.post("developer", job.getUrl() + STEP + method).getContentAsString();
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
        assertEquals(403, users.post("developer", CONNECTION + method).getStatusCode());
        assertEquals(200, users.post("admin", CONNECTION + method).getStatusCode());
    }

    @Test
    void maximumDeliverySizeIsValidatedForTheAdministratorOnly() throws Exception {
        String method =
                "descriptorByName/" + CodeupConfiguration.class.getName() + "/checkMaxDeliveryKilobytes?value=1";
        assertEquals(403, users.post("developer", method).getStatusCode());
        assertTrue(users.post("admin", method).getContentAsString().contains("error"), "1 is too small");
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
        String forDeveloper = users.post("developer", CONNECTION + method).getContentAsString();
        assertFalse(forDeveloper.contains("\"text\""), forDeveloper);
        assertTrue(forDeveloper.contains("current"), forDeveloper);
        assertTrue(users.post("admin", CONNECTION + method).getContentAsString().contains("\"text\""));
    }

    @Test
    void checkIntervalIsValidatedForTheAdministratorOnly() throws Exception {
        String check =
                "descriptorByName/" + CodeupConfiguration.class.getName() + "/checkCheckIntervalMinutes?value=-1";
        assertEquals(403, users.post("developer", check).getStatusCode());
        assertTrue(users.post("admin", check).getContentAsString().contains("class=\"error\"")
                || users.post("admin", check).getContentAsString().contains("class=error"));
    }

    private String connectionTest(String credentialsId) {
        return "connection=&repository=team/app&organizationId=&credentialsId=" + credentialsId
                + "&accessTokenCredentialsId=&securityTokenCredentialsId=";
    }
}
