package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionPoint;
import hudson.model.Item;
import io.jenkins.plugins.codeup.delivery.Delivery;
import java.util.List;

/** What deliveries do to items of one kind. */
public interface DeliveryTarget extends ExtensionPoint {

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
     * Called with the rights of Jenkins itself, in one thread.
     *
     * @param deliveries verified, in the order in which they came
     */
    void deliver(@NonNull Item item, @NonNull List<Delivery> deliveries, @NonNull DeliveryLog log);
}
