package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;

/** What Codeup sent: one event of a repository, or the console's test. Hashes are hashes, or null. */
public sealed interface Delivery {

    /**
     * @return the kind of event, or null for the console's test
     */
    @CheckForNull
    DeliveryEvent event();

    /**
     * @return the repository, or null where the delivery names none
     */
    @CheckForNull
    DeliveredRepository repository();

    /**
     * @return the branch that there is something to build on, or null
     */
    @CheckForNull
    String branch();

    /**
     * @return the commit that is to be built, or null where the delivery does not show one
     */
    @CheckForNull
    String commit();

    @NonNull
    Sender sender();

    /**
     * A branch that was made, moved or deleted.
     *
     * @param ref as it was sent
     * @param before what the ref pointed at, or null for nothing
     * @param after what it points at now, or null for nothing or where the delivery does not say
     * @param deleted whether the ref is no more
     * @param commits the newest commits, oldest first; may be empty or not all
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

        /** Null for a ref that is neither a branch nor a tag. */
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
    }

    /**
     * A tag that was made, moved or deleted.
     *
     * @param ref as it was sent
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

    /** Something about a merge request. */
    record MergeRequest(
            @CheckForNull DeliveredRepository repository,
            @NonNull Sender sender,
            @NonNull MergeRequestInfo info) implements Delivery {

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
     * A comment.
     *
     * @param text what was written
     * @param on what it was written on, such as {@code MergeRequest} or {@code Commit}, or null
     * @param url the comment's page, http or https, or null
     * @param mergeRequest the merge request that it was written on, or null
     * @param commitId the commit that it was written on, or null
     */
    record Note(
            @CheckForNull DeliveredRepository repository,
            @NonNull Sender sender,
            @NonNull String text,
            @CheckForNull String on,
            @CheckForNull String url,
            @CheckForNull MergeRequestInfo mergeRequest,
            @CheckForNull String commitId)
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
            return last != null ? last.id() : commitId;
        }
    }

    /** The button "test" on Codeup's pages: says that the address is right, and nothing else. */
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
            return new Sender(null, null, null);
        }
    }
}
