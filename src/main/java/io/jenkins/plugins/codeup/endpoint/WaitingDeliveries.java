package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.ToIntFunction;

/**
 * Deliveries that wait, those of each hook in the order in which they came. The hooks take turns, so that a burst by
 * one does not keep the others waiting. Not for several threads.
 */
final class WaitingDeliveries {

    private final Map<String, Queue<ReceivedDelivery>> byHook = new LinkedHashMap<>();
    private int size;
    private long bytes;

    void add(@NonNull ReceivedDelivery delivery) {
        byHook.computeIfAbsent(delivery.hookId(), id -> new ArrayDeque<>()).add(delivery);
        size++;
        bytes += delivery.body().length;
    }

    int size() {
        return size;
    }

    /**
     * @return of all bodies together
     */
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /**
     * @return when the first of those that wait came, in milliseconds since 1970
     */
    long oldest() {
        return byHook.values().stream()
                .mapToLong(queue -> queue.element().receivedAt())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /**
     * @param most how many at once
     * @param room how many more a hook's item can take
     * @return deliveries of one hook, whose turn is over by this; none if no item has room
     */
    @NonNull
    List<ReceivedDelivery> poll(int most, @NonNull ToIntFunction<String> room) {
        for (Map.Entry<String, Queue<ReceivedDelivery>> entry : byHook.entrySet()) {
            int some = Math.min(most, room.applyAsInt(entry.getKey()));
            if (some > 0) {
                return poll(entry.getKey(), entry.getValue(), some);
            }
        }
        return List.of();
    }

    /** What is left takes its turn after the others. */
    private List<ReceivedDelivery> poll(String hook, Queue<ReceivedDelivery> queue, int most) {
        byHook.remove(hook);
        List<ReceivedDelivery> polled = new ArrayList<>();
        while (polled.size() < most && !queue.isEmpty()) {
            ReceivedDelivery first = queue.remove();
            polled.add(first);
            size--;
            bytes -= first.body().length;
        }
        if (!queue.isEmpty()) {
            byHook.put(hook, queue);
        }
        return polled;
    }

    /** All of them, which stay where they are. */
    @NonNull
    List<ReceivedDelivery> all() {
        return byHook.values().stream().flatMap(Queue::stream).toList();
    }
}
