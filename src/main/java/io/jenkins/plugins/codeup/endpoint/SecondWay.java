package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import io.jenkins.plugins.codeup.delivery.Delivery;
import java.util.stream.Collectors;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Another way than webhooks by which events reach items. An event that comes by both is one. */
@Restricted(NoExternalUse.class)
public interface SecondWay extends ExtensionPoint {

    /**
     * Called for a delivery that was sent to a webhook, before it is accepted. Notes the event, so that it does not come by
     * the second way too.
     *
     * @param webhookId see {@link ItemWebhook#id()}
     * @param deliveryId the delivery's own id, or null
     * @return false if the event has come by the second way
     */
    boolean isFirst(@NonNull String webhookId, @CheckForNull String deliveryId, @NonNull Delivery delivery);

    /** Forgets an event of which {@link #isFirst} returned true: its delivery was not accepted. */
    void notAccepted(@NonNull String webhookId, @NonNull Delivery delivery);

    /**
     * @return the event, as the journal is to keep it with the delivery's id: so that it is known after a crash how far both
     *     ways were; empty if there is no second way
     */
    @NonNull
    String event(@NonNull String webhookId, @NonNull Delivery delivery);

    /** Asks all of them. */
    static boolean isFirstEverywhere(
            @NonNull String webhookId, @CheckForNull String deliveryId, @NonNull Delivery delivery) {
        return ExtensionList.lookup(SecondWay.class).stream()
                .allMatch(way -> way.isFirst(webhookId, deliveryId, delivery));
    }

    /** What there is to keep for all of them. */
    @NonNull
    static String events(@NonNull String webhookId, @NonNull Delivery delivery) {
        return ExtensionList.lookup(SecondWay.class).stream()
                .map(way -> way.event(webhookId, delivery))
                .collect(Collectors.joining());
    }

    /** Tells all of them. */
    static void tellNotAccepted(@NonNull String webhookId, @NonNull Delivery delivery) {
        ExtensionList.lookup(SecondWay.class).forEach(way -> way.notAccepted(webhookId, delivery));
    }
}
