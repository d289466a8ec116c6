package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.delivery.BoundedPattern.Steps;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Decision;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Reason;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Include and exclude patterns for names: of branches, tags, authors or changed files. A name is accepted if an include
 * pattern matches it, or there is none, and no exclude pattern matches it.
 */
public final class NamePatterns {

    private static final String REGEX = "regex:";
    /** Blanks of every width, the byte order mark and the zero-width space. */
    private static final String BLANK = "[\\p{Z}\\s\\uFEFF\\u200B]";

    private static final Pattern SURROUNDING_BLANKS = Pattern.compile("^" + BLANK + "+|" + BLANK + "+$");
    private static final Pattern COMMAS = Pattern.compile("[,\\uFF0C]");
    private static final Pattern COMMAS_AND_BLANKS = Pattern.compile("(?:[,\\uFF0C]|" + BLANK + ")+");

    /** What git does not allow in the name of a branch or tag; {@code *} and {@code ?} are wildcards here. */
    private static final Pattern NO_REF = Pattern.compile("[\\p{Cntrl}\\s~^:\\[\\\\]|\\.\\.|@\\{|//|^[/-]|/$|^$");

    private static final Pattern REMOTE_BRANCH = Pattern.compile("(?:refs/)?remotes/[^/]+/");

    /** What the names are names of. Decides how patterns are written and compared. */
    public enum Kind {
        BRANCHES("branches", "excludedBranches"),
        /** Source branches of merge requests. */
        SOURCE_BRANCHES("sourceBranches", "excludedSourceBranches"),
        TAGS("tags", "excludedTags"),
        /** Names, user names and e-mail addresses; the letter case of addresses makes no difference. */
        AUTHORS("authors", "ignoredAuthors"),
        /** Changed files, relative to the repository's root. */
        PATHS("paths", "excludedPaths");

        private final String included;
        private final String excluded;

        Kind(String included, String excluded) {
            this.included = included;
            this.excluded = excluded;
        }

        private boolean isRef() {
            return this == BRANCHES || this == SOURCE_BRANCHES || this == TAGS;
        }

        /** With an invalid exclude pattern, no branch or tag is accepted, as nobody can tell what it should exclude. */
        private boolean failsClosed() {
            return isRef();
        }
    }

    private final Kind kind;
    private final List<BoundedPattern> included;
    private final List<BoundedPattern> excluded;

    private NamePatterns(Kind kind, List<BoundedPattern> included, List<BoundedPattern> excluded) {
        this.kind = kind;
        this.included = included;
        this.excluded = excluded;
    }

    /**
     * @return patterns that accept every name
     */
    @NonNull
    public static NamePatterns all(@NonNull Kind kind) {
        return of(kind, null, null);
    }

    /**
     * Parses patterns separated by commas or line breaks; those of branches and tags also by blanks. {@code *} matches
     * anything but a slash, {@code **} matches anything, {@code ?} matches one character but a slash. A line that begins
     * with {@code regex:} is one regular expression, commas included. Invalid patterns are kept, see {@link #invalid}.
     *
     * <p>Branches may be written as for the Git plugin: {@code refs/heads/main} is {@code main}; {@code origin/main} and
     * <code>&#42;/main</code> match {@code main} too. A path may begin with a slash or {@code ./}.
     *
     * @param included include patterns, or null for none
     * @param excluded exclude patterns, or null for none
     */
    @NonNull
    public static NamePatterns of(@NonNull Kind kind, @CheckForNull String included, @CheckForNull String excluded) {
        return new NamePatterns(kind, parse(kind, kind.included, included), parse(kind, kind.excluded, excluded));
    }

    private static List<BoundedPattern> parse(Kind kind, String field, String text) {
        return text == null
                ? List.of()
                : text.lines()
                        .map(NamePatterns::trim)
                        .flatMap(line -> line.startsWith(REGEX)
                                ? Stream.of(line)
                                : (kind.isRef() ? COMMAS_AND_BLANKS : COMMAS).splitAsStream(line))
                        .map(NamePatterns::trim)
                        .filter(pattern -> !pattern.isEmpty())
                        .map(pattern -> parse(kind, new BoundedPattern.Origin(field, pattern)))
                        .toList();
    }

    private static String trim(String text) {
        return SURROUNDING_BLANKS.matcher(text).replaceAll("");
    }

