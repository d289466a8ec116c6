package io.jenkins.plugins.codeup.connection;

import static io.jenkins.plugins.codeup.jenkins.CodeupForJenkins.ORGANIZATION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.util.FormValidation;
import io.jenkins.plugins.codeup.jenkins.CodeupForJenkins;
import io.jenkins.plugins.codeup.simulator.data.Account;
import io.jenkins.plugins.codeup.simulator.data.Role;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What "Test connection" says of a connection's credentials. */
@WithJenkins
class ConnectionRightsTest {

    private static final String TOKEN = "pt-the-token-that-must-not-leak";

    private final CodeupForJenkins codeup = new CodeupForJenkins();
    private CodeupConnection connection;

    @BeforeEach
    void connect(JenkinsRule jenkins) throws Exception {
        connection = codeup.connection();
        codeup.addSecretText(jenkins.jenkins, "token", TOKEN);
        codeup.addAccessKey(jenkins.jenkins, "key", CodeupForJenkins.KEY_ID, CodeupForJenkins.KEY_SECRET);
        connection.setApi(CodeupApi.YUNXIAO);
        connection.setCredentialsId("token");
    }

    @AfterEach
    void stop() throws Exception {
        codeup.close();
    }

    @Test
    void showsTheUserTheOrganizationAndThatNothingIsMissing() {
        codeup.simulator().withPersonalAccessToken(TOKEN);
        FormValidation result = ConnectionRights.test(connection);
        assertEquals(FormValidation.Kind.OK, result.kind, result.getMessage());
        assertTrue(result.getMessage().contains("User: "), result.getMessage());
        assertTrue(result.getMessage().contains(ORGANIZATION), result.getMessage());
        assertTrue(result.getMessage().contains("team/app"), result.getMessage());
    }

    @Test
    void namesTheRightToWebhooksWhereItIsMissing() {
        codeup.simulator().withPersonalAccessToken(TOKEN, Account.of(Role.DEVELOPER));
        FormValidation result = ConnectionRights.test(connection);
        assertEquals(FormValidation.Kind.WARNING, result.kind, result.getMessage());
        assertTrue(
                result.getMessage().contains("Missing: the right to read and write the webhooks"), result.getMessage());
    }

    @Test
    void saysThatTheUserIsNoMemberOfTheOrganizationAndOfWhichItIs() {
        codeup.simulator().withOrganization("60811b5eed6e867404f6ffff");
        codeup.simulator()
                .withPersonalAccessToken(TOKEN, new Account(Role.ADMINISTRATOR, Set.of("60811b5eed6e867404f6ffff")));
        FormValidation result = ConnectionRights.test(connection);
        assertEquals(FormValidation.Kind.WARNING, result.kind, result.getMessage());
        assertTrue(result.getMessage().contains("no member of the organization " + ORGANIZATION), result.getMessage());
        assertTrue(result.getMessage().contains("60811b5eed6e867404f6ffff"), result.getMessage());
    }

    @Test
    void showsTheAccessKeyOfTheOpenApi() {
        connection.setApi(CodeupApi.ALIYUN);
        connection.setCredentialsId("key");
        FormValidation result = ConnectionRights.test(connection);
        assertEquals(FormValidation.Kind.OK, result.kind, result.getMessage());
        assertTrue(result.getMessage().contains("AccessKey: " + CodeupForJenkins.KEY_ID), result.getMessage());
    }

    @Test
    void saysWhyNothingCouldBeAsked() {
        FormValidation unknownToken = ConnectionRights.test(connection);
        assertEquals(FormValidation.Kind.ERROR, unknownToken.kind);
        connection.setCredentialsId("nowhere");
        String message = ConnectionRights.test(connection).getMessage();
        assertTrue(message.contains("nowhere") && message.contains("was not found in the store of Jenkins"), message);
        connection.setCredentialsId(null);
        message = ConnectionRights.test(connection).getMessage();
        assertTrue(message.contains("credentialsId is missing"), message);
    }
}
