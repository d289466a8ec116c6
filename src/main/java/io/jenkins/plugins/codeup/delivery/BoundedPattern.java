package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of a user that stops after a bounded number of steps. Users write the expression and anyone with
 * access to the repository writes the text: without a limit, backtracking could occupy a thread for ever. An invalid
 * expression is kept with the reason, so that the others of its field still work.
 */
public final class BoundedPattern {

    private static final int MAX_REPETITIONS = 10_000;
    private static final Pattern REPETITION = Pattern.compile("\\{(?:\\d*,)?(\\d+),?}");

    /**
     * Where a pattern comes from.
     *
     * @param field the parameter of the trigger, such as {@code branches}
     * @param text the pattern as the user wrote it
     */
    record Origin(@NonNull String field, @NonNull String text) {}

    private final Origin origin;
    /** Null if the pattern is invalid. */
    private final Pattern pattern;
    /** The same without regard to letter case. */
    private final Pattern anyCase;
    /** Steps that a match may take without reading a character. */
    private final int repetitions;

    private final String problem;

    private BoundedPattern(Origin origin, Pattern pattern, Pattern anyCase, int repetitions, String problem) {
        this.origin = origin;
        this.pattern = pattern;
        this.anyCase = anyCase;
        this.repetitions = repetitions;
        this.problem = problem;
    }

    /**
     * @param field the parameter that the pattern is written in, for messages
     * @param regex a regular expression in Java's syntax; may be invalid, see {@link #isValid}
     */
    @NonNull
    public static BoundedPattern regex(@NonNull String field, @NonNull String regex) {
        return of(new Origin(field, regex), regex);
    }

    @NonNull
    static BoundedPattern of(@NonNull Origin origin, @NonNull String regex) {
        try {
            int repetitions = repetitions(regex);
            return new BoundedPattern(
                    origin,
                    Pattern.compile(regex, Pattern.DOTALL),
                    Pattern.compile(regex, Pattern.DOTALL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE),
                    repetitions,
                    null);
        } catch (PatternSyntaxException e) {
            return invalid(origin, e.getDescription());
        } catch (StackOverflowError e) {
            return invalid(origin, "too many nested groups");
        }
    }

    /**
     * @param problem why, or null if it is no regular expression and no name can match it
     */
    @NonNull
    static BoundedPattern invalid(@NonNull Origin origin, @CheckForNull String problem) {
        return new BoundedPattern(origin, null, null, 0, problem);
    }

    /** Counted repetitions of an empty match read no character, so they are limited, and counted, by themselves. */
    private static int repetitions(String regex) {
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
        return (int) repetitions;
    }

    public boolean isValid() {
        return pattern != null;
    }

    /**
     * @return the parameter of the trigger that the pattern is written in
     */
    @NonNull
    public String field() {
        return origin.field();
    }

    /**
     * @return the pattern as the user wrote it
     */
    @NonNull
    public String text() {
        return origin.text();
    }

    /**
     * @return what is wrong with the regular expression; null if nothing is, or the pattern is none and no name can match
     *     it
     */
    @CheckForNull
    public String problem() {
        return problem;
    }

    /**
     * @throws InvalidPatternException if the pattern is invalid
     */
    void checkValid() {
        if (!isValid()) {
            throw new InvalidPatternException(this);
        }
    }

    /**
     * @param ignoreCase whether letter case makes no difference
     * @return whether the whole text matches
     * @throws CostlyPatternException if that takes more steps than are left
     */
    boolean matches(@NonNull String text, boolean ignoreCase, @NonNull Steps steps) {
        steps.take(repetitions, this);
        try {
            return (ignoreCase ? anyCase : pattern)
                    .matcher(new CountedText(text, steps, this))
                    .matches();
        } catch (StackOverflowError e) {
            throw new CostlyPatternException(this);
        }
    }

    /**
     * @return whether a part of the text matches
     * @throws CostlyPatternException if that takes more steps than are left
     * @throws InvalidPatternException if the pattern is invalid
     */
    boolean isIn(@NonNull String text, @NonNull Steps steps) {
        checkValid();
        steps.take((long) repetitions * (text.length() + 1), this);
        try {
            return pattern.matcher(new CountedText(text, steps, this)).find();
        } catch (StackOverflowError e) {
            throw new CostlyPatternException(this);
        }
    }

    /** The steps that all patterns together may take for one delivery. Not thread-safe. */
    static final class Steps {

        /** Some hundred milliseconds. */
        private static final long MAX = 2_000_000;

        private long left = MAX;

        void take(long steps, BoundedPattern by) {
            left -= steps;
            if (left < 0) {
                throw new CostlyPatternException(by);
            }
        }
    }

    /** Counts the characters that a matcher reads. */
    private record CountedText(CharSequence text, Steps steps, BoundedPattern by) implements CharSequence {

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            steps.take(1, by);
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new CountedText(text.subSequence(start, end), steps, by);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    /** No decision is possible because of a pattern. */
    abstract static class UnusablePatternException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient BoundedPattern pattern;

        UnusablePatternException(String message, BoundedPattern pattern) {
            super(message, null, false, false);
            this.pattern = pattern;
        }

        BoundedPattern pattern() {
            return pattern;
        }
    }

    /** The patterns need more steps for a delivery than the limit. */
    static final class CostlyPatternException extends UnusablePatternException {

        private static final long serialVersionUID = 1;

        CostlyPatternException(BoundedPattern pattern) {
            super("the pattern takes too many steps", pattern);
        }
    }

    /** The decision depends on a pattern that is invalid. */
    static final class InvalidPatternException extends UnusablePatternException {

        private static final long serialVersionUID = 1;

        InvalidPatternException(BoundedPattern pattern) {
            super("the pattern is invalid", pattern);
        }
    }
}
