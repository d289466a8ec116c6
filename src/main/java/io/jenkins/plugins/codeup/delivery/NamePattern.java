package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.regex.Pattern;

/**
 * A pattern as users write it: with {@code *} for anything but a slash, {@code **} for anything and {@code ?} for one
 * character; or, after {@code regex:}, a regular expression. However it is written and whatever it meets, it ends after
 * a bounded number of steps.
 */
public final class NamePattern {

    private static final String REGEX = "regex:";
    private static final int MOST_STEPS = 200_000;

    private final Pattern pattern;

    private NamePattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * @throws java.util.regex.PatternSyntaxException if it is no regular expression
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
     * @throws java.util.regex.PatternSyntaxException if it is none
     */
    @NonNull
    public static NamePattern regex(@NonNull String regex) {
        return new NamePattern(Pattern.compile(regex, Pattern.DOTALL));
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
