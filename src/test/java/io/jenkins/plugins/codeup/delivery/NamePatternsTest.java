package io.jenkins.plugins.codeup.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.jenkins.plugins.codeup.delivery.NamePatterns.BoundedPattern;
import io.jenkins.plugins.codeup.delivery.NamePatterns.CostlyPatternException;
import java.time.Duration;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How patterns match names, and that no pattern runs for ever. */
class NamePatternsTest {

    @ParameterizedTest
    @CsvSource({
        "main,main,true",
        "main,mainly,false",
        "main,Main,false",
        "release/*,release/1,true",
        "release/*,release/1/2,false",
        "release/**,release/1/2,true",
        "*,main,true",
        "*,a/b,false",
        "**,a/b,true",
        "**/b,a/b,true",
        "v?.0,v1.0,true",
        "v?.0,v1x0,false",
        "a.b,axb,false",
        "[a],a,false",
        "(x),(x),true",
        "regex:ma.n,main,true",
        "regex: (main|dev),dev,true",
        "regex:main,mainly,false",
        "a?b,axb,true",
        "***,a/b,true",
        "\\E*,\\Ex,true"
    })
    void matches(String pattern, String name, boolean matching) {
        assertEquals(matching, NamePatterns.of(pattern, null).accept(name));
    }

    @Test
    void excludePatternsWinOverIncludePatterns() {
        NamePatterns filter = NamePatterns.of("main, release/*\nregex:v{1,2}", "release/old*\n");
        assertEquals(true, filter.accept("main"));
        assertEquals(true, filter.accept("release/1"));
        assertEquals(true, filter.accept("vv"));
        assertEquals(false, filter.accept("release/old"));
        assertEquals(false, filter.accept("dev"));
        assertEquals(true, NamePatterns.of(" ,\n", null).accept("any/thing"));
    }

    @Test
    void anInvalidExpressionIsAnError() {
        assertThrows(PatternSyntaxException.class, () -> NamePatterns.of("regex:(", null));
    }

    /** Repetitions of an empty match read no character, so the step limit does not see them. */
    @ParameterizedTest
    @ValueSource(strings = {"(?:){2000000000}", "((?:){30000}){30000}", "(?:){99999999999}", "((?:){2,101}){100,}"})
    void anExpressionThatRepeatsTooOftenIsAnError(String regex) {
        assertThrows(PatternSyntaxException.class, () -> BoundedPattern.regex(regex));
    }

    @Test
    void usualRepetitionsAreAccepted() {
        assertEquals(true, BoundedPattern.regex("[0-9a-f]{7,40}|v\\d{1,3}").matches("0123abc"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+b", "(a|aa)+b", "(.*)*b", "(a|a|a)*b", "((a)|(b)|(c))*d"})
    void anExpressionThatExplodesIsStopped(String regex) {
        BoundedPattern pattern = BoundedPattern.regex(regex);
        String text = "a".repeat(9_000);
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThrows(CostlyPatternException.class, () -> pattern.matches(text));
        });
    }

    @Test
    void aGlobThatExplodesIsStopped() {
        BoundedPattern pattern = BoundedPattern.glob("**a**a**a**a**a**a**a**b");
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThrows(CostlyPatternException.class, () -> pattern.matches("a".repeat(1_000)));
        });
    }
}
