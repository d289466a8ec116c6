package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which names are wanted: those that one of the included patterns matches, or any if there are none, less those that
 * an excluded one matches. Serves branches, tags, authors and paths alike.
 */
public final class BranchFilter {

    private static final Pattern SEPARATOR = Pattern.compile("\\s*[\\r\\n]+\\s*|\\s*,\\s*");

    private final List<NamePattern> included;
    private final List<NamePattern> excluded;

    private BranchFilter(List<NamePattern> included, List<NamePattern> excluded) {
        this.included = included;
        this.excluded = excluded;
    }

    /**
     * @param included patterns with commas or line ends between them, or null; a line that begins with {@code regex:}
     *     is one regular expression, commas and all
     * @param excluded likewise
     * @throws java.util.regex.PatternSyntaxException if one of them is no pattern
     */
    @NonNull
    public static BranchFilter of(@CheckForNull String included, @CheckForNull String excluded) {
        return new BranchFilter(patterns(included), patterns(excluded));
    }

    private static List<NamePattern> patterns(String text) {
        if (text == null) {
            return List.of();
        }
        return text.lines()
                .map(String::trim)
                .flatMap(line -> line.startsWith("regex:") ? List.of(line).stream() : SEPARATOR.splitAsStream(line))
                .map(String::trim)
                .filter(pattern -> !pattern.isEmpty())
                .map(NamePattern::of)
                .toList();
    }

    boolean wants(@NonNull String name) {
        return wantsOneOf(List.of(name));
    }

    /**
     * @param names what one thing goes by: any of them can include it, and any exclude it
     */
    boolean wantsOneOf(@NonNull List<String> names) {
        return (included.isEmpty() || oneMatches(included, names)) && !oneMatches(excluded, names);
    }

    private static boolean oneMatches(List<NamePattern> patterns, List<String> names) {
        return patterns.stream().anyMatch(pattern -> names.stream().anyMatch(pattern::matches));
    }

    boolean wantsAll() {
        return included.isEmpty() && excluded.isEmpty();
    }
}
