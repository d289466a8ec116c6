package io.jenkins.plugins.codeup.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodeupExceptionTest {

    private static final CodeupException.Call CALL =
            new CodeupException.Call("AddWebhook", "POST", "https://h/api/v3/projects/1/hooks?AccessToken=s3cret");

    @Test
    void hasTheSameTextsInEnglishAndChinese() throws IOException {
        assertEquals(texts("").stringPropertyNames(), texts("_zh_CN").stringPropertyNames());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void saysWhatToDoInBothLanguages(Kind kind) throws IOException {
        CodeupException e = new CodeupException(kind, CALL, 400, "Code.X", "words", "R-1", null);
        String english = texts("").getProperty(kind.name());
        String chinese = texts("_zh_CN").getProperty(kind.name());
        assertTrue(e.describe(Locale.ENGLISH).endsWith(english), e.describe(Locale.ENGLISH));
        assertTrue(e.describe(Locale.SIMPLIFIED_CHINESE).endsWith(chinese), e.describe(Locale.SIMPLIFIED_CHINESE));
        assertFalse(english.isBlank());
        assertFalse(chinese.isBlank());
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        CodeupException e = new CodeupException(Kind.UNREACHABLE, CALL, null, null, "refused", null, null);
        String text = e.getMessage();
        assertTrue(
                text.startsWith("AddWebhook (POST https://h/api/v3/projects/1/hooks) failed: message refused. "), text);
        assertFalse(text.contains("null"), text);
    }

    @Test
    void neverShowsTheQuery() {
        CodeupException e = new CodeupException(Kind.NOT_FOUND, CALL, 404, null, null, null, null);
        assertFalse(e.toString().contains("s3cret"), e.toString());
    }

    @Test
    void writesChineseWithChinesePunctuation() {
        CodeupException e =
                new CodeupException(Kind.THROTTLED, CALL, 429, "Throttling", "slow", "R-1", null).givenUp(5, null);
        assertEquals(
                "AddWebhook (POST https://h/api/v3/projects/1/hooks) 失败：HTTP 429，错误码 Throttling，错误信息 slow，"
                        + "请求 ID R-1，共尝试 5 次。短时间内调用过多：请稍后再试，或降低最大并发调用数。",
                e.describe(Locale.SIMPLIFIED_CHINESE));
    }

    @Test
    @FieldCase("T12")
    void namesTheRemedyOfAWrongSignatureFirst() {
        CodeupException e =
                new CodeupException(Kind.UNAUTHORIZED, CALL, 400, "SignatureDoesNotMatch", "no match", null, null);
        String call = "AddWebhook (POST https://h/api/v3/projects/1/hooks) ";
        assertTrue(e.getMessage().startsWith(call + "failed. The AccessKey secret does not match"), e.getMessage());
        assertTrue(e.getMessage().endsWith("(HTTP 400, code SignatureDoesNotMatch, message no match)"), e.getMessage());
        String chinese = e.describe(Locale.SIMPLIFIED_CHINESE);
        assertTrue(chinese.startsWith(call + "失败。AccessKey Secret 与"), chinese);
        assertTrue(chinese.endsWith("（HTTP 400，错误码 SignatureDoesNotMatch，错误信息 no match）"), chinese);
    }

    @Test
    void cutsALongMessage() {
        CodeupException e = new CodeupException(Kind.REJECTED, CALL, 400, null, "m".repeat(1001), null, null);
        assertEquals("m".repeat(1000) + "...", e.codeupMessage());
        CodeupException whole = new CodeupException(Kind.REJECTED, CALL, 400, null, "m".repeat(1000), null, null);
        assertEquals("m".repeat(1000), whole.codeupMessage());
    }

    private static Properties texts(String language) throws IOException {
        Properties texts = new Properties();
        try (InputStream in = CodeupException.class.getResourceAsStream("CodeupException" + language + ".properties")) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return texts;
    }
}
