package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryReader;
import io.jenkins.plugins.codeup.delivery.InvalidDeliveryException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Hands deliveries to the items that they are for. */
final class DeliveryDispatcher {

    private static final Logger LOGGER = Logger.getLogger(DeliveryDispatcher.class.getName());

    private DeliveryDispatcher() {}

    /**
     * @return how many more deliveries by that hook can be dispatched now
     */
    static int room(@NonNull String hookId) {
        Item item = item(hookId);
        DeliveryHandler target = item == null ? null : DeliveryHandler.of(item);
        return target == null ? Integer.MAX_VALUE : target.room(item);
    }

    /**
     * @param received by one hook
     */
    static void dispatch(@NonNull List<ReceivedDelivery> received) {
        List<Delivery> deliveries = new ArrayList<>();
        for (ReceivedDelivery one : received) {
            try {
                deliveries.add(DeliveryReader.read(one.event(), one.body()));
            } catch (InvalidDeliveryException e) {
                LOGGER.log(Level.WARNING, "A delivery that was taken can't be read: {0}", e.getMessage());
            }
        }
        deliver(received.get(0).hookId(), deliveries);
    }

    private static void deliver(String hookId, List<Delivery> deliveries) {
        Item item = item(hookId);
        if (item == null) {
            return;
        }
        DeliveryLog log = DeliveryLogs.get().of(hookId);
        DeliveryHandler target = DeliveryHandler.of(item);
        if (target == null) {
            deliveries.forEach(delivery -> log.add(delivery, Messages._DeliveryLog_noTrigger()));
            return;
        }
        try {
            target.deliver(item, deliveries, log);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "Deliveries from Codeup for " + item.getFullName() + " failed", e);
        }
    }

    private static Item item(String hookId) {
        WebhookIndex.Entry entry = WebhookIndex.get().find(hookId);
        return entry == null ? null : entry.item();
    }
}
