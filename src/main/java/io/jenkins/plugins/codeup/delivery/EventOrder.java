package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.delivery.Delivery.MergeRequestInfo;

/**
 * Which deliveries are about the same branch, tag or merge request, and which of two such deliveries is the newer one.
 * Codeup may deliver late or in another order than the events happened.
 *
 * @param key the same text for deliveries of which only the newest is built; names the repository and has a bounded
 *     length
 * @param before the commit before the event, or null
 * @param after the commit after the event, or null
 * @param time when it happened, in milliseconds since 1970, or null if the delivery does not contain it
 */
public record EventOrder(
        @NonNull String key,
        @CheckForNull String before,
        @CheckForNull String after,
        @CheckForNull Long time) {

    @NonNull
    public static EventOrder of(@NonNull Delivery delivery) {
        DeliveredRepository repository = delivery.repository();
        String key = (repository == null ? "" : repository.key()) + " " + subject(delivery);
        if (delivery instanceof Delivery.Push push) {
            return new EventOrder(key, push.before(), push.after(), push.time());
        }
        if (delivery instanceof Delivery.TagPush tag) {
            return new EventOrder(key, tag.before(), tag.after(), null);
        }
        MergeRequestInfo info = delivery.mergeRequest();
        Long time = delivery instanceof Delivery.Note note ? note.time() : info == null ? null : info.time();
        return new EventOrder(key, null, delivery.commit(), time);
    }

    private static String subject(Delivery delivery) {
        if (delivery instanceof Delivery.TagPush tag) {
            return "tag " + tag.tag();
        }
        MergeRequestInfo info = delivery.mergeRequest();
        if (info != null) {
            return "merge request " + info.id() + " " + info.source() + " " + info.target();
        }
        // a comment on a commit has no branch
        return delivery.branch() == null ? "commit " + delivery.commit() : "branch " + delivery.branch();
    }

    /**
     * Compares by the chain of commits, which no clock can distort, and else by time.
     *
     * @param other an event with the same key
     * @return whether this event happened before the other one; false if the deliveries do not tell
     */
    public boolean isOlderThan(@NonNull EventOrder other) {
        boolean leadsToOther = after != null && after.equals(other.before);
        boolean followsOther = before != null && before.equals(other.after);
        if (leadsToOther || followsOther) {
            return leadsToOther && !followsOther;
        }
        return time != null && other.time != null && time < other.time;
    }
}
