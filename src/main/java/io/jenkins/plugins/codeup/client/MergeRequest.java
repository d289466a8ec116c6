package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;

/**
 * A merge request in Codeup, which some of its documents call change request.
 *
 * @param number its number in the target repository (localId)
 * @param title never null, may be empty
 * @param open whether it is neither merged nor closed
 * @param source what is to be merged
 * @param target the branch to merge into, in the repository that has the merge request
 * @param author who opened it, or null
 * @param draft whether it is marked as work in progress, or null if Codeup leaves it out, as it does for a single one
 * @param webUrl its page, or null
 * @param description its text, or null if Codeup leaves it out, as it may in lists
 * @param labels the names of its labels; empty if Codeup leaves them out
 * @param reviewers the names of its reviewers
 */
public record MergeRequest(
        long number,
        @NonNull String title,
        boolean open,
        @NonNull Source source,
        @NonNull String target,
        @CheckForNull Author author,
        @CheckForNull Boolean draft,
        @CheckForNull String webUrl,
        @CheckForNull String description,
        @NonNull List<String> labels,
        @NonNull List<String> reviewers) {

    public MergeRequest {
        labels = List.copyOf(labels);
        reviewers = List.copyOf(reviewers);
    }

    /**
     * What is to be merged: a branch, or the commit of a push that made the merge request.
     *
     * @param repositoryId the numeric id of its repository, or null if Codeup leaves it out
     * @param branch the branch in that repository, or null if there is none
     * @param commit the newest commit, or null if Codeup leaves it out, as it does for branches; {@link
     *     SourceReader#findSourceCommit} tells it
     * @param ref the ref of the commit of a push, or null
     * @param pushed whether a push made the merge request (COMMAND_LINE), for which the viewer's role is enough
     */
    public record Source(
            @CheckForNull Long repositoryId,
            @CheckForNull String branch,
            @CheckForNull String commit,
            @CheckForNull String ref,
            boolean pushed) {}

    /**
     * The user who opened it; each part may be null.
     *
     * @param userId as in {@link RepositoryMembers.Member}
     */
    public record Author(
            @CheckForNull String userId,
            @CheckForNull String name,
            @CheckForNull String username,
            @CheckForNull String email) {}

    /**
     * @param repositoryId the repository that has the merge request
     * @return whether its content may be by someone who can't push to the repository's branches: it comes from another
     *     repository or from one that is unknown, or a push made it
     */
    public boolean isFromFork(long repositoryId) {
        Long from = source.repositoryId();
        return source.pushed() || from == null || from != repositoryId;
    }
}
