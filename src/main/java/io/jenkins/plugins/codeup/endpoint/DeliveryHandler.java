package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Item;
import io.jenkins.plugins.codeup.delivery.Delivery;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Processes deliveries for items of one kind, such as jobs with the trigger or multibranch projects. */
@Restricted(NoExternalUse.class)
public interface DeliveryHandler extends ExtensionPoint {

    /**
     * @return whether this handler processes deliveries for the item
     */
    boolean serves(@NonNull Item item);

    /**
     * Called often, with the rights of {@code SYSTEM}, before deliveries are handed over.
     *
     * @return how many more deliveries the item can process now; the others wait if it is zero or less
     */
    default int room(@NonNull Item item) {
        return Integer.MAX_VALUE;
    }

    /**
     * @return the id of secret text credentials that deliveries for the item may send as token, in addition to the
     *     secret of its {@link ItemWebhook}; or null
     */
    @CheckForNull
    default String secretCredentialsId(@NonNull Item item) {
        return null;
    }

    /**
     * Processes deliveries. Called with the rights of {@code SYSTEM}, by one thread at a time for each item, while others
     * process those of other items. Tells the result of each delivery to itself, now or later. After an exception those
     * whose result was not told have failed.
     *
     * @param deliveries authenticated deliveries in the order of their arrival
     */
    void deliver(@NonNull Item item, @NonNull List<AcceptedDelivery> deliveries);

    /**
     * Says what a delivery would start now, and why. Without any effect; asks nobody in Codeup.
     *
     * @param delivery an event, no test
     * @return the conditions, in the order in which they are asked; the last one sums up
     */
    @NonNull
    default List<DeliveryStep> explain(@NonNull Item item, @NonNull Delivery delivery) {
        return List.of();
    }

    /**
     * @return the handler for the item, or null if deliveries have no effect on it
     */
    @CheckForNull
    static DeliveryHandler of(@NonNull Item item) {
        return ExtensionList.lookup(DeliveryHandler.class).stream()
                .filter(handler -> handler.serves(item))
                .findFirst()
                .orElse(null);
    }
}
