package io.jenkins.plugins.codeup.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

    private static final ApiCall CALL =
            new ApiCall("AddWebhook", "POST", "https://h/api/v3/projects/1/hooks?AccessToken=s3cret");

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

    private static Properties texts(String language) throws IOException {
        Properties texts = new Properties();
        try (InputStream in = CodeupException.class.getResourceAsStream("CodeupException" + language + ".properties")) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return texts;
    }
}
