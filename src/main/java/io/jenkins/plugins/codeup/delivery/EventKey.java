package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.delivery.Delivery.MergeRequestInfo;

/**
 * What an event led to, by which the same event is recognized whichever way it comes. Codeup's deliveries name each step; who
 * only compares two states knows the last one.
 *
 * @param repository its number, or null if it is not told
 * @param subject the branch, tag or merge request; of bounded length
 * @param result what became of it; of bounded length
 * @param commit the commit after the event, or null if it is not told
 */
public record EventKey(
        @CheckForNull Long repository,
        @NonNull String subject,
        @NonNull String result,
        @CheckForNull String commit) {

    @NonNull
    public static EventKey of(@NonNull Delivery delivery) {
        DeliveredRepository delivered = delivery.repository();
        Long repository = delivered == null ? null : delivered.id();
        if (delivery instanceof Delivery.Push push) {
            return new EventKey(repository, "branch " + push.branch(), change(push.deleted()), push.after());
        }
        if (delivery instanceof Delivery.TagPush push) {
            return new EventKey(repository, "tag " + push.tag(), change(push.deleted()), push.after());
        }
        MergeRequestInfo info = delivery.mergeRequest();
        String subject = info == null ? "commit" : "merge request " + info.id();
        if (info != null && repository == null) {
            repository = info.into().id();
        }
        if (delivery instanceof Delivery.Note note) {
            String commit = info == null ? note.commitId() : null;
            return new EventKey(
                    repository,
                    subject,
                    "comment " + DuplicateDetector.hash(note.text().strip()),
                    commit);
        }
        if (info == null) {
            return new EventKey(repository, subject, "", delivery.commit());
        }
        boolean edit = "update".equals(info.action()) && Boolean.FALSE.equals(info.updatedByPush());
        String words = edit ? "edit " + DuplicateDetector.hash(info.title() + info.draft()) : state(info);
        return new EventKey(repository, subject, words, delivery.commit());
    }

    private static String change(boolean deleted) {
        return deleted ? "deleted" : "pushed";
    }

    /** A merge request that was reopened is open; what it is merged into is the target's push. */
    private static String state(MergeRequestInfo info) {
        String state = info.state();
        return "closed".equals(state) || "merged".equals(state) ? state : "opened";
    }

    /**
     * @return whether both may be the same event; what one of them does not tell makes no difference
     */
    public boolean isSame(@NonNull EventKey other) {
        return subject.equals(other.subject)
                && result.equals(other.result)
                && (repository == null || other.repository == null || repository.equals(other.repository))
                && (commit == null || other.commit == null || commit.equals(other.commit));
    }
}
