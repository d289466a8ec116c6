package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Include and exclude patterns for names: of branches, tags, authors or changed files. A name is accepted if an include
 * pattern matches it, or there is none, and no exclude pattern matches it.
 */
public final class NamePatterns {

    /** Accepts every name. */
    public static final NamePatterns ALL = of(null, null);

    private static final String REGEX = "regex:";

    private final List<BoundedPattern> included;
    private final List<BoundedPattern> excluded;

    private NamePatterns(List<BoundedPattern> included, List<BoundedPattern> excluded) {
        this.included = included;
        this.excluded = excluded;
    }

    /**
     * Parses patterns separated by commas or line breaks. {@code *} matches anything but a slash, {@code **} matches
     * anything, {@code ?} matches one character but a slash. A line that begins with {@code regex:} is one regular
     * expression, commas included.
     *
     * @param included include patterns, or null for none
     * @param excluded exclude patterns, or null for none
     * @throws PatternSyntaxException if a regular expression is invalid
     */
    @NonNull
    public static NamePatterns of(@CheckForNull String included, @CheckForNull String excluded) {
        return new NamePatterns(parse(included), parse(excluded));
    }

    private static List<BoundedPattern> parse(String text) {
        return text == null
                ? List.of()
                : text.lines()
                        .map(String::trim)
                        .flatMap(line -> line.startsWith(REGEX) ? Stream.of(line) : Stream.of(line.split(",")))
                        .map(String::trim)
                        .filter(pattern -> !pattern.isEmpty())
                        .map(NamePatterns::parsePattern)
                        .toList();
    }

    private static BoundedPattern parsePattern(String text) {
        return text.startsWith(REGEX)
                ? BoundedPattern.regex(text.substring(REGEX.length()).trim())
                : BoundedPattern.glob(text);
    }

    boolean accept(@NonNull String name) {
        return acceptAnyOf(List.of(name));
    }

    /**
     * @param names the names of one thing, such as an author's name and e-mail address: one is enough to include it, and
     *     one is enough to exclude it
     */
    boolean acceptAnyOf(@NonNull List<String> names) {
        return (included.isEmpty() || anyMatches(included, names)) && !anyMatches(excluded, names);
    }

    private static boolean anyMatches(List<BoundedPattern> patterns, List<String> names) {
        return patterns.stream().anyMatch(pattern -> names.stream().anyMatch(pattern::matches));
    }

    /**
     * @return whether there are no patterns, so that every name is accepted
     */
    boolean acceptAll() {
        return included.isEmpty() && excluded.isEmpty();
    }

    /**
     * A regular expression that stops after a bounded number of steps. Users write the expression and anyone with access
     * to the repository writes the text: without a limit, backtracking could occupy a thread for ever.
     */
    public static final class BoundedPattern {

        /** Characters read before a match is given up; some milliseconds. */
        private static final int MAX_STEPS = 200_000;

        private static final int MAX_REPETITIONS = 10_000;
        private static final Pattern REPETITION = Pattern.compile("\\{(?:\\d*,)?(\\d+),?}");

        private final Pattern pattern;

        private BoundedPattern(String regex) {
            this.pattern = Pattern.compile(regex, Pattern.DOTALL);
        }

        /**
         * @param regex a regular expression in Java's syntax
         * @throws PatternSyntaxException if it is invalid or repeats too often
         */
        @NonNull
        public static BoundedPattern regex(@NonNull String regex) {
            checkRepetitions(regex);
            return new BoundedPattern(regex);
        }

        /** Counted repetitions of an empty match read no character, so the step limit does not bound them. */
        private static void checkRepetitions(String regex) {
            long repetitions = 1;
            Matcher counts = REPETITION.matcher(regex);
            while (counts.find()) {
                String count = counts.group(1);
                repetitions *= count.length() > 5 ? MAX_REPETITIONS + 1 : Math.max(1, Integer.parseInt(count));
                if (repetitions > MAX_REPETITIONS) {
                    throw new PatternSyntaxException(
                            "repeats more than " + MAX_REPETITIONS + " times", regex, counts.start());
                }
            }
        }

        @NonNull
        static BoundedPattern glob(@NonNull String glob) {
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
            return new BoundedPattern(regex.toString());
        }

        /**
         * @return whether the whole text matches
         * @throws CostlyPatternException if that takes too many steps
         */
        boolean matches(@NonNull String text) {
            try {
                return matcher(text).matches();
            } catch (StackOverflowError e) {
                throw new CostlyPatternException();
            }
        }

        /**
         * @return whether a part of the text matches
         * @throws CostlyPatternException if that takes too many steps
         */
        boolean isIn(@NonNull String text) {
            try {
                return matcher(text).find();
            } catch (StackOverflowError e) {
                throw new CostlyPatternException();
            }
        }

        private Matcher matcher(String text) {
            return pattern.matcher(new CountedText(text, new int[] {MAX_STEPS}));
        }
    }

    /** Counts the characters that a matcher reads, and stops it after a number of them. */
    private record CountedText(CharSequence text, int[] stepsLeft) implements CharSequence {

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (stepsLeft[0]-- <= 0) {
                throw new CostlyPatternException();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new CountedText(text.subSequence(start, end), stepsLeft);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    /** A pattern needs more steps for a text than the limit. */
    static final class CostlyPatternException extends RuntimeException {

        private static final long serialVersionUID = 1;

        CostlyPatternException() {
            super("the pattern takes too many steps", null, false, false);
        }
    }
}
