package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Arrays;
import java.util.Locale;

/** The kinds of events that a hook can be told of. */
public enum DeliveryEvent {
    PUSH("push"),
    TAG_PUSH("tag_push"),
    MERGE_REQUEST("merge_request"),
    NOTE("note");

    private final String kind;

    DeliveryEvent(String kind) {
        this.kind = kind;
    }

    /**
     * @return the name as it stands in a body's {@code object_kind}
     */
    @NonNull
    public String kind() {
        return kind;
    }

    /**
     * @return the name as it stands in the header, such as {@code Merge Request Hook}
     */
    @NonNull
    public String header() {
        StringBuilder words = new StringBuilder();
        for (String word : kind.split("_")) {
            words.append(Character.toUpperCase(word.charAt(0)))
                    .append(word.substring(1))
                    .append(' ');
        }
        return words + "Hook";
    }

    /**
     * @param text a header's value or an {@code object_kind}, in any letter case, with blanks, hyphens or underscores
     * @return null if it names none of these
     */
    @CheckForNull
    static DeliveryEvent of(@CheckForNull String text) {
        if (text == null || text.length() > 100) {
            return null;
        }
        String name =
                text.trim().toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", "_").replaceFirst("_hook$", "");
        return Arrays.stream(values())
                .filter(event -> event.kind.equals(name))
                .findFirst()
                .orElse(null);
    }
}
