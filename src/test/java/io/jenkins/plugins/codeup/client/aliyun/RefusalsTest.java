package io.jenkins.plugins.codeup.client.aliyun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.client.CodeupCredentials;
import io.jenkins.plugins.codeup.client.CodeupCredentials.AccessKey;
import io.jenkins.plugins.codeup.client.CodeupCredentials.AccessToken;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.aliyun.AnswerForm;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each error shows the call, Codeup's code, message and request id, and the remedy; and never a secret. */
class RefusalsTest {

    private static final SecretValue HOOK_SECRET = SecretValue.of("hook-secret/of+tests");
    private static final DesiredWebhook SPEC =
            DesiredWebhook.to("https://ci.example.com/hook").withSecretToken(HOOK_SECRET);

    @AutoClose
    private final CodeupSimulator simulator = TestCodeup.start();

    @ParameterizedTest
    @EnumSource(SignatureMethod.class)
    void aWrongSecret(SignatureMethod signature) {
        CodeupException e = refused(new AccessKey(TestCodeup.KEY.id(), secret("wrong-secret"), null, null), signature);
        assertRefusal(e, Kind.UNAUTHORIZED, 400, "SignatureDoesNotMatch", "Specified signature is not matched");
        String text = e.describe(Locale.ENGLISH);
        assertTrue(text.indexOf("enter both again") < text.indexOf("Specified signature"), text);
    }

    /** The gateway's message shows the string that it signed, with the tokens in it: that part is left out. */
    @ParameterizedTest
    @EnumSource(SignatureMethod.class)
    void aWrongSecretWithTokensAlong(SignatureMethod signature) {
        CodeupCredentials credentials = new AccessKey(
                TestCodeup.TEMPORARY_KEY.id(),
                secret("wrong-secret"),
                TestCodeup.TEMPORARY_KEY.securityToken(),
                secret("an-access-token+/="));
        CodeupException e = refused(credentials, signature);
        assertRefusal(e, Kind.UNAUTHORIZED, 400, "SignatureDoesNotMatch", "Specified signature is not matched");
        assertFalse(e.getMessage().contains("string to sign"), e.getMessage());
        assertHides(e, "an-access-token", "CAIS+token", "CAIS%2Btoken", "wrong-secret");
    }

    @Test
    void anUnknownKey() {
        CodeupException e = refused(new AccessKey("LTAInobody", secret("any"), null, null), SignatureMethod.ROA);
        assertRefusal(e, Kind.UNAUTHORIZED, 404, "InvalidAccessKeyId.NotFound", "not found");
    }

    @Test
    void aWrongSecurityToken() {
        AccessKey key = TestCodeup.TEMPORARY_KEY;
        CodeupException e =
                refused(new AccessKey(key.id(), key.secret(), secret("stale-token"), null), SignatureMethod.ROA);
        assertRefusal(e, Kind.UNAUTHORIZED, 400, "InvalidSecurityToken.Malformed", "malformed");
        assertHides(e, "stale-token");
    }

    @Test
    void anUnknownAccessToken() {
        CodeupException e = refused(new AccessToken(secret("unknown-token")), SignatureMethod.ROA);
        assertRefusal(e, Kind.UNAUTHORIZED, 401, "Unauthorized", "AccessToken");
        assertHides(e, "unknown-token");
    }

    @ParameterizedTest
    @CsvSource({"ROA, PT16M", "ROA, PT-16M", "ACS3, PT16M", "ACS3, PT-16M"})
    void aClockThatIsWrong(SignatureMethod signature, Duration ahead) {
        simulator.withClockAheadBy(ahead);
        CodeupException e = refused(TestCodeup.KEY, signature);
        assertRefusal(e, Kind.CLOCK_SKEW, 400, "InvalidTimeStamp.Expired", "expired");
    }

    @ParameterizedTest
    @EnumSource(AnswerForm.class)
    void noRightsInTheRepository(AnswerForm form) {
        simulator.withAnswers(form);
        CodeupException e = refused(TestCodeup.KEY_OF_A_VIEWER, SignatureMethod.ROA);
        assertRefusal(e, Kind.FORBIDDEN, 200, "Forbidden", "没有权限");
    }

