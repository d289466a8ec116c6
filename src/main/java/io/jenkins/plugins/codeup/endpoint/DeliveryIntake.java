package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DuplicateDetector;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import jenkins.util.SystemProperties;

/**
 * Accepts deliveries, or not: rejects duplicates by their delivery id, limits number and size of those that wait, and
 * writes each into the {@link Journal} before it is accepted. Thread-safe. Its lock is taken before the
 * {@link DeliveryQueue}'s, never after it.
 */
final class DeliveryIntake {

    /** System property: how many deliveries may wait. */
    static final String MAX_WAITING = DeliveryQueue.class.getName() + ".maxWaiting";

    /** For how long a delivery's id is remembered. */
    static final Duration DUPLICATES_KEPT = Duration.ofHours(1);

    private static final int DEFAULT_MAX_WAITING = 20_000;
    /** Of all bodies of deliveries that wait, of which a group is in memory at once. */
    private static final long MAX_BYTES = 64L << 20;
    /** Of all bodies of deliveries that are not done, on the disk. */
    private static final long MAX_JOURNAL_BYTES = 512L << 20;

    private static final long STORE_TIMEOUT_SECONDS = 20;

    /** Codeup's delivery ids are UUIDs. Longer or unprintable ones are not remembered. */
    private static final Pattern DELIVERY_ID = Pattern.compile("[!-~]{1,200}");

    private final DeliveryQueue queue;
    private final Journal journal;
    private final DuplicateDetector acceptedIds = new DuplicateDetector(50_000, DUPLICATES_KEPT, Clock.systemUTC());
    private final Arrivals arrivals = new Arrivals(System.nanoTime());
    /** Deliveries that are being written, by webhook and delivery id. */
    private final Map<String, CompletableFuture<?>> storing = new HashMap<>();
    /** Number and size of the deliveries that are being written. */
    private int storingCount;

    private long storingBytes;
    private boolean closed;

    /** The result of {@link #offer}. */
    enum Outcome {
        ACCEPTED,
        /** A delivery with the same id was accepted within the last hour. */
        DUPLICATE,
        /** Too many deliveries wait, of the webhook or of all, or Jenkins is shutting down. The delivery may be sent again. */
        FULL,
        /** The delivery can't be written to the disk. It may be sent again. */
        NOT_STORED
    }

    DeliveryIntake(@NonNull DeliveryQueue queue, @NonNull Journal journal) {
        this.queue = queue;
        this.journal = journal;
        Map<String, Instant> keys = new LinkedHashMap<>();
        journal.keys().entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(key -> keys.put(idIn(key.getKey()), Instant.ofEpochMilli(key.getValue())));
        acceptedIds.addAll(keys);
    }

    /** See {@link DeliveryQueue#offer}. */
    @NonNull
    Outcome offer(
            @NonNull String webhookId,
            @CheckForNull String deliveryId,
            @CheckForNull String event,
            @NonNull byte[] body,
            @NonNull Delivery delivery) {
        boolean hasId = deliveryId != null && DELIVERY_ID.matcher(deliveryId).matches();
        String key = hasId
                ? (webhookId + " " + deliveryId + " " + SecondWay.events(webhookId, delivery)).stripTrailing()
                : "";
        String id = idIn(key);
        byte[] content = StoredDelivery.write(webhookId, event, body);
        CompletableFuture<?> stored;
        Outcome outcome = Outcome.ACCEPTED;
        synchronized (this) {
            if (hasId && acceptedIds.contains(id)) {
                return Outcome.DUPLICATE;
            }
            stored = storing.get(id);
            if (stored != null) {
                outcome = Outcome.DUPLICATE;
            } else if (isFull(webhookId, body.length)) {
                return Outcome.FULL;
            } else {
                stored = store(webhookId, key, content, body.length);
            }
        }
        try {
            journal.end(stored, STORE_TIMEOUT_SECONDS);
            stored.get();
            return outcome;
        } catch (ExecutionException | TimeoutException e) {
            // logged by the journal; if it is written after the time-out, the sender's next try is a duplicate
            return Outcome.NOT_STORED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.NOT_STORED;
        }
    }

    private boolean isFull(String webhookId, int size) {
        int maxWaiting = SystemProperties.getInteger(MAX_WAITING, DEFAULT_MAX_WAITING);
        return closed
                || !queue.hasRoom(webhookId, maxWaiting - storingCount, MAX_BYTES - storingBytes - size)
                || journal.liveBytes() + size > MAX_JOURNAL_BYTES;
    }

    private CompletableFuture<?> store(String webhookId, String key, byte[] content, int size) {
        String deliveryId = idIn(key);
        arrivals.add(System.nanoTime());
        storingCount++;
        storingBytes += size;
        CompletableFuture<?> stored = journal.begin(key, content).handle((id, problem) -> {
            synchronized (this) {
                storingCount--;
                storingBytes -= size;
                storing.remove(deliveryId);
                if (problem != null) {
                    throw new CompletionException(problem);
                }
                if (!deliveryId.isEmpty()) {
                    acceptedIds.add(deliveryId);
                }
                Journal.Entry entry = new Journal.Entry(id, key, System.currentTimeMillis());
                queue.add(new AcceptedDelivery(entry, webhookId, size));
                return null;
            }
        });
        if (!deliveryId.isEmpty() && !stored.isDone()) {
            storing.put(deliveryId, stored);
        }
        return stored;
    }

    /** The key without the event: whether there are two ways may change while a delivery is sent again. */
    private static String idIn(String key) {
        int end = key.indexOf(' ', key.indexOf(' ') + 1);
        return end < 0 ? key : key.substring(0, end);
    }

    /** Backpressure: during a burst, answering requests comes first, so that Codeup's deliveries do not time out. */
    boolean isBurst() {
        return arrivals.isBurst(System.nanoTime());
    }

    /** Accepts no more deliveries. */
    synchronized void close() {
        closed = true;
    }

    /** The times of the latest arrivals. Thread-safe. */
    static final class Arrivals {

        private static final int BURST = 20;
        private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

        private final long[] latest = new long[BURST];
        private int next;

        /**
         * @param now as of {@link System#nanoTime()}, as below
         */
        Arrivals(long now) {
            Arrays.fill(latest, now - BURST_NANOS);
        }

        synchronized void add(long now) {
            latest[next] = now;
            next = (next + 1) % BURST;
        }

        /**
         * @return whether the latest {@value #BURST} deliveries arrived within the last 100 ms
         */
        synchronized boolean isBurst(long now) {
            return now - latest[next] < BURST_NANOS;
        }
    }
}
