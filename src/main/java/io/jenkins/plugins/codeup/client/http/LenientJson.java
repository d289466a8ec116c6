package io.jenkins.plugins.codeup.client.http;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * Reads Codeup's values as it really writes them: numbers and booleans may stand in quotes, and what is empty is
 * absent. Each method takes the names that a field goes by and reads the first that is there.
 */
public final class LenientJson {

    private LenientJson() {}

    /**
     * @return the text of a field, or null where it is missing, null, empty or no plain value
     */
    @CheckForNull
    public static String text(@NonNull JsonNode object, @NonNull String... names) {
        for (String name : names) {
            JsonNode value = object.path(name);
            if (value.isValueNode() && !value.isNull() && !value.asText().isBlank()) {
                return value.asText();
            }
        }
        return null;
    }

    /**
     * @return null where the field is missing or neither true nor false
     */
    @CheckForNull
    public static Boolean bool(@NonNull JsonNode object, @NonNull String... names) {
        String text = text(object, names);
        if ("true".equalsIgnoreCase(text)) {
            return true;
        }
        return "false".equalsIgnoreCase(text) ? false : null;
    }

    /**
     * @return null where the field is missing or no whole number
     */
    @CheckForNull
    public static Long number(@NonNull JsonNode object, @NonNull String... names) {
        String text = text(object, names);
        try {
            return text == null ? null : Long.valueOf(text.trim());
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }
}
