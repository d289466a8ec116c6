package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;

/**
 * A commit as a delivery shows it.
 *
 * @param id the commit's hash, or null
 * @param message what its author wrote, never null
 * @param authorName or null
 * @param authorEmail or null
 * @param paths the files that it changed, empty where the delivery does not say so of each of its commits
 */
public record Commit(
        @CheckForNull String id,
        @NonNull String message,
        @CheckForNull String authorName,
        @CheckForNull String authorEmail,
        @NonNull List<String> paths) {

    public Commit {
        paths = List.copyOf(paths);
    }
}