    private static BoundedPattern parse(Kind kind, BoundedPattern.Origin origin) {
        String text = origin.text();
        if (text.startsWith(REGEX)) {
            return BoundedPattern.of(origin, trim(text.substring(REGEX.length())));
        }
        String glob =
                switch (kind) {
                    case BRANCHES, SOURCE_BRANCHES ->
                        REMOTE_BRANCH.matcher(without(text, "refs/heads/")).replaceFirst("");
                    case TAGS -> without(text, "refs/tags/");
                    case PATHS -> text.replaceFirst("^(?:\\.?/)+", "");
                    case AUTHORS -> text;
                };
        if (kind.isRef() && NO_REF.matcher(glob).find()) {
            return BoundedPattern.invalid(origin, null);
        }
        return BoundedPattern.of(origin, kind == Kind.TAGS || !kind.isRef() ? regex(glob) : branchRegex(glob));
    }

    private static String without(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    /** The Git plugin's patterns name the remote in front. A pattern of wildcards alone is taken literally. */
    private static String branchRegex(String glob) {
        String branch = glob.substring(glob.indexOf('/') + 1);
        boolean anyRemote = glob.startsWith("*/") && !branch.matches("[*?/]*");
        if (anyRemote || glob.startsWith("origin/")) {
            return "(?:" + regex(glob.substring(0, glob.length() - branch.length())) + ")?" + regex(branch);
        }
        return regex(glob);
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        Matcher parts = Pattern.compile("\\*+|\\?|[^*?]+").matcher(glob);
        while (parts.find()) {
            String part = parts.group();
            regex.append(
                    switch (part) {
                        case "?" -> "[^/]";
                        case "*" -> "[^/]*";
                        default -> part.startsWith("*") ? ".*" : Pattern.quote(part);
                    });
        }
        return regex.toString();
    }

    /**
     * @return the patterns that can match nothing, as they were written
     */
    @NonNull
    public List<BoundedPattern> invalid() {
        return Stream.concat(included.stream(), excluded.stream())
                .filter(pattern -> !pattern.isValid())
                .toList();
    }

    /**
     * @param names the names of one thing, such as an author's name and e-mail address: one is enough to include it, and
     *     one is enough to exclude it
     * @throws BoundedPattern.InvalidPatternException if the answer depends on an invalid pattern
     */
    boolean accept(@NonNull List<String> names, @NonNull Steps steps) {
        if (anyMatches(excluded, names, steps)) {
            return false;
        }
        if (kind.failsClosed()) {
            excluded.forEach(BoundedPattern::checkValid);
        }
        if (included.isEmpty() || anyMatches(included, names, steps)) {
            return true;
        }
        included.forEach(BoundedPattern::checkValid);
        return false;
    }

    /**
     * @return whether the name is accepted; false if that depends on an invalid pattern or takes too many steps
     */
    public boolean accepts(@NonNull String name) {
        return ChangeFilter.decide(steps -> accept(name, steps) ? null : Decision.of(Reason.BRANCH_EXCLUDED)) == null;
    }

    boolean accept(@NonNull String name, @NonNull Steps steps) {
        return accept(List.of(name), steps);
    }

    /**
     * @param names the names of several things
     * @return whether one of them is accepted
     * @throws BoundedPattern.InvalidPatternException if the answer depends on an invalid pattern
     */
    boolean acceptAnyOf(@NonNull List<String> names, @NonNull Steps steps) {
        for (String name : names) {
            List<String> one = List.of(name);
            if (!anyMatches(excluded, one, steps) && (included.isEmpty() || anyMatches(included, one, steps))) {
                return true;
            }
        }
        included.forEach(BoundedPattern::checkValid);
        return false;
    }

    private boolean anyMatches(List<BoundedPattern> patterns, List<String> names, Steps steps) {
        for (BoundedPattern pattern : patterns) {
            for (String name : names) {
                boolean address = kind == Kind.AUTHORS && name.indexOf('@') >= 0;
                if (pattern.isValid() && pattern.matches(name, address, steps)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * @return whether there are no patterns, so that every name is accepted
     */
    boolean acceptAll() {
        return included.isEmpty() && excluded.isEmpty();
    }

    /**
     * Splits a list of words as {@link #of} does: at commas and blanks of every width.
     *
     * @return the words in lower case
     */
    @NonNull
    static Stream<String> words(@NonNull String text) {
        return COMMAS_AND_BLANKS.splitAsStream(text.toLowerCase(Locale.ROOT)).filter(word -> !word.isEmpty());
    }
}
