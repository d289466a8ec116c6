package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * A merge request (Codeup's documents also say change request) as Codeup tells it.
 *
 * @param number which one of the target repository's it is (localId)
 * @param title never null
 * @param open whether it is neither merged nor closed
 * @param source what is to be merged
 * @param target the branch that it is to be merged into, in the repository that has the merge request
 * @param author who made it, or null
 * @param webUrl its page, or null
 */
public record MergeRequest(
        long number,
        @NonNull String title,
        boolean open,
        @NonNull Source source,
        @NonNull String target,
        @CheckForNull Author author,
        @CheckForNull String webUrl) {

    /**
     * What is to be merged.
     *
     * @param repositoryId the number of its repository, or null where Codeup leaves it out
     * @param branch the branch there
     * @param commit the branch's newest commit, or null where Codeup leaves it out
     */
    public record Source(
            @CheckForNull Long repositoryId,
            @NonNull String branch,
            @CheckForNull String commit) {}

    /** Who made it; parts may be null. */
    public record Author(
            @CheckForNull String name,
            @CheckForNull String username,
            @CheckForNull String email) {}

    /**
     * @param repositoryId the repository that has the merge request
     * @return whether the source branch is in another repository
     */
    public boolean isFromFork(long repositoryId) {
        Long from = source.repositoryId();
        return from != null && from != repositoryId;
    }
}
