package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Waiting deliveries by webhook, each webhook's in the order of arrival. Webhooks take turns, so that a burst of one
 * does not delay the others. Not thread-safe.
 */
final class WaitingDeliveries {

    private final Map<String, Deque<AcceptedDelivery>> byWebhook = new LinkedHashMap<>();
    private int size;
    private long bytes;

    void add(@NonNull AcceptedDelivery delivery) {
        byWebhook
                .computeIfAbsent(delivery.webhookId(), id -> new ArrayDeque<>())
                .add(delivery);
        size++;
        bytes += delivery.size();
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /**
     * @return the total size of the bodies
     */
    long bytes() {
        return bytes;
    }

    /**
     * @return when the oldest delivery arrived, in milliseconds since 1970
     */
    long oldest() {
        return byWebhook.values().stream()
                .mapToLong(queue -> queue.element().receivedAt())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /**
     * @return the ids of the webhooks with waiting deliveries, the one whose turn it is first
     */
    @NonNull
    List<String> turns() {
        return List.copyOf(byWebhook.keySet());
    }

    /**
     * Removes the first deliveries of a webhook, whose next turn then comes after the others'.
     *
     * @param max how many at most
     */
    @NonNull
    List<AcceptedDelivery> poll(@NonNull String webhookId, int max) {
        List<AcceptedDelivery> polled = new ArrayList<>();
        Deque<AcceptedDelivery> queue = byWebhook.remove(webhookId);
        while (polled.size() < max && !queue.isEmpty()) {
            AcceptedDelivery first = queue.remove();
            polled.add(first);
            size--;
            bytes -= first.size();
        }
        if (!queue.isEmpty()) {
            byWebhook.put(webhookId, queue);
        }
        return polled;
    }

    /**
     * @return all waiting deliveries, each webhook's in the order of arrival; does not remove them
     */
    @NonNull
    List<AcceptedDelivery> all() {
        return byWebhook.values().stream().flatMap(Deque::stream).toList();
    }

    /**
     * @return the newest deliveries of a webhook, in the order of arrival
     */
    @NonNull
    List<AcceptedDelivery> newest(@NonNull String webhookId, int max) {
        Deque<AcceptedDelivery> queue = byWebhook.getOrDefault(webhookId, new ArrayDeque<>());
        return queue.stream().skip(Math.max(0, queue.size() - max)).toList();
    }

    /**
     * @return all waiting deliveries, each webhook's in the order of arrival
     */
    @NonNull
    List<AcceptedDelivery> removeAll() {
        List<AcceptedDelivery> removed = all();
        byWebhook.clear();
        size = 0;
        bytes = 0;
        return removed;
    }
}
