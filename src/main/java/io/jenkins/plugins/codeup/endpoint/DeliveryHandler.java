package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Item;
import io.jenkins.plugins.codeup.delivery.Delivery;
import java.util.List;

/** What deliveries do to items of one kind. */
public interface DeliveryHandler extends ExtensionPoint {

    /**
     * @return whether this is an item of that kind
     */
    boolean serves(@NonNull Item item);

    /**
     * Called with the rights of Jenkins itself, often.
     *
     * @return how many more deliveries the item can take now
     */
    default int room(@NonNull Item item) {
        return Integer.MAX_VALUE;
    }

    /**
     * @return the id of the credentials whose secret an item's deliveries may bring beside the item's own, or null
     */
    @CheckForNull
    default String secretCredentialsId(@NonNull Item item) {
        return null;
    }

    /**
     * Called with the rights of Jenkins itself, in one thread.
     *
     * @param deliveries verified, in the order in which they came
     */
    void deliver(@NonNull Item item, @NonNull List<Delivery> deliveries, @NonNull DeliveryLog log);

    /**
     * @return the handler of items of this kind, or null if deliveries do nothing to them
     */
    @CheckForNull
    static DeliveryHandler of(@NonNull Item item) {
        return ExtensionList.lookup(DeliveryHandler.class).stream()
                .filter(handler -> handler.serves(item))
                .findFirst()
                .orElse(null);
    }
}
