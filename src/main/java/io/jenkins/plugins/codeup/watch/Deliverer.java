package io.jenkins.plugins.codeup.watch;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.EventKey;
import io.jenkins.plugins.codeup.endpoint.OwnDeliveries;
import io.jenkins.plugins.codeup.watch.RepositoryCheck.Event;
import io.jenkins.plugins.codeup.watch.WatchedItems.Wish;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Hands the events that a check found to the items that want them, as deliveries. */
final class Deliverer {

    /** What the ids of deliveries begin with that the watch makes. */
    static final String ID = "watch-";

    private Deliverer() {}

    /**
     * Each delivery is on the disk when this returns. The same check, made again after a crash, has the same delivery ids: its
     * deliveries are known then.
     *
     * @param before what the check compared with
     * @return false if some could not be accepted, and the check has to be made again
     */
    static boolean deliver(
            @NonNull RepositoryState before, @NonNull RepositoryCheck.Result found, @NonNull List<Wish> wishes) {
        boolean all = true;
        for (Event event : found.events()) {
            Delivery delivery = OwnDeliveries.read(event.kind(), event.body());
            String text = new String(event.body(), StandardCharsets.UTF_8);
            String id = ID + OrganizationKey.hash(before.id() + " " + before.sequence() + " " + text);
            for (Wish wish : wishes) {
                if (wish.wants(event.option())) {
                    all &= deliver(wish.webhookId(), id, event, delivery);
                }
            }
        }
        return all;
    }

    private static boolean deliver(String webhookId, String id, Event event, Delivery delivery) {
        EventKey key = EventKey.of(delivery);
        boolean both = WatchedItems.get().hasBoth(webhookId);
        if (both && !TwoWays.get().isFirst(webhookId, key, id, true)) {
            return true;
        }
        boolean accepted = OwnDeliveries.offer(webhookId, id, event.kind(), event.body(), delivery);
        if (both && !accepted) {
            TwoWays.get().forget(webhookId, key, true);
        }
        return accepted;
    }
}
