package io.jenkins.plugins.codeup.client.aliyun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the answer, the caller soon gets a clear error, and it shows no file and no secret. */
@Timeout(20)
class HostileAnswersTest {

    private static final DesiredWebhook SPEC =
            DesiredWebhook.to("https://ci.example.com/hook").withSecretToken(SecretValue.of("hook-s3cret"));

    @AutoClose
    private final CodeupSimulator simulator = TestCodeup.start();

    @Test
    void megabytes() {
        simulator.failNext("AddWebhook", Fault.megabytes(5));
        assertEquals(Kind.TOO_LARGE, failure().kind());
    }

    @Test
    void aLargeAnswerWithinTheLimitIsRead() throws Exception {
        String padded = " ".repeat(4_000_000)
                + "{\"Success\":true,\"Result\":{\"Id\":7,\"Url\":\"https://ci.example.com/hook\"}}";
        simulator.failNext("AddWebhook", Fault.answer(Reply.json(200, padded)));
        assertEquals(
                7,
                TestCodeup.client(simulator)
                        .createWebhook(TestCodeup.REPOSITORY, SPEC)
                        .value()
                        .id());
    }

    @Test
    void halfAnAnswer() {
        simulator.failNext("AddWebhook", Fault.halfBody());
        assertEquals(Kind.NO_ANSWER, failure().kind());
    }

    @Test
    void aConnectionThatBreaksBeforeTheAnswer() {
        simulator.failNext("AddWebhook", Fault.dropBeforeActing());
        assertEquals(Kind.NO_ANSWER, failure().kind());
    }

    @Test
    void garbage() {
        simulator.failNext("AddWebhook", Fault.garbage());
        assertEquals(Kind.UNREADABLE, failure().kind());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "ok",
                "[]",
                "{}",
                "{\"Success\":",
                "{\"RequestId\":\"R\",\"Result\":{\"Id\":1,\"Url\":\"https://h\"}}",
                "{\"Success\":\"maybe\"}",
                "{\"Success\":true}",
                "<!doctype html><html><body>Log in<br></body></html>",
                "<html><body>Log in</body></html>",
                "<Success>true</Success>",
                "<Success>true",
                "<Success>true</Success></answer><answer>",
                "<?xml version='1.0'?>"
            })
    void anAnswerThatIsNoneOfTheApi(String body) {
        simulator.failNext("AddWebhook", Fault.answer(Reply.text(200, "text/html", body)));
        CodeupException e = failure();
        assertEquals(Kind.UNREADABLE, e.kind());
        assertEquals(200, e.status());
    }

    @ParameterizedTest
    @CsvSource({"502, UNAVAILABLE", "407, PROXY", "403, FORBIDDEN", "404, NOT_FOUND"})
    void aProxysErrorPageIsJudgedByItsStatus(int status, Kind kind) {
        simulator.failNext(
                "AddWebhook", Fault.answer(Reply.text(status, "text/html", "<html><h1>Bad Gateway<br></html>")));
        CodeupException e = failure();
        assertEquals(kind, e.kind());
        assertEquals(status, e.status());
        assertNull(e.code());
    }

    @Test
    void aBombOfEntities() {
        StringBuilder bomb = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 30; i++) {
            bomb.append("<!ENTITY a" + i + " \"" + ("&a" + (i - 1) + ";").repeat(10) + "\">");
        }
        bomb.append("]><Error><Code>&a29;</Code></Error>");
        simulator.failNext("AddWebhook", Fault.answer(Reply.xml(400, bomb.toString())));
        assertEquals(Kind.REJECTED, failure().kind());
    }

    @Test
    void deepNesting() {
        for (String deep :
                List.of("{\"a\":".repeat(100_000), "<a>".repeat(100_000), "<a>".repeat(5000) + "</a>".repeat(5000))) {
            simulator.failNext("AddWebhook", Fault.answer(Reply.json(200, deep)));
            assertEquals(Kind.UNREADABLE, failure().kind());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE r [<!ENTITY x SYSTEM \"%s\">]><Error><Code>C</Code><Message>&x;</Message></Error>",
                "<!DOCTYPE r SYSTEM \"%s\"><Error><Code>C</Code><Message>m</Message></Error>",
                "<Error xmlns:xi='http://www.w3.org/2001/XInclude'><Code>C</Code><xi:include href='%s'/></Error>"
            })
    void anEntityFromElsewhereIsNotFetched(String xml, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("secret.txt"), "content-of-a-file");
        try (CodeupSimulator elsewhere = TestCodeup.start()) {
            for (String address : List.of(file.toUri().toString(), elsewhere.endpoint() + "/x.dtd")) {
                simulator.failNext("AddWebhook", Fault.answer(Reply.xml(400, String.format(xml, address))));
                assertFalse(failure().getMessage().contains("content-of-a-file"));
            }
            assertEquals(List.of(), elsewhere.requests());
        }
    }

    /** Parsers quote what they can't read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Success\":true,\"Result\":{\"SecretToken\":\"hook-s3cret\", oops",
                "{\"Success\":true,\"Result\":{\"Id\":\"hook-s3cret\"}}",
                "<Success>true</Success><SecretToken>hook-s3cret</Oops>"
            })
    void anUnreadableAnswerIsNotQuoted(String body) {
        simulator.failNext("AddWebhook", Fault.answer(Reply.json(200, body)));
        for (Throwable cause = failure(); cause != null; cause = cause.getCause()) {
            assertFalse(String.valueOf(cause.getMessage()).contains("hook-s3cret"), cause.getMessage());
        }
    }

    private CodeupException failure() {
        return assertThrows(
                CodeupException.class, () -> TestCodeup.client(simulator).createWebhook(TestCodeup.REPOSITORY, SPEC));
    }
}
