package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryEvent;
import io.jenkins.plugins.codeup.delivery.DeliveryReader;
import io.jenkins.plugins.codeup.delivery.DeliveryReader.InvalidDeliveryException;
import java.util.Map;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Deliveries that this Jenkins makes itself, of events that it found by other means than a webhook. They are processed as if
 * Codeup had sent them: same journal, queue, log and handlers.
 */
@Restricted(NoExternalUse.class)
public final class OwnDeliveries {

    private OwnDeliveries() {}

    /**
     * Accepts a delivery for an item. Returns when it is on the disk.
     *
     * @param webhookId see {@link ItemWebhook#id()}
     * @param deliveryId the same text if the same event is offered again: then it is not processed again
     * @param body as {@link #read} takes it
     * @param delivery what that returned
     * @return false if it can't be accepted now and has to be offered again later
     */
    public static boolean offer(
            @NonNull String webhookId,
            @NonNull String deliveryId,
            @NonNull DeliveryEvent event,
            @NonNull byte[] body,
            @NonNull Delivery delivery) {
        return switch (DeliveryQueue.get().offer(webhookId, deliveryId, event.kind(), body, delivery)) {
            case ACCEPTED, DUPLICATE -> true;
            case FULL, NOT_STORED -> false;
        };
    }

    /**
     * @return what was accepted within the last hour, by whichever way: webhook, delivery id and {@link SecondWay#event},
     *     with blanks between; and when, in milliseconds since 1970
     */
    @NonNull
    public static Map<String, Long> accepted() {
        Journal journal = DeliveryQueue.get().journal();
        return journal == null ? Map.of() : journal.keys();
    }

    /**
     * @param body in the form of Codeup's deliveries
     * @throws IllegalArgumentException if it is none
     */
    @NonNull
    public static Delivery read(@NonNull DeliveryEvent event, @NonNull byte[] body) {
        try {
            return DeliveryReader.read(event.kind(), body);
        } catch (InvalidDeliveryException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
