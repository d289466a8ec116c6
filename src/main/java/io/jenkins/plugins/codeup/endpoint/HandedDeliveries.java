package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Deliveries that a {@link DeliveryHandler} has got and that have no effect yet: it has not told the result, or their
 * builds are in Jenkins's queue. Not thread-safe: guarded by the {@link DeliveryQueue}.
 */
final class HandedDeliveries {

    private final Map<String, AcceptedDelivery> inProcess = new HashMap<>();
    private final Map<String, AcceptedDelivery> scheduled = new HashMap<>();

    void add(@NonNull List<AcceptedDelivery> group) {
        group.forEach(one -> inProcess.put(one.id(), one));
    }

    /** Adds deliveries whose builds are in Jenkins's queue, or may be. */
    void addScheduled(@NonNull List<AcceptedDelivery> deliveries) {
        deliveries.forEach(one -> scheduled.put(one.id(), one));
    }

    boolean isInProcess(@NonNull AcceptedDelivery delivery) {
        return inProcess.containsKey(delivery.id());
    }

    /**
     * @return whether the results of all are told
     */
    boolean isNoneInProcess() {
        return inProcess.isEmpty();
    }

    boolean containsAny(@NonNull Collection<String> ids) {
        return ids.stream().anyMatch(id -> inProcess.containsKey(id) || scheduled.containsKey(id));
    }

    /**
     * Notes that the result is told.
     *
     * @param hasBuild whether its build is in Jenkins's queue; it may have begun meanwhile, and the delivery have ended
     */
    void settle(@NonNull AcceptedDelivery delivery, boolean hasBuild) {
        boolean endedBefore = inProcess.remove(delivery.id()) == null;
        if (hasBuild && !endedBefore) {
            delivery.setScheduledAt(System.currentTimeMillis());
            scheduled.put(delivery.id(), delivery);
        }
    }

    /**
     * @return those that were there
     */
    @NonNull
    List<AcceptedDelivery> remove(@NonNull Collection<String> ids) {
        List<AcceptedDelivery> removed = new ArrayList<>();
        for (String id : ids) {
            AcceptedDelivery waits = scheduled.remove(id);
            AcceptedDelivery handed = inProcess.remove(id);
            if (waits != null || handed != null) {
                removed.add(waits == null ? handed : waits);
            }
        }
        return removed;
    }

    /**
     * @return whether it was there and its build in Jenkins's queue
     */
    boolean removeScheduled(@NonNull AcceptedDelivery delivery) {
        return scheduled.remove(delivery.id()) != null;
    }

    /**
     * @param millis since 1970
     * @return those whose builds were put into Jenkins's queue before that time
     */
    @NonNull
    List<AcceptedDelivery> scheduledBefore(long millis) {
        return scheduled.values().stream()
                .filter(one -> one.scheduledAt() < millis)
                .toList();
    }
}
