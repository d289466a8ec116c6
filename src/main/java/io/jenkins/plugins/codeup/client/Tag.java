package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Instant;

/**
 * A tag as Codeup tells it.
 *
 * @param name without {@code refs/tags/}
 * @param commit the hash of the commit that it stands for
 * @param committedAt when that was made, or null where Codeup does not say so that it can be read
 */
public record Tag(
        @NonNull String name,
        @NonNull String commit,
        @CheckForNull Instant committedAt) {}
