package io.jenkins.plugins.codeup.webhook;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.Webhook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Writes to one repository's webhooks that Codeup answered and that its list does not show yet.
 *
 * <p>Nothing says that a list shows at once what a write did. So an answered write is believed, until a list shows it or
 * some minutes have passed. Used by one thread at a time.
 */
final class UnseenWrites {

    /** Longer than any lag, but not so long that a webhook that somebody deletes by hand is believed in for ever. */
    private static final Duration BELIEVED_FOR = Duration.ofMinutes(10);

    private final Map<Long, Write> writes = new HashMap<>();

    /**
     * An answered write.
     *
     * @param before the webhook as the list showed it before, or null if it was created
     * @param after the webhook as Codeup answered, or null if it was deleted
     */
    private record Write(Webhook before, Webhook after, long nanoTime) {

        boolean isOld() {
            return System.nanoTime() - nanoTime > BELIEVED_FOR.toNanos();
        }

        /** Whether a list with this webhook, or without if it is null, is one from before the write. */
        boolean isUnseenIn(Webhook shown) {
            if (after == null) {
                return shown != null;
            }
            return before == null ? shown == null : before.equals(shown) && !after.equals(shown);
        }

        boolean isAbout(Predicate<Webhook> webhooks) {
            return webhooks.test(after != null ? after : before);
        }
    }

    void created(@NonNull Webhook answered) {
        put(answered.id(), null, answered);
    }

    /**
     * @param before the webhook that the update was made on
     */
    void updated(@NonNull Webhook before, @NonNull Webhook answered) {
        Write earlier = writes.get(before.id());
        put(before.id(), earlier == null ? before : earlier.before, answered);
    }

    void deleted(@NonNull Webhook webhook) {
        put(webhook.id(), webhook, null);
    }

    private void put(long id, Webhook before, Webhook after) {
        writes.put(id, new Write(before, after, System.nanoTime()));
    }

    /**
     * @return the list as it would be if it did not lag behind; writes that it shows are forgotten
     */
    @NonNull
    List<Webhook> applyTo(@NonNull List<Webhook> listed) {
        Map<Long, Webhook> shown = new TreeMap<>();
        listed.forEach(webhook -> shown.put(webhook.id(), webhook));
        writes.entrySet()
                .removeIf(entry -> entry.getValue().isOld() || !entry.getValue().isUnseenIn(shown.get(entry.getKey())));
        writes.forEach((id, write) -> {
            if (write.after == null) {
                shown.remove(id);
            } else {
                shown.put(id, write.after);
            }
        });
        return new ArrayList<>(shown.values());
    }

    /** Whether the last list showed all writes. */
    boolean isEmpty() {
        return writes.isEmpty();
    }

    /** Whether the last list showed all writes to some of the webhooks. */
    boolean isEmptyOf(@NonNull Predicate<Webhook> webhooks) {
        return writes.values().stream().noneMatch(write -> write.isAbout(webhooks));
    }
}
