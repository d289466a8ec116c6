package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;

/**
 * Whether a delivery starts a build, and why.
 *
 * @param reason says so as a key, for a text in the reader's language
 * @param arguments what belongs into that text, in the order that the reason states
 */
public record DeliveryDecision(
        @NonNull Reason reason, @NonNull List<String> arguments) {

    /** Why there is a build, or none. */
    public enum Reason {
        /** A build of a branch; argument: the branch. */
        BRANCH,
        /** A build of a tag; argument: the tag. */
        TAG,
        /** A build for a merge request; arguments: its number, source and target. */
        MERGE_REQUEST,
        /** A build for a comment; no argument. */
        NOTE,
        /** The console's test; no argument. */
        TEST,
        /** The job does not want this event; argument: the event. */
        EVENT_NOT_WANTED,
        /** The delivery is another repository's; argument: that repository. */
        OTHER_REPOSITORY,
        /** The branch or tag is no more; argument: its ref. */
        DELETED,
        /** The ref is neither a branch nor a tag; argument: the ref. */
        NO_BRANCH,
        /** The branch filter does not let it pass; argument: the branch. */
        BRANCH_NOT_WANTED,
        /** The filter of a merge request's source does not let it pass; argument: the source branch. */
        SOURCE_NOT_WANTED,
        /** The tag filter does not let it pass; argument: the tag. */
        TAG_NOT_WANTED,
        /** The commit or merge request says that it is not to be built; no argument. */
        SKIP_REQUESTED,
        /** By someone whose changes are not built; argument: the author. */
        AUTHOR_NOT_WANTED,
        /** None of the changed files matters; no argument. */
        PATHS_NOT_WANTED,
        /** The job does not want this of merge requests; argument: action and state. */
        ACTION_NOT_WANTED,
        /** The merge request comes from a fork; argument: its source. */
        FORK,
        /** The comment does not say what starts a build; no argument. */
        COMMENT_NOT_WANTED,
        /** A pattern of the job takes too long; no argument. */
        PATTERN_TOO_COSTLY
    }

    public DeliveryDecision {
        arguments = List.copyOf(arguments);
    }

    @NonNull
    static DeliveryDecision of(@NonNull Reason reason, @NonNull String... arguments) {
        return new DeliveryDecision(reason, List.of(arguments));
    }

    /**
     * @return whether there is a build to start
     */
    public boolean builds() {
        return switch (reason) {
            case BRANCH, TAG, MERGE_REQUEST, NOTE -> true;
            default -> false;
        };
    }
}
