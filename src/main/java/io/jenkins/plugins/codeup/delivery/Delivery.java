package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One webhook delivery from Codeup: an event of a repository, or a test sent from Codeup's page. Commit ids are
 * lower-case hashes of 40 or 64 digits, or null; they are never the all-zero hash.
 */
public sealed interface Delivery {

    /**
     * @return the kind of event, or null for a test delivery
     */
    @CheckForNull
    DeliveryEvent event();

    /**
     * @return the repository of the event, or null if the delivery names none
     */
    @CheckForNull
    DeliveredRepository repository();

    /**
     * @return the branch to build, for a merge request its source branch; null if there is none
     */
    @CheckForNull
    String branch();

    /**
     * @return the id of the commit to build, or null if the delivery does not contain it
     */
    @CheckForNull
    String commit();

    /**
     * @return the user who caused the event; its fields are null if the delivery does not name one
     */
    @NonNull
    Sender sender();

    /**
     * @return the merge request that was changed or commented on, or null
     */
    @CheckForNull
    default MergeRequestInfo mergeRequest() {
        return null;
    }

    /**
     * A branch that was created, updated or deleted.
     *
     * @param ref the ref as sent, with or without {@code refs/heads/}
     * @param before the commit before the push, or null for a new branch
     * @param after the commit after the push, or null for a deleted branch or if the delivery does not contain it
     * @param deleted whether the branch was deleted
     * @param commits pushed commits, as Codeup sends them: newest first, maybe not all of them; may be empty
     */
    record Push(
            @CheckForNull DeliveredRepository repository,
            @NonNull Sender sender,
            @NonNull String ref,
            @CheckForNull String before,
            @CheckForNull String after,
            boolean deleted,
            @NonNull List<Commit> commits)
            implements Delivery {

        private static final String HEADS = "refs/heads/";

        public Push {
            commits = List.copyOf(commits);
        }

        @Override
        public DeliveryEvent event() {
            return DeliveryEvent.PUSH;
        }

        /**
         * @return null for a ref that is neither a branch nor a tag, such as {@code refs/merge-requests/1/head}
         */
        @Override
        public String branch() {
            if (ref.startsWith(HEADS)) {
                return ref.substring(HEADS.length());
            }
            return ref.startsWith("refs/") ? null : ref;
        }

        @Override
        public String commit() {
            return after;
        }

        /**
         * @return the newest pushed commit, or null if the delivery does not contain it
         */
        @CheckForNull
        public Commit newest() {
            boolean identified = after != null && commits.stream().anyMatch(commit -> commit.id() != null);
            return commits.stream()
                    .filter(commit -> !identified || after.equals(commit.id()))
                    .findFirst()
                    .orElse(null);
        }

        /**
         * @return when the newest commit was made, in milliseconds since 1970, or null
         */
        @CheckForNull
        public Long time() {
            Commit newest = newest();
            return newest == null ? null : newest.time();
        }
    }

    /**
     * A tag that was created, updated or deleted.
     *
     * @param ref the ref as sent, with or without {@code refs/tags/}
     * @param before the commit before the push, or null for a new tag
     * @param after the commit that the tag points at, also for an annotated tag, or null for a deleted tag or if the
     *     delivery does not contain it
     * @param deleted whether the tag was deleted
     */
    record TagPush(
            @CheckForNull DeliveredRepository repository,
            @NonNull Sender sender,
            @NonNull String ref,
            @CheckForNull String before,
            @CheckForNull String after,
            boolean deleted)
            implements Delivery {

        private static final String TAGS = "refs/tags/";

        @Override
        public DeliveryEvent event() {
            return DeliveryEvent.TAG_PUSH;
        }

        /**
         * @return the tag's name, without {@code refs/tags/}
         */
        @NonNull
        public String tag() {
            return ref.startsWith(TAGS) ? ref.substring(TAGS.length()) : ref;
        }

        @Override
        public String branch() {
            return null;
        }

        @Override
        public String commit() {
            return after;
        }
    }

    /** A merge request that was opened, updated, closed, reopened or merged. */
    record MergeRequest(
            @CheckForNull DeliveredRepository repository,
            @NonNull Sender sender,
            @NonNull MergeRequestInfo info) implements Delivery {

        @Override
        public MergeRequestInfo mergeRequest() {
            return info;
        }

        @Override
        public DeliveryEvent event() {
            return DeliveryEvent.MERGE_REQUEST;
        }

        @Override
        public String branch() {
            return info.source();
        }

        @Override
        public String commit() {
            Commit last = info.lastCommit();
            return last == null ? null : last.id();
        }
    }

