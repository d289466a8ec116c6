package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionList;
import hudson.model.Item;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryReader;
import io.jenkins.plugins.codeup.delivery.NotADeliveryException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Hands deliveries to the items that they are for. */
final class DeliveryDispatcher {

    private static final Logger LOGGER = Logger.getLogger(DeliveryDispatcher.class.getName());

    private DeliveryDispatcher() {}

    static void dispatch(@NonNull List<ReceivedDelivery> received) {
        Map<String, List<Delivery>> byHook = new LinkedHashMap<>();
        for (ReceivedDelivery one : received) {
            try {
                Delivery delivery = DeliveryReader.read(one.event(), one.body());
                byHook.computeIfAbsent(one.hookId(), id -> new ArrayList<>()).add(delivery);
            } catch (NotADeliveryException e) {
                LOGGER.log(Level.WARNING, "A delivery that was taken can't be read: {0}", e.getMessage());
            }
        }
        byHook.forEach(DeliveryDispatcher::deliver);
    }

    private static void deliver(String hookId, List<Delivery> deliveries) {
        HookIndex.Entry entry = HookIndex.get().find(hookId);
        Item item = entry == null ? null : entry.item();
        if (item == null) {
            return;
        }
        DeliveryLog log = DeliveryLogs.get().of(hookId);
        for (DeliveryTarget target : ExtensionList.lookup(DeliveryTarget.class)) {
            if (target.serves(item)) {
                try {
                    target.deliver(item, deliveries, log);
                } catch (RuntimeException e) {
                    LOGGER.log(Level.WARNING, "Deliveries from Codeup for " + item.getFullName() + " failed", e);
                }
                return;
            }
        }
        deliveries.forEach(delivery -> log.add(delivery, Messages._DeliveryLog_noTrigger()));
    }
}
