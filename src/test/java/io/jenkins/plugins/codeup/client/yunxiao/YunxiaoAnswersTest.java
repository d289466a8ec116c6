package io.jenkins.plugins.codeup.client.yunxiao;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupClient.Answer;
import io.jenkins.plugins.codeup.client.CodeupCredentials.PersonalAccessToken;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.Webhook;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.client.http.HttpTransport;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.data.Account;
import io.jenkins.plugins.codeup.simulator.data.Role;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of the Yunxiao API in all forms that were seen, and its errors. */
class YunxiaoAnswersTest {

    private static final long REPOSITORY = TestCodeup.REPOSITORY;
    private static final DesiredWebhook SPEC =
            DesiredWebhook.to("https://ci.example.com/hook").withSecretToken(SecretValue.of("hook-s3cret"));

    @AutoClose
    private final CodeupSimulator simulator = Door.start();

    private final CodeupClient client = Door.YUNXIAO.client(simulator.endpoint(), TestCodeup.ONCE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id':7,'url':'https://h/','enableSSLVerification':false,'pushEvents':true}",
                "{'id':'7','url':'https://h/','enableSslVerification':'false','pushEvents':'true'}",
                "{'result':{'id':7,'url':'https://h/','enableSslVerification':false,'pushEvents':true}}",
                "{'success':'true','result':{'id':'7','url':'https://h/','enableSSLVerification':'False',"
                        + "'pushEvents':true,'new':{'a':[1]}}}",
            })
    void readsAHookInEachForm(String json) throws Exception {
        simulator.failNext("CreateWebHook", Fault.answer(json(200, json)));
        Webhook hook = client.createWebhook(REPOSITORY, SPEC).value();
        assertEquals(7, hook.id());
        assertEquals("https://h/", hook.url());
        assertEquals(
                Map.of(WebhookOption.ENABLE_SSL_VERIFICATION, false, WebhookOption.PUSH_EVENTS, true), hook.options());
        assertNull(hook.description());
        assertNull(hook.secretToken());
    }

    /** Codeup's documents have both. */
    @ParameterizedTest
    @ValueSource(strings = {"mergeRequestsEvents", "mergeRequestEvents"})
    @FieldCase("K11")
    void readsBothSpellingsOfMergeRequestEvents(String field) throws Exception {
        simulator.failNext(
                "CreateWebHook", Fault.answer(json(200, "{'id':7,'url':'https://h/','" + field + "':true}")));
        assertEquals(
                Map.of(WebhookOption.MERGE_REQUESTS_EVENTS, true),
                client.createWebhook(REPOSITORY, SPEC).value().options());
    }

    @Test
    void readsAListInAWrapping() throws Exception {
        simulator.failNext("ListWebHooks", Fault.answer(json(200, "{'result':[{'id':7,'url':'https://h/'}]}")));
        assertEquals(
                List.of(7L),
                client.listWebhooks(REPOSITORY).stream().map(Webhook::id).toList());
    }

    @Test
    void readsSmallerPagesThanItAskedForWhereThereIsATotal() throws Exception {
        for (int id = 1; id <= 3; id++) {
            Reply reply = json(200, "[{'id':" + id + ",'url':'https://h/'}]");
            simulator.failNext("ListWebHooks", Fault.answer(new Reply(200, Map.of("X-Total", "3"), reply.body())));
        }
        assertEquals(
                List.of(1L, 2L, 3L),
                client.listWebhooks(REPOSITORY).stream().map(Webhook::id).toList());
    }

    @Test
    void takesTheRequestIdFromTheHeaderWhereTheBodyHasNone() throws Exception {
        Reply reply = json(200, "{'id':7,'url':'https://h/'}");
        simulator.failNext(
                "CreateWebHook", Fault.answer(new Reply(200, Map.of("X-Acs-Request-Id", "R-7"), reply.body())));
        Answer<Webhook> answer = client.createWebhook(REPOSITORY, SPEC);
        assertEquals("R-7", answer.requestId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "null",
                "[]",
                "7",
                "'text'",
                "<html/>",
                "{'result':true}",
                "{'url':'u'}",
                "{'id':'x','url':'u'}"
            })
    void doesNotTakeSomethingElseForAWebhook(String body) {
        simulator.failNext("CreateWebHook", Fault.answer(json(200, body)));
        assertEquals(Kind.UNREADABLE, refused(client).kind());
    }

    /** Otherwise a webhook that exists would be created again. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "null", "{'result':{}}", "<html/>"})
    @FieldCase("B4")
    void doesNotTakeSomethingElseForAnEmptyList(String body) {
        simulator.failNext("ListWebHooks", Fault.answer(json(200, body)));
        CodeupException e = assertThrows(CodeupException.class, () -> client.listWebhooks(REPOSITORY));
        assertEquals(Kind.UNREADABLE, e.kind());
    }

    @ParameterizedTest
    @CsvSource({
        "400, BadRequest, REJECTED",
        "400, UnsupportedCurrentTokenType, UNAUTHORIZED",
        "401, Unauthorized, UNAUTHORIZED",
        "401, ExpiredTokenError, UNAUTHORIZED",
        "401, InvalidTokenError, UNAUTHORIZED",
        "403, Forbidden, FORBIDDEN",
        "403, Forbidden.InvalidUser.UserNotInCurrentOrganization, FORBIDDEN",
        "404, NotFound, NOT_FOUND",
        "404, SomethingElse, NOT_FOUND",
        "429, TooManyRequests, THROTTLED",
        "400, TooManyRequests, THROTTLED",
        "500, InternalError, SERVER_ERROR",
        "502, , UNAVAILABLE",
        "200, 404, NOT_FOUND",
        "200, SYSTEM_NOT_FOUND_ERROR, NOT_FOUND",
        "400, SYSTEM_NOT_FOUND_ERROR, NOT_FOUND",
        "500, SYSTEM_NOT_FOUND_ERROR, NOT_FOUND",
        "200, SYSTEM_FORBIDDEN_ERROR, FORBIDDEN",
        "404, SYSTEM_FORBIDDEN_ERROR, FORBIDDEN",
        "500, SYSTEM_UNAUTHORIZED_ERROR, UNAUTHORIZED",
        "400, SYSTEM_UNKNOWN_ERROR, SERVER_ERROR",
        "500, NOT_FOUND, NOT_FOUND",
        "500, InternalServerError, SERVER_ERROR",
        "400, InvalidParameter, REJECTED",
    })
    @FieldCase({"A03", "A04"})
    void saysWhatKindOfFailureItIs(int status, String code, Kind kind) {
        String words = code == null
                ? "<html>Bad Gateway</html>"
                : "{'success':false,'errorCode':'" + code + "','errorMessage':'不行','requestId':'R-9'}";
        simulator.failNext("CreateWebHook", Fault.answer(json(status, words)));
        CodeupException e = refused(client);
        assertEquals(kind, e.kind());
        assertEquals(status, e.status());
        assertEquals(code, e.code());
        if (code != null) {
            assertEquals("不行", e.codeupMessage());
            assertEquals("R-9", e.requestId());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"errorMessage", "message", "errorDescription", "Message"})
    void findsCodeupsWords(String field) {
        simulator.failNext("CreateWebHook", Fault.answer(json(400, "{'" + field + "':'the words'}")));
        assertEquals("the words", refused(client).codeupMessage());
    }

    @Test
    void neverRepeatsASecretThatCodeupQuotes() {
        String token = Door.TOKEN.token().reveal();
        simulator.failNext("CreateWebHook", Fault.answer(json(400, "{'message':'got " + token + " and hook-s3cret'}")));
        CodeupException e = refused(client);
        assertEquals("got **** and ****", e.codeupMessage());
        assertFalse(e.getMessage().contains(token), e.getMessage());
    }

    @Test
    void keepsHowLongCodeupAsksToWait() {
        Reply reply = json(429, "{'errorCode':'TooManyRequests'}");
        simulator.failNext("CreateWebHook", Fault.answer(new Reply(429, Map.of("Retry-After", "17"), reply.body())));
        assertEquals(Duration.ofSeconds(17), refused(client).retryAfter());
    }

    @Test
    void rejectsAWrongToken() {
        CodeupException e = refused(client("pt-wrong"));
        assertEquals(Kind.UNAUTHORIZED, e.kind());
        assertEquals("InvalidTokenError", e.code());
        assertTrue(e.requestId().matches("[0-9a-f-]{36}"));
    }

    @Test
    void rejectsAMemberWithoutRightsAndANonMember() {
        simulator
                .withPersonalAccessToken("pt-viewer", Account.of(Role.VIEWER))
                .withPersonalAccessToken("pt-stranger", new Account(Role.ADMINISTRATOR, Set.of("elsewhere")));
        assertEquals("Forbidden", refused(client("pt-viewer")).code());
        assertEquals(
                "Forbidden.InvalidUser.UserNotInCurrentOrganization",
                refused(client("pt-stranger")).code());
    }

    @Test
    void rejectsAUrlThatIsTooLong() {
        DesiredWebhook tooLong = DesiredWebhook.to("https://ci.example.com/" + "a".repeat(1024));
        CodeupException e = assertThrows(CodeupException.class, () -> client.createWebhook(REPOSITORY, tooLong));
        assertEquals(Kind.REJECTED, e.kind());
        assertEquals("BadRequest", e.code());
    }

    private CodeupClient client(String token) {
        HttpTransport transport = new HttpTransport(TestCodeup.HTTP, simulator.endpoint(), Duration.ofSeconds(10));
        return YunxiaoClient.central(
                transport, TestCodeup.ONCE, TestCodeup.ORGANIZATION, new PersonalAccessToken(SecretValue.of(token)));
    }

    private static CodeupException refused(CodeupClient caller) {
        return assertThrows(CodeupException.class, () -> caller.createWebhook(REPOSITORY, SPEC));
    }

    private static Reply json(int status, String text) {
        return Reply.json(status, text.replace('\'', '"'));
    }
}