    @ParameterizedTest
    @EnumSource(AnswerForm.class)
    void aRepositoryThatIsNotThere(AnswerForm form) {
        simulator.withAnswers(form);
        CodeupException e = assertThrows(
                CodeupException.class, () -> TestCodeup.client(simulator).createWebhook(404, SPEC));
        assertRefusal(e, Kind.NOT_FOUND, 200, "NOT_FOUND", "代码库不存在");
        assertTrue(e.getMessage().contains("/api/v3/projects/404/hooks"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "400, Throttling.User, THROTTLED",
        "429, x, THROTTLED",
        "503, ServiceUnavailable, UNAVAILABLE",
        "504, x, UNAVAILABLE",
        "500, x, SERVER_ERROR",
        "403, x, FORBIDDEN",
        "401, x, UNAUTHORIZED",
        "400, InvalidParameter, REJECTED",
        "200, 404, NOT_FOUND",
        "200, 403, FORBIDDEN",
        "200, 1400, REJECTED"
    })
    @FieldCase({"A03", "A04"})
    void whatACodeOrAStatusMeans(int status, String code, Kind kind) {
        String envelope = "{\"RequestId\":\"R-1\",\"Success\":\"false\",\"ErrorCode\":"
                + (code.matches("\\d+") ? code : "\"" + code + "\"") + ",\"ErrorMessage\":\"words\"}";
        answer(Reply.json(status, envelope));
        CodeupException e = refused(TestCodeup.KEY, SignatureMethod.ROA);
        assertEquals(kind, e.kind());
        assertEquals(code, e.code());
        assertEquals("R-1", e.requestId());
    }

    @Test
    void anErrorOfTheGatewayInXml() {
        answer(Reply.xml(
                404,
                "<?xml version='1.0' encoding='UTF-8'?><Error><RequestId>R-2</RequestId><HostId>h</HostId>"
                        + "<Code>InvalidAccessKeyId.NotFound</Code><Message>not &lt;found&gt;</Message></Error>"));
        CodeupException e = refused(TestCodeup.KEY, SignatureMethod.ROA);
        assertRefusal(e, Kind.UNAUTHORIZED, 404, "InvalidAccessKeyId.NotFound", "not <found>");
        assertEquals("R-2", e.requestId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hook-secret/of+tests", "hook-secret%2Fof%2Btests"})
    void aMessageThatQuotesTheWebhooksSecret(String quoted) {
        answer(Reply.json(400, "{\"Code\":\"Bad\",\"Message\":\"bad: " + quoted + "\"}"));
        CodeupException e = refused(TestCodeup.KEY, SignatureMethod.ROA);
        assertEquals("bad: ****", e.codeupMessage());
        assertHides(e);
    }

    /** The secret is masked before the message is cut, so that no half of it stays. */
    @Test
    void aLongMessageIsCutAndShowsNoPartOfASecret() {
        String message = "x".repeat(990) + HOOK_SECRET.reveal() + "y".repeat(10_000);
        answer(Reply.json(400, "{\"Code\":\"Bad\",\"Message\":\"" + message + "\"}"));
        CodeupException e = refused(TestCodeup.KEY, SignatureMethod.ROA);
        assertEquals("x".repeat(990) + "****yyyyyy...", e.codeupMessage());
    }

    private void answer(Reply reply) {
        simulator.failNext("AddWebhook", Fault.answer(reply));
    }

    private CodeupException refused(CodeupCredentials credentials, SignatureMethod signature) {
        return assertThrows(
                CodeupException.class,
                () -> TestCodeup.client(simulator, credentials, signature).createWebhook(TestCodeup.REPOSITORY, SPEC));
    }

    private void assertRefusal(CodeupException e, Kind kind, int status, String code, String words) {
        assertEquals(kind, e.kind());
        assertEquals(status, e.status());
        assertEquals(code, e.code());
        for (Locale language : new Locale[] {Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE}) {
            String text = e.describe(language);
            String advice = ResourceBundle.getBundle(CodeupException.class.getName(), language)
                    .getString(code.equals("SignatureDoesNotMatch") ? code : kind.name());
            for (String part :
                    new String[] {"AddWebhook", "POST", "HTTP " + status, code, words, e.requestId(), advice}) {
                assertTrue(text.contains(part), part + " is missing in: " + text);
            }
        }
        assertHides(e);
        assertEquals(0, simulator.hooks(TestCodeup.REPOSITORY).size());
    }

    private static void assertHides(CodeupException e, String... secrets) {
        StringWriter everything = new StringWriter();
        e.printStackTrace(new PrintWriter(everything));
        everything.append(e.describe(Locale.SIMPLIFIED_CHINESE)).append(e.describe(Locale.ENGLISH));
        for (SecretValue secret : new SecretValue[] {
            HOOK_SECRET, TestCodeup.KEY.secret(), TestCodeup.TEMPORARY_KEY.securityToken(), TestCodeup.TOKEN.token()
        }) {
            assertFalse(everything.toString().contains(secret.reveal()), everything.toString());
        }
        for (String secret : secrets) {
            assertFalse(everything.toString().contains(secret), everything.toString());
        }
    }

    private static SecretValue secret(String text) {
        return SecretValue.of(text);
    }
}
