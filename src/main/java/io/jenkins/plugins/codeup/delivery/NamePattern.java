package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern as users write it: with {@code *} for anything but a slash, {@code **} for anything and {@code ?} for one
 * character; or, after {@code regex:}, a regular expression. However it is written and whatever it meets, it ends after
 * a bounded number of steps.
 */
public final class NamePattern {

    private static final String REGEX = "regex:";
    private static final int MOST_STEPS = 200_000;
    private static final int MOST_REPEATS = 10_000;
    private static final Pattern REPEATS = Pattern.compile("\\{(?:\\d*,)?(\\d+),?}");

    private final Pattern pattern;

    private NamePattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * @throws PatternSyntaxException if it is no regular expression
     */
    @NonNull
    public static NamePattern of(@NonNull String text) {
        String trimmed = text.trim();
        return trimmed.startsWith(REGEX)
                ? regex(trimmed.substring(REGEX.length()).trim())
                : new NamePattern(Pattern.compile(globAsRegex(trimmed), Pattern.DOTALL));
    }

    /**
     * @param regex a regular expression, without anything in front
     * @throws PatternSyntaxException if it is none, or repeats too often
     */
    @NonNull
    public static NamePattern regex(@NonNull String regex) {
        checkRepeats(regex);
        return new NamePattern(Pattern.compile(regex, Pattern.DOTALL));
    }

    /** To repeat what reads nothing takes time, but no step that is counted. */
    private static void checkRepeats(String regex) {
        long repeats = 1;
        Matcher counts = REPEATS.matcher(regex);
        while (counts.find()) {
            String count = counts.group(1);
            repeats *= count.length() > 5 ? MOST_REPEATS + 1 : Math.max(1, Integer.parseInt(count));
            if (repeats > MOST_REPEATS) {
                throw new PatternSyntaxException("repeats more than " + MOST_REPEATS + " times", regex, counts.start());
            }
        }
    }

    private static String globAsRegex(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c != '*') {
                regex.append(c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
                continue;
            }
            boolean anything = false;
            while (i + 1 < glob.length() && glob.charAt(i + 1) == '*') {
                anything = true;
                i++;
            }
            regex.append(anything ? ".*" : "[^/]*");
        }
        return regex.toString();
    }

    /** Whether the whole text is as the pattern says. */
    boolean matches(@NonNull String text) {
        try {
            return pattern.matcher(new Counted(text, new int[] {MOST_STEPS})).matches();
        } catch (StackOverflowError e) {
            throw new CostlyPatternException();
        }
    }

    /** Whether some part of the text is as the pattern says. */
    boolean isIn(@NonNull String text) {
        try {
            return pattern.matcher(new Counted(text, new int[] {MOST_STEPS})).find();
        } catch (StackOverflowError e) {
            throw new CostlyPatternException();
        }
    }

    /** The matcher reads a character a step: counted here, a pattern that explodes is stopped. */
    private record Counted(CharSequence text, int[] left) implements CharSequence {

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (left[0]-- <= 0) {
                throw new CostlyPatternException();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end), left);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
