package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Waiting deliveries by webhook, each webhook's in the order of arrival. Webhooks take turns, so that a burst of one
 * does not delay the others, and none can take all the room. Not thread-safe.
 */
final class WaitingDeliveries {

    private final Map<String, OfWebhook> byWebhook = new LinkedHashMap<>();
    private int size;
    private long bytes;

    /** The deliveries of one webhook. */
    private static final class OfWebhook {

        private final Deque<AcceptedDelivery> deliveries = new ArrayDeque<>();
        private long bytes;
    }

    /**
     * @return whether it is the only one of its webhook
     */
    boolean add(@NonNull AcceptedDelivery delivery) {
        OfWebhook own = byWebhook.computeIfAbsent(delivery.webhookId(), id -> new OfWebhook());
        own.deliveries.add(delivery);
        own.bytes += delivery.size();
        size++;
        bytes += delivery.size();
        return own.deliveries.size() == 1;
    }

    /**
     * Whether one more delivery of a webhook has room: a webhook may use as much as it leaves free, so that those of
     * others always find room beside one that sends without end.
     *
     * @param maxCount how many deliveries may wait
     * @param maxBytes how large they may be together
     */
    boolean hasRoom(@NonNull String webhookId, int maxCount, long maxBytes) {
        OfWebhook own = byWebhook.getOrDefault(webhookId, new OfWebhook());
        return own.deliveries.size() < maxCount - size && own.bytes <= maxBytes - bytes;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /**
     * @return when the oldest delivery arrived, in milliseconds since 1970
     */
    long oldest() {
        return byWebhook.values().stream()
                .mapToLong(own -> own.deliveries.element().receivedAt())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /**
     * @param but webhooks that have no turn now
     * @return the ids of the other webhooks with waiting deliveries, the one whose turn it is first
     */
    @NonNull
    List<String> turns(@NonNull Set<String> but) {
        return byWebhook.keySet().stream().filter(id -> !but.contains(id)).toList();
    }

    /**
     * Removes the first deliveries of a webhook, whose next turn then comes after the others'.
     *
     * @param max how many at most
     */
    @NonNull
    List<AcceptedDelivery> poll(@NonNull String webhookId, int max) {
        List<AcceptedDelivery> polled = new ArrayList<>();
        OfWebhook own = byWebhook.remove(webhookId);
        while (polled.size() < max && !own.deliveries.isEmpty()) {
            AcceptedDelivery first = own.deliveries.remove();
            polled.add(first);
            own.bytes -= first.size();
            size--;
            bytes -= first.size();
        }
        if (!own.deliveries.isEmpty()) {
            byWebhook.put(webhookId, own);
        }
        return polled;
    }

    /**
     * @return the newest deliveries of a webhook, in the order of arrival
     */
    @NonNull
    List<AcceptedDelivery> newest(@NonNull String webhookId, int max) {
        Deque<AcceptedDelivery> queue = byWebhook.getOrDefault(webhookId, new OfWebhook()).deliveries;
        return queue.stream().skip(Math.max(0, queue.size() - max)).toList();
    }

    /**
     * @return all waiting deliveries, each webhook's in the order of arrival
     */
    @NonNull
    List<AcceptedDelivery> removeAll() {
        List<AcceptedDelivery> removed = byWebhook.values().stream()
                .flatMap(own -> own.deliveries.stream())
                .toList();
        byWebhook.clear();
        size = 0;
        bytes = 0;
        return removed;
    }
}
