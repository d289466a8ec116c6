package io.jenkins.plugins.codeup.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.delivery.BoundedPattern.CostlyPatternException;
import io.jenkins.plugins.codeup.delivery.BoundedPattern.InvalidPatternException;
import io.jenkins.plugins.codeup.delivery.BoundedPattern.Steps;
import io.jenkins.plugins.codeup.delivery.NamePatterns.Kind;
import java.time.Duration;
import java.util.List;
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
        assertEquals(matching, accept(Kind.PATHS, pattern, null, name));
    }

    @Test
    void excludePatternsWinOverIncludePatterns() {
        String included = "main, release/*\nregex:v{1,2}";
        String excluded = "release/old*\n";
        assertEquals(true, accept(Kind.BRANCHES, included, excluded, "main"));
        assertEquals(true, accept(Kind.BRANCHES, included, excluded, "release/1"));
        assertEquals(true, accept(Kind.BRANCHES, included, excluded, "vv"));
        assertEquals(false, accept(Kind.BRANCHES, included, excluded, "release/old"));
        assertEquals(false, accept(Kind.BRANCHES, included, excluded, "dev"));
        assertEquals(true, accept(Kind.BRANCHES, " ,\n", null, "any/thing"));
    }

    @ParameterizedTest
    @CsvSource({
        "regex:(,Unclosed group",
        "regex:[a,Unclosed character class",
        "regex:(?:){2000000000},repeats more than 10000 times",
        "main~1,",
        ":^main$,",
        "/main,",
        "refs/heads/,",
        "-main,",
        "a..b,"
    })
    @FieldCase("F02")
    void aPatternThatCanMatchNoBranchIsInvalid(String pattern, String problem) {
        List<BoundedPattern> invalid =
                NamePatterns.of(Kind.BRANCHES, "main, dev\n" + pattern, null).invalid();
        assertEquals(
                List.of(pattern), invalid.stream().map(BoundedPattern::text).toList());
        assertEquals("branches", invalid.get(0).field());
        assertEquals(problem, invalid.get(0).problem());
    }

    /** One wrong pattern does not take the others of its field along. */
    @Test
    void besideAnInvalidIncludePatternTheOthersCount() {
        assertEquals(true, accept(Kind.BRANCHES, "main\nregex:(", null, "main"));
        assertThrows(InvalidPatternException.class, () -> accept(Kind.BRANCHES, "main\nregex:(", null, "dev"));
        NamePatterns paths = NamePatterns.of(Kind.PATHS, "src/**\nregex:(", null);
        assertEquals(true, paths.acceptAnyOf(List.of("docs/a", "src/a"), new Steps()));
        assertThrows(InvalidPatternException.class, () -> paths.acceptAnyOf(List.of("docs/a"), new Steps()));
    }

    /** Which branches it should exclude, nobody can tell. Excluded files and authors are no question of safety. */
    @Test
    void withAnInvalidExcludePatternNoBranchIsAcceptedButFilesAndAuthorsAre() {
        assertThrows(InvalidPatternException.class, () -> accept(Kind.BRANCHES, null, "old\nregex:(", "dev"));
        assertEquals(false, accept(Kind.BRANCHES, null, "old\nregex:(", "old"));
        assertEquals(true, accept(Kind.AUTHORS, null, "bot\nregex:(", "dev-a"));
        assertEquals(false, accept(Kind.AUTHORS, null, "bot\nregex:(", "bot"));
        assertEquals(
                true, NamePatterns.of(Kind.PATHS, null, "docs/**\nregex:(").acceptAnyOf(List.of("src/a"), new Steps()));
    }

    /** Repetitions of an empty match read no character, so the step limit does not see them. */
    @ParameterizedTest
    @ValueSource(strings = {"(?:){2000000000}", "((?:){30000}){30000}", "(?:){99999999999}", "((?:){2,101}){100,}"})
    void anExpressionThatRepeatsTooOftenIsInvalid(String regex) {
        assertEquals(false, regex(regex).isValid());
    }

    @Test
    void usualRepetitionsAreAccepted() {
        assertEquals(true, regex("[0-9a-f]{7,40}|v\\d{1,3}").matches("0123abc", false, new Steps()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+b", "(a|aa)+b", "(.*)*b", "(a|a|a)*b", "((a)|(b)|(c))*d"})
    void anExpressionThatExplodesIsStopped(String regex) {
        BoundedPattern pattern = regex(regex);
        String text = "a".repeat(9_000);
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThrows(CostlyPatternException.class, () -> pattern.matches(text, false, new Steps()));
        });
    }

    @Test
    void aGlobThatExplodesIsStopped() {
        NamePatterns pattern = NamePatterns.of(Kind.PATHS, "**a**a**a**a**a**a**a**b", null);
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThrows(CostlyPatternException.class, () -> pattern.accept("a".repeat(1_000), new Steps()));
        });
    }

    /** Characters of two {@code char}s, at every place of a pattern, literally and for a wildcard. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "🚀*",
                "*🚀",
                "*🚀*",
                "**🚀**",
                "release/🚀*",
                "release/?1",
                "release/🚀1",
                "release/*1",
                "r*/🚀?",
                "regex:release/🚀.",
                "regex:.*🚀.*",
                "regex:release/[🚀]1",
                "regex:release/[^a-z]1",
                "regex:release/.1"
            })
    @FieldCase("D09")
    void charactersBeyondTheBasicPlaneMatchEverywhere(String pattern) {
        boolean whole = pattern.contains("release") || pattern.contains("**") || pattern.startsWith("r");
        String name = whole ? "release/🚀1" : pattern.startsWith("*") && !pattern.endsWith("*") ? "1🚀" : "🚀1";
        for (Kind kind : Kind.values()) {
            assertEquals(true, accept(kind, pattern, null, name), kind + " " + pattern);
            assertEquals(false, accept(kind, null, pattern, name), kind + " " + pattern);
        }
    }

    private static BoundedPattern regex(String regex) {
        return BoundedPattern.regex("notePattern", regex);
    }

    private static boolean accept(Kind kind, String included, String excluded, String name) {
        return NamePatterns.of(kind, included, excluded).accept(name, new Steps());
    }
}
