package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Arrays;
import java.util.Locale;

/** The kinds of events that Codeup delivers to webhooks. */
public enum DeliveryEvent {
    PUSH("push"),
    TAG_PUSH("tag_push"),
    MERGE_REQUEST("merge_request"),
    NOTE("note");

    private static final int MAX_LENGTH = 100;

    private final String kind;

    DeliveryEvent(String kind) {
        this.kind = kind;
    }

    /**
     * @return the event's name in a body's {@code object_kind}
     */
    @NonNull
    public String kind() {
        return kind;
    }

    /**
     * @param text a header such as {@code Merge Request Hook} or an {@code object_kind}, in any letter case, with
     *     blanks, hyphens or underscores; or null
     * @return the event, or null if the text names none
     */
    @CheckForNull
    public static DeliveryEvent of(@CheckForNull String text) {
        if (text == null || text.length() > MAX_LENGTH) {
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
