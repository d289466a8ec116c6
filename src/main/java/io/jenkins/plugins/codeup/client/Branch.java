package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Instant;

/**
 * A branch as Codeup tells it.
 *
 * @param name without {@code refs/heads/}
 * @param commit the hash of its newest commit
 * @param committedAt when that was made, or null where Codeup does not say so that it can be read
 * @param isDefault whether it is the repository's default branch
 */
public record Branch(
        @NonNull String name,
        @NonNull String commit,
        @CheckForNull Instant committedAt,
        boolean isDefault) {}
