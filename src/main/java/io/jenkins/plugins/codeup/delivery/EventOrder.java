package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.delivery.Delivery.MergeRequestInfo;
import java.util.HashSet;
import java.util.Set;

/**
 * Which deliveries are about the same branch, tag or merge request, and which of two such deliveries is the newer one.
 * Codeup may deliver late or in another order than the events happened.
 *
 * @param key the same text for deliveries of which only the newest is built; names the repository and has a bounded
 *     length
 * @param befores the commit before the event; of several events that were joined the commits before each of them
 * @param after the commit after the event, or null
 * @param time when it happened, in milliseconds since 1970, or null if the delivery does not contain it
 * @param commitTime when the newest commit of a push was made, or null: a commit can be older than one that it replaces
 */
public record EventOrder(
        @NonNull String key,
        @NonNull Set<String> befores,
        @CheckForNull String after,
        @CheckForNull Long time,
        @CheckForNull Long commitTime) {

    private static final int MAX_BEFORES = 100;

    public EventOrder {
        befores = Set.copyOf(befores);
    }

    @NonNull
    public static EventOrder of(@NonNull Delivery delivery) {
        DeliveredRepository repository = delivery.repository();
        String key = (repository == null ? "" : repository.key()) + " " + subject(delivery);
        if (delivery instanceof Delivery.Push push) {
            return new EventOrder(key, setOf(push.before()), push.after(), null, push.time());
        }
        if (delivery instanceof Delivery.TagPush tag) {
            return new EventOrder(key, setOf(tag.before()), tag.after(), null, null);
        }
        MergeRequestInfo info = delivery.mergeRequest();
        Long time = delivery instanceof Delivery.Note note ? note.time() : info == null ? null : info.time();
        return new EventOrder(key, Set.of(), delivery.commit(), time, null);
    }

    private static Set<String> setOf(String before) {
        return before == null ? Set.of() : Set.of(before);
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
        return leadsTo(other) || follows(other) || time != null
                ? isCertainlyOlderThan(other)
                : commitTime != null && other.commitTime != null && commitTime < other.commitTime;
    }

    /** The same, without the times of commits: false where only they tell. */
    public boolean isCertainlyOlderThan(@NonNull EventOrder other) {
        if (leadsTo(other) || follows(other)) {
            return leadsTo(other) && !follows(other);
        }
        return time != null && other.time != null && time < other.time;
    }

    private boolean leadsTo(EventOrder other) {
        return after != null && other.befores.contains(after);
    }

    private boolean follows(EventOrder other) {
        return other.after != null && befores.contains(other.after);
    }

    /**
     * @param later an event with the same key that arrived later
     * @return what stands for both: the newer one, which knows the commits before each of them
     */
    @NonNull
    public EventOrder join(@NonNull EventOrder later) {
        EventOrder newest = later.isOlderThan(this) ? this : later;
        Set<String> all = new HashSet<>(befores);
        all.addAll(later.befores);
        return new EventOrder(
                key, all.size() > MAX_BEFORES ? newest.befores : all, newest.after, newest.time, newest.commitTime);
    }
}
