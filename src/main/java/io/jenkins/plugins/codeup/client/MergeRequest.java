package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * A merge request in Codeup, which some of its documents call change request.
 *
 * @param number its number in the target repository (localId)
 * @param title never null, may be empty
 * @param open whether it is neither merged nor closed
 * @param source the branch to be merged
 * @param target the branch to merge into, in the repository that has the merge request
 * @param author who opened it, or null
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
     * The branch to be merged.
     *
     * @param repositoryId the numeric id of its repository, or null if Codeup leaves it out
     * @param branch the branch in that repository
     * @param commit the branch's newest commit, or null if Codeup leaves it out
     */
    public record Source(
            @CheckForNull Long repositoryId,
            @NonNull String branch,
            @CheckForNull String commit) {}

    /** The user who opened it; each part may be null. */
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