    /**
     * A comment on a merge request or on a commit.
     *
     * @param text the comment; may be empty
     * @param url the comment's page, http or https, or null
     * @param mergeRequest the merge request that was commented, or null
     * @param commitId the commit that was commented, or null
     * @param time when the comment was written, in milliseconds since 1970, or null
     */
    record Note(
            @CheckForNull DeliveredRepository repository,
            @NonNull Sender sender,
            @NonNull String text,
            @CheckForNull String url,
            @CheckForNull MergeRequestInfo mergeRequest,
            @CheckForNull String commitId,
            @CheckForNull Long time)
            implements Delivery {

        @Override
        public DeliveryEvent event() {
            return DeliveryEvent.NOTE;
        }

        @Override
        public String branch() {
            return mergeRequest == null ? null : mergeRequest.source();
        }

        @Override
        public String commit() {
            Commit last = mergeRequest == null ? null : mergeRequest.lastCommit();
            return last == null ? commitId : last.id();
        }
    }

    /** A test sent by the button on Codeup's webhook page. It contains no event. */
    record TestDelivery() implements Delivery {

        @Override
        public DeliveryEvent event() {
            return null;
        }

        @Override
        public DeliveredRepository repository() {
            return null;
        }

        @Override
        public String branch() {
            return null;
        }

        @Override
        public String commit() {
            return null;
        }

        @Override
        public Sender sender() {
            return new Sender(null, null, null, null);
        }
    }

    /**
     * The user who caused an event.
     *
     * @param name the display name, or null
     * @param userName the login name, or null
     * @param email the e-mail address, or null
     * @param id the user's id in Yunxiao, or null. Of the four only this one cannot be chosen by the user
     */
    record Sender(
            @CheckForNull String name,
            @CheckForNull String userName,
            @CheckForNull String email,
            @CheckForNull String id) {

        /**
         * @return the names and the address that are present, the best one to display first
         */
        @NonNull
        public List<String> names() {
            return Stream.of(name, userName, email).filter(Objects::nonNull).toList();
        }

        /**
         * @return the best name to display, or an empty text
         */
        @NonNull
        public String shown() {
            return names().stream().findFirst().orElse("");
        }
    }

    /**
     * A commit of a push or of a merge request.
     *
     * @param id the commit's hash, or null
     * @param message the commit message, empty if the delivery does not contain it
     * @param paths the changed files; empty unless the delivery lists the files of all pushed commits
     * @param time when the commit was made, in milliseconds since 1970, or null
     */
    record Commit(
            @CheckForNull String id,
            @NonNull String message,
            @NonNull List<String> paths,
            @CheckForNull Long time) {

        public Commit {
            paths = List.copyOf(paths);
        }
    }

    /**
     * The merge request of an event. Codeup's two editions send different fields: only the target branch is always
     * there.
     *
     * @param id the number within the repository, else the global id, or null
     * @param title the title, empty if the delivery does not contain it
     * @param state {@code opened}, {@code closed}, {@code reopened} or {@code merged}, another word of Codeup's, or null
     * @param action {@code open}, {@code close}, {@code reopen}, {@code merge} or {@code update}, another word of
     *     Codeup's, or null
     * @param source the source branch, or null
     * @param target the target branch, or null
     * @param url the merge request's page, http or https, or null
     * @param lastCommit the newest commit of the source branch, or null
     * @param from the source branch's repository
     * @param into the target branch's repository
     * @param draft whether it is marked as work in progress
     * @param updatedByPush false if an update changed only its title, text, labels or reviewers; null if the delivery
     *     does not tell
     * @param madeByPush whether it was made by a push and has no source branch: everyone who may read the repository may
     *     do that
     * @param time when it was changed, in milliseconds since 1970, or null
     * @param description its text; empty if it has none or the delivery does not contain it
     * @param labels the names of its labels; empty if the delivery does not contain them
     * @param reviewers the names of its reviewers; empty if the delivery does not contain them
     */
    record MergeRequestInfo(
            @CheckForNull String id,
            @NonNull String title,
            @CheckForNull String state,
            @CheckForNull String action,
            @CheckForNull String source,
            @CheckForNull String target,
            @CheckForNull String url,
            @CheckForNull Commit lastCommit,
            @NonNull DeliveredRepository from,
            @NonNull DeliveredRepository into,
            boolean draft,
            @CheckForNull Boolean updatedByPush,
            boolean madeByPush,
            @CheckForNull Long time,
            @NonNull String description,
            @NonNull List<String> labels,
            @NonNull List<String> reviewers) {

        public MergeRequestInfo {
            labels = List.copyOf(labels);
            reviewers = List.copyOf(reviewers);
        }

        /**
         * @return whether the merge request's code may come from someone who may not push to the repository: it is from
         *     a fork, was made by a push, or the delivery does not tell where it is from
         */
        public boolean fromFork() {
            return madeByPush || !from.isSame(into);
        }
    }
}
