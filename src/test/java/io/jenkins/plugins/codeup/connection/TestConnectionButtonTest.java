package io.jenkins.plugins.codeup.connection;

import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.ORGANIZATION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.util.FormValidation;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.data.Account;
import io.jenkins.plugins.codeup.simulator.data.Role;
import java.util.List;
import java.util.Set;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What "Test connection" shows in the forms of a connection and of a step. */
class TestConnectionButtonTest {

    private static final String TOKEN = "pt-the-token-that-must-not-leak";

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.unconnected();

    private CodeupConnection connection;

    @BeforeEach
    void connect() throws Exception {
        connection = codeup.connection();
        codeup.addSecretText(Jenkins.get(), "token", TOKEN);
        codeup.addAccessKey(Jenkins.get(), "key", SimulatedCodeup.KEY_ID, SimulatedCodeup.KEY_SECRET);
        connection.setApi(CodeupApi.YUNXIAO);
        connection.setCredentialsId("token");
    }

    @Test
    void showsTheUserTheOrganizationAndThatNothingIsMissing() {
        codeup.simulator().withPersonalAccessToken(TOKEN);
        FormValidation result = ConnectionTest.ofConnection(connection);
        assertEquals(FormValidation.Kind.OK, result.kind, result.getMessage());
        assertTrue(result.getMessage().contains("Credentials &quot;token&quot;, user: "), result.getMessage());
        assertTrue(result.getMessage().contains("Writing webhooks"), result.getMessage());
        assertTrue(result.getMessage().contains(ORGANIZATION), result.getMessage());
        assertTrue(result.getMessage().contains("team/app"), result.getMessage());
    }

    @Test
    void namesTheRightToWebhooksWhereItIsMissing() {
        codeup.simulator().withPersonalAccessToken(TOKEN, Account.of(Role.DEVELOPER));
        FormValidation result = ConnectionTest.ofConnection(connection);
        assertEquals(FormValidation.Kind.WARNING, result.kind, result.getMessage());
        assertTrue(
                result.getMessage().contains("Missing: the right to read and write the webhooks"), result.getMessage());
    }

    @Test
    void showsThatTheUserIsNotAMemberOfTheOrganizationAndOfWhichItIs() {
        codeup.simulator().withOrganization("60811b5eed6e867404f6ffff");
        codeup.simulator()
                .withPersonalAccessToken(TOKEN, new Account(Role.ADMINISTRATOR, Set.of("60811b5eed6e867404f6ffff")));
        FormValidation result = ConnectionTest.ofConnection(connection);
        assertEquals(FormValidation.Kind.WARNING, result.kind, result.getMessage());
        assertTrue(
                result.getMessage().contains("not a member of the organization " + ORGANIZATION), result.getMessage());
        assertTrue(result.getMessage().contains("60811b5eed6e867404f6ffff"), result.getMessage());
    }

    @Test
    void showsTheAccessKeyOfTheOpenApi() {
        connection.setApi(CodeupApi.ALIYUN);
        connection.setCredentialsId("key");
        FormValidation result = ConnectionTest.ofConnection(connection);
        assertEquals(FormValidation.Kind.OK, result.kind, result.getMessage());
        assertTrue(
                result.getMessage().contains("Credentials &quot;key&quot;, AccessKey: " + SimulatedCodeup.KEY_ID),
                result.getMessage());
        assertFalse(result.getMessage().contains("token"), "nothing that an AccessKey has not: " + result.getMessage());
    }

    @Test
    void ofAFolderSaysWhatTheOpenApiCannotDo() {
        connection.setApi(CodeupApi.ALIYUN);
        CodeupConfiguration.get().setConnections(List.of(connection));
        FormValidation result =
                ConnectionTest.ofFolder(null, null, null, "team", CredentialsLookup.Ids.of("key", "apiCredentialsId"));
        assertEquals(FormValidation.Kind.WARNING, result.kind, result.getMessage());
        assertTrue(result.getMessage().contains("team/app"), result.getMessage());
        assertTrue(result.getMessage().contains("merge requests are not discovered"), result.getMessage());
    }

    @Test
    void showsTheErrorIfCodeupCannotBeCalled() {
        FormValidation unknownToken = ConnectionTest.ofConnection(connection);
        assertEquals(FormValidation.Kind.ERROR, unknownToken.kind);
        connection.setCredentialsId("nowhere");
        String message = ConnectionTest.ofConnection(connection).getMessage();
        assertTrue(message.contains("nowhere") && message.contains("was not found in the store of Jenkins"), message);
        connection.setCredentialsId(null);
        message = ConnectionTest.ofConnection(connection).getMessage();
        assertTrue(message.contains("credentialsId is missing"), message);
    }

    @Test
    void inAJobSaysWhoseCredentialsWereUsed() {
        codeup.simulator().withPersonalAccessToken(TOKEN);
        CodeupConfiguration.get().setConnections(List.of(connection));

        String own = ofRepository(new CredentialsLookup.Ids("token", null, null));
        assertTrue(own.startsWith("Success: team/app is repository 1000001."), own);
        assertTrue(own.contains("Credentials &quot;token&quot;, user: "), own);
        assertTrue(own.contains("Writing webhooks takes the same role"), own);

        String connections = ofRepository(CredentialsLookup.Ids.NONE);
        assertTrue(connections.contains("The credentials of connection &quot;simulator&quot; were used."), connections);
        assertFalse(connections.contains("user: "), "whose they are is for administrators to know: " + connections);
    }

    @Test
    void namesTheFieldThatTheCredentialsAreMissingIn() {
        String message = ofRepository(CredentialsLookup.Ids.of("nowhere", "apiCredentialsId"));
        assertTrue(message.startsWith("apiCredentialsId &quot;nowhere&quot; was not found"), message);
    }

    private static String ofRepository(CredentialsLookup.Ids ids) {
        return ConnectionTest.ofRepository(CodeupClients.Purpose.OWN_WEBHOOK, null, null, "team/app", null, ids)
                .getMessage();
    }
}
