package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Who did what a delivery tells of.
 *
 * @param name the shown name, or null
 * @param userName the log-in name, or null
 * @param email or null
 */
public record Sender(
        @CheckForNull String name,
        @CheckForNull String userName,
        @CheckForNull String email) {

    /**
     * @return the best of the names that are known, or an empty text
     */
    @NonNull
    public String shown() {
        return Stream.of(name, userName, email)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }
}
