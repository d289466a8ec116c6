package io.jenkins.plugins.codeup.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.ExtensionList;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.codeup.hooks.Idle;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.jenkins.Users;
import io.jenkins.plugins.codeup.simulator.data.Account;
import io.jenkins.plugins.codeup.simulator.data.Role;
import io.jenkins.plugins.codeup.simulator.data.SimulatedHook;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** The warning of connections whose credentials Codeup refuses, or that expire soon. */
class CredentialsCheckTest {

    private static final String TOKEN = "pt-the-token-that-must-not-leak";
    private static final String NEXT = "pt-the-next-token-that-must-not-leak";

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.unconnected();

    private final JenkinsRule jenkins = codeup.jenkins();
    private CodeupConnection connection;

    @BeforeEach
    void connect() throws Exception {
        codeup.simulator().withPersonalAccessToken(TOKEN);
        codeup.addSecretText(Jenkins.get(), "token", TOKEN);
        connection = codeup.connection();
        connection.setApi(CodeupApi.YUNXIAO);
        connection.setCredentialsId("token");
        connection.setAllowJobs(true);
        connection.setTotalTimeoutSeconds(2);
        CodeupConfiguration.get().setConnections(List.of(connection));
    }

    @Test
    void namesAConnectionWhoseTokenIsRefusedUntilItIsReplacedInPlaceAndLeavesItsWebhooks() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setRepository("team/app");
        job.addTrigger(trigger);
        job.save();
        Await.until(
                "the webhook",
                () -> !codeup.simulator().hooks(SimulatedCodeup.REPOSITORY_ID).isEmpty());
        Idle.await();
        SimulatedHook made = codeup.hook();
        CredentialsCheck.get().checkAll();
        assertEquals(List.of(), warnings());

        codeup.simulator().withoutPersonalAccessToken(TOKEN);
        CredentialsCheck.get().checkAll();
        assertEquals(1, warnings().size());
        String warning = warnings().get(0);
        assertTrue(warning.startsWith("Connection \"simulator\": Codeup does not accept"), warning);
        assertTrue(warning.contains("\"token\"") && warning.contains("InvalidTokenError"), warning);

        codeup.simulator().withPersonalAccessToken(NEXT).forgetRequests();
        SystemCredentialsProvider.getInstance().getCredentials().clear();
        codeup.addSecretText(Jenkins.get(), "token", NEXT);
        Await.until("the end of the warning", () -> warnings().isEmpty());
        Idle.await();
        assertEquals(made, codeup.hook());
        assertEquals(
                0,
                codeup.simulator().calls("CreateWebHook") + codeup.simulator().calls("UpdateWebHook"));
    }

    @Test
    void namesAConnectionFromFourteenDaysBeforeItsCredentialsExpire() {
        connection.setTokenExpires(LocalDate.now().plusDays(15).toString());
        assertEquals(List.of(), warnings());
        connection.setTokenExpires(LocalDate.now().plusDays(14).toString());
        assertTrue(warnings().get(0).endsWith("in 14 days."), warnings()::toString);
        connection.setTokenExpires(LocalDate.now().toString());
        assertTrue(warnings().get(0).endsWith("today."), warnings()::toString);
        connection.setTokenExpires(LocalDate.now().minusDays(1).toString());
        assertTrue(warnings().get(0).contains("expired on"), warnings()::toString);
        connection.setTokenExpires("31.1.2027");
        assertTrue(warnings().get(0).contains("tokenExpires \"31.1.2027\" is not a date"), warnings()::toString);
        connection.setCredentialsId(null);
        assertEquals(List.of(), warnings(), "nothing can expire");
    }

    @Test
    void formChecksTheDate() {
        assertEquals("OK", TokenExpiry.check("2999-01-31").kind.name());
        assertEquals("OK", TokenExpiry.check(null).kind.name());
        assertEquals("WARNING", TokenExpiry.check("2020-01-31").kind.name());
        assertEquals("ERROR", TokenExpiry.check("tomorrow").kind.name());
    }

    @Test
    void tokenThatMayNotReadItsUserOrACodeupThatFailsIsNoRefusal() throws Exception {
        codeup.simulator().withPersonalAccessToken(TOKEN, Account.of(Role.DEVELOPER));
        codeup.simulator().failOneIn(1, "GetUserByToken");
        CredentialsCheck.get().checkAll();
        assertEquals(List.of(), warnings());
        codeup.simulator().failOneIn(0);
        codeup.simulator().withoutPersonalAccessToken(TOKEN);
        CredentialsCheck.get().checkAll();
        assertEquals(1, warnings().size());
        codeup.simulator().failOneIn(1, "GetUserByToken");
        CredentialsCheck.get().checkAll();
        assertEquals(1, warnings().size(), "what was known stays");
    }

    @Test
    void accessKeyThatIsRefusedIsNamedToo() throws Exception {
        codeup.addAccessKey(Jenkins.get(), "key", SimulatedCodeup.KEY_ID, "another-secret-that-must-not-leak");
        connection.setApi(CodeupApi.ALIYUN);
        connection.setCredentialsId("key");
        CredentialsCheck.get().checkAll();
        assertEquals(1, warnings().size(), warnings()::toString);
    }

    @Test
    void checksDaily() {
        assertEquals(TimeUnit.DAYS.toMillis(1), CredentialsCheck.get().getRecurrencePeriod());
    }

    @Test
    void administratorsSeeTheWarningAndCanCheckAtOnce() throws Exception {
        Users users = Users.of(jenkins);
        codeup.simulator().withoutPersonalAccessToken(TOKEN);
        CredentialsCheck.get().checkAll();
        assertTrue(users.text("admin", "manage").contains("Codeup does not accept"));
        assertFalse(users.text("manager", "manage").contains("Codeup does not accept"));
        codeup.simulator().withPersonalAccessToken(TOKEN);
        String url = ExtensionList.lookupSingleton(TokenMonitor.class).getUrl();
        assertEquals(403, users.post("manager", url + "/check").getStatusCode());
        assertEquals(1, warnings().size());
        assertEquals(200, users.post("admin", url + "/check").getStatusCode());
        assertEquals(List.of(), warnings());
    }

    private static List<String> warnings() {
        return ExtensionList.lookupSingleton(TokenMonitor.class).getWarnings();
    }
}
