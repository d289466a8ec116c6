package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DuplicateDetector;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import jenkins.util.AtmostOneTaskExecutor;
import jenkins.util.SystemProperties;
import jenkins.util.Timer;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Accepted deliveries that wait for their {@link DeliveryHandler}. Limited by number and size; rejects duplicates by
 * their delivery id. Processes one group at a time, of one item, in the order of arrival; items take turns, and an item
 * without room is skipped until it has some. The {@link DeliveryStore} keeps what still waits while Jenkins is stopped.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class DeliveryQueue extends ItemListener {

    private static final Logger LOGGER = Logger.getLogger(DeliveryQueue.class.getName());

    /** System property: how many deliveries may wait. */
    static final String MAX_WAITING = DeliveryQueue.class.getName() + ".maxWaiting";

    private static final int DEFAULT_MAX_WAITING = 20_000;
    /** Of all bodies. A parsed delivery takes about as much memory as its body, and both are kept. */
    private static final long MAX_BYTES = 64L << 20;

    private static final int MAX_GROUP = 200;
    private static final long ROOM_CHECK_MILLIS = 250;

    private static final long BURST_CHECK_MILLIS = 50;
    private static final long MAX_BURST_DELAY_MILLIS = TimeUnit.SECONDS.toMillis(5);

    private static final long SHUTDOWN_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** Codeup's delivery ids are UUIDs. Longer or unprintable ones are not remembered. */
    private static final Pattern DELIVERY_ID = Pattern.compile("[!-~]{1,200}");

    private final Waiting waiting = new Waiting();
    private final DuplicateDetector acceptedIds = new DuplicateDetector(50_000, Duration.ofHours(1), Clock.systemUTC());
    private final Arrivals arrivals = new Arrivals(System.nanoTime());
    private List<Accepted> inProcess = List.of();
    /** Whether a later run of the worker is scheduled. */
    private boolean scheduled;

    private boolean closed;

    private final AtmostOneTaskExecutor<Void> worker =
            new AtmostOneTaskExecutor<>(Computer.threadPoolForRemoting, () -> {
                processAll();
                return null;
            });

    /** The result of {@link #offer}. */
    enum Outcome {
        ACCEPTED,
        /** A delivery with the same id was accepted within the last hour. */
        DUPLICATE,
        /** Too many deliveries wait, or Jenkins is shutting down. The delivery may be sent again. */
        FULL
    }

    /**
     * An accepted delivery.
     *
     * @param webhookId see {@link ItemWebhook#id()}
     * @param event the header that names the event, or null; needed with the body to store the delivery
     * @param receivedAt milliseconds since 1970
     */
    record Accepted(String webhookId, String event, byte[] body, Delivery delivery, long receivedAt) {}

    @NonNull
    public static DeliveryQueue get() {
        return ExtensionList.lookupSingleton(DeliveryQueue.class);
    }

    /**
     * Accepts an authenticated delivery unless it is a duplicate or the queue is full.
     *
     * @param deliveryId the delivery's own id, or null; without one it is never a duplicate
     * @param event the header that names the event, or null
     * @param body the decompressed body; must not be changed afterwards
     * @param delivery the parsed body
     */
    @NonNull
    synchronized Outcome offer(
            @NonNull String webhookId,
            @CheckForNull String deliveryId,
            @CheckForNull String event,
            @NonNull byte[] body,
            @NonNull Delivery delivery) {
        boolean hasId = deliveryId != null && DELIVERY_ID.matcher(deliveryId).matches();
        String key = webhookId + " " + deliveryId;
        if (hasId && acceptedIds.contains(key)) {
            return Outcome.DUPLICATE;
        }
        int maxWaiting = SystemProperties.getInteger(MAX_WAITING, DEFAULT_MAX_WAITING);
        if (closed || waiting.size() >= maxWaiting || waiting.bytes() + body.length > MAX_BYTES) {
            return Outcome.FULL;
        }
        if (hasId) {
            acceptedIds.add(key);
        }
        arrivals.add(System.nanoTime());
        boolean first = waiting.isEmpty();
        waiting.add(new Accepted(webhookId, event, body, delivery, System.currentTimeMillis()));
        if (first) {
            worker.submit();
        }
        return Outcome.ACCEPTED;
    }

    /** For tests: waits until all accepted deliveries were processed. */
    public synchronized void awaitIdle() throws InterruptedException {
        while (!waiting.isEmpty() || !inProcess.isEmpty()) {
            wait();
        }
    }

    /** Runs in one thread at a time. Ends when nothing waits or nothing can be processed now. */
    private void processAll() {
        boolean failed = true;
        try {
            for (List<Accepted> group = next(); !group.isEmpty(); group = next()) {
                process(group);
            }
            failed = false;
        } finally {
            if (failed) {
                // an error of the JVM, which core's executor logs: what waits is processed by the next run
                endGroup();
                processLater(ROOM_CHECK_MILLIS);
            }
        }
    }

    private synchronized void endGroup() {
        inProcess = List.of();
        notifyAll();
    }

    /**
     * @return the group to process now; empty if there is none
     */
    private List<Accepted> next() {
        endGroup();
        List<String> webhookIds;
        synchronized (this) {
            if (closed || waiting.isEmpty()) {
                return List.of();
            }
            if (isBurst()) {
                processLater(BURST_CHECK_MILLIS);
                return List.of();
            }
            webhookIds = waiting.turns();
        }
        for (String webhookId : webhookIds) {
            // not under the lock, which answers wait for: it may ask Jenkins's build queue
            int room = room(webhookId);
            if (room > 0) {
                return take(webhookId, Math.min(room, MAX_GROUP));
            }
        }
        processLater(ROOM_CHECK_MILLIS);
        return List.of();
    }

    private synchronized List<Accepted> take(String webhookId, int max) {
        if (!closed) {
            inProcess = waiting.poll(webhookId, max);
        }
        return inProcess;
    }

    /** Backpressure: during a burst, answering requests comes first, so that Codeup's deliveries do not time out. */
    private boolean isBurst() {
        return arrivals.isBurst(System.nanoTime())
                && System.currentTimeMillis() - waiting.oldest() < MAX_BURST_DELAY_MILLIS;
    }

    private synchronized void processLater(long millis) {
        if (!scheduled) {
            scheduled = true;
            Timer.get().schedule(this::processScheduled, millis, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void processScheduled() {
        scheduled = false;
        worker.submit();
    }

    private static int room(String webhookId) {
        Item item = WebhookIndex.item(webhookId);
        DeliveryHandler handler = item == null ? null : DeliveryHandler.of(item);
        try {
            return handler == null ? MAX_GROUP : handler.room(item);
        } catch (RuntimeException | LinkageError e) {
            LOGGER.log(Level.WARNING, "Can't tell how many deliveries " + item.getFullName() + " has room for", e);
            return 1;
        }
    }

    private static void process(List<Accepted> group) {
        String webhookId = group.get(0).webhookId();
        Item item = WebhookIndex.item(webhookId);
        if (item == null) {
            return;
        }
        List<Delivery> deliveries = group.stream().map(Accepted::delivery).toList();
        DeliveryLog log = DeliveryLog.of(webhookId);
        DeliveryHandler handler = DeliveryHandler.of(item);
        if (handler == null) {
            deliveries.forEach(delivery -> log.add(delivery, Messages._DeliveryLog_noTrigger()));
            return;
        }
        try {
            handler.deliver(item, deliveries, log);
        } catch (RuntimeException | LinkageError e) {
            LOGGER.log(Level.WARNING, "Deliveries from Codeup to " + item.getFullName() + " failed", e);
            deliveries.forEach(delivery -> log.add(delivery, Messages._DeliveryLog_failed(e.toString())));
        }
    }

    /** Restores what the last shutdown stored. Jenkins calls this before it answers requests. */
    @Override
    public void onLoaded() {
        DeliveryStore.Content stored = DeliveryStore.take();
        acceptedIds.addAll(stored.acceptedIds());
        synchronized (this) {
            stored.waiting().forEach(waiting::add);
            if (!waiting.isEmpty()) {
                worker.submit();
            }
        }
    }

    /** Accepts no more deliveries, lets the current group end and stores the others. */
    @Terminator
    public static void shutDown() throws InterruptedException, IOException {
        get().close();
    }

    private synchronized void close() throws InterruptedException, IOException {
        closed = true;
        long start = System.nanoTime();
        long left = SHUTDOWN_TIMEOUT_NANOS;
        while (!inProcess.isEmpty() && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = SHUTDOWN_TIMEOUT_NANOS - (System.nanoTime() - start);
        }
        // a group that did not end in time is processed again: a second build is better than none
        List<Accepted> unprocessed = new ArrayList<>(inProcess);
        unprocessed.addAll(waiting.all());
        DeliveryStore.write(new DeliveryStore.Content(acceptedIds.all(), unprocessed));
    }

    /** The times of the latest arrivals. Not thread-safe. */
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

        void add(long now) {
            latest[next] = now;
            next = (next + 1) % BURST;
        }

        /**
         * @return whether the latest {@value #BURST} deliveries arrived within the last 100 ms
         */
        boolean isBurst(long now) {
            return now - latest[next] < BURST_NANOS;
        }
    }

    /**
     * Waiting deliveries by webhook, each webhook's in the order of arrival. Webhooks take turns, so that a burst of one
     * does not delay the others. Not thread-safe.
     */
    static final class Waiting {

        private final Map<String, Queue<Accepted>> byWebhook = new LinkedHashMap<>();
        private int size;
        private long bytes;

        void add(@NonNull Accepted delivery) {
            byWebhook
                    .computeIfAbsent(delivery.webhookId(), id -> new ArrayDeque<>())
                    .add(delivery);
            size++;
            bytes += delivery.body().length;
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
        List<Accepted> poll(@NonNull String webhookId, int max) {
            List<Accepted> polled = new ArrayList<>();
            Queue<Accepted> queue = byWebhook.remove(webhookId);
            while (polled.size() < max && !queue.isEmpty()) {
                Accepted first = queue.remove();
                polled.add(first);
                size--;
                bytes -= first.body().length;
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
        List<Accepted> all() {
            return byWebhook.values().stream().flatMap(Queue::stream).toList();
        }
    }
}
