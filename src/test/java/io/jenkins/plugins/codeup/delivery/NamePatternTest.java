package io.jenkins.plugins.codeup.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns for names, and that each ends. */
class NamePatternTest {

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
        "regex:main,mainly,false"
    })
    void matches(String pattern, String name, boolean matching) {
        assertEquals(matching, NamePattern.of(pattern).matches(name));
    }

    @Test
    void severalPatternsStandInOneTextAndExcludedOnesWin() {
        BranchFilter filter = BranchFilter.of("main, release/*\nregex:v{1,2}", "release/old*\n");
        assertEquals(true, filter.wants("main"));
        assertEquals(true, filter.wants("release/1"));
        assertEquals(true, filter.wants("vv"));
        assertEquals(false, filter.wants("release/old"));
        assertEquals(false, filter.wants("dev"));
        assertEquals(true, BranchFilter.of(" ,\n", null).wants("any/thing"));
    }

    @Test
    void aWrongExpressionIsSaid() {
        assertThrows(PatternSyntaxException.class, () -> BranchFilter.of("regex:(", null));
    }

    /** To repeat nothing takes no step that could be counted. */
    @ParameterizedTest
    @ValueSource(strings = {"(?:){2000000000}", "((?:){30000}){30000}", "(?:){99999999999}", "((?:){2,101}){100,}"})
    void anExpressionThatRepeatsTooOftenIsRefused(String regex) {
        assertThrows(PatternSyntaxException.class, () -> NamePattern.regex(regex));
    }

    @Test
    void usualRepeatsAreFine() {
        assertEquals(true, NamePattern.regex("[0-9a-f]{7,40}|v\\d{1,3}").matches("0123abc"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+b", "(a|aa)+b", "(.*)*b", "(a|a|a)*b", "((a)|(b)|(c))*d"})
    void anExpressionThatExplodesIsStopped(String regex) {
        NamePattern pattern = NamePattern.regex(regex);
        String text = "a".repeat(9_000);
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThrows(CostlyPatternException.class, () -> pattern.matches(text));
        });
    }

    @Test
    void aGlobThatExplodesIsStopped() {
        NamePattern pattern = NamePattern.of("**a**a**a**a**a**a**a**b");
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThrows(CostlyPatternException.class, () -> pattern.matches("a".repeat(1_000)));
        });
    }
}
