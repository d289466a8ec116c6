package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.regex.Pattern;

/**
 * Makes text that users of Codeup wrote safe to display in one line. Line breaks, terminal sequences or characters that
 * change the direction of writing could make it look like something that Jenkins says.
 */
public final class PlainText {

    /** Control characters, line and paragraph separators, halves of characters, and bidirectional controls. */
    private static final Pattern UNSAFE =
            Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

    private PlainText() {}

    /**
     * @param text any text, or null
     * @param max the maximum length
     * @return the text with a blank for each unsafe character, trimmed and cut; empty for null
     */
    @NonNull
    public static String line(@CheckForNull String text, int max) {
        return text == null ? "" : cut(UNSAFE.matcher(text).replaceAll(" ").trim(), max);
    }

    /**
     * @param max the maximum length; a character of two {@code char}s is not cut in half
     */
    @NonNull
    static String cut(@NonNull String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
    }
}
