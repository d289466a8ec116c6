package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.listeners.ItemListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DuplicateDetector;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import jenkins.util.AtmostOneTaskExecutor;
import jenkins.util.SystemProperties;
import jenkins.util.Timer;
import org.jvnet.localizer.Localizable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Accepted deliveries, from the answer with 2xx to their effect. Each is in a {@link Journal} first, so that it outlives
 * a crash. Limited by number and size; rejects duplicates by their delivery id. Hands one group at a time, of one item,
 * to its {@link DeliveryHandler}, in the order of arrival; items take turns, and an item without room is skipped until
 * it has some. A delivery is done when its build has begun, or when the log says why there is none.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class DeliveryQueue extends ItemListener {

    private static final Logger LOGGER = Logger.getLogger(DeliveryQueue.class.getName());

    /** System property: how many deliveries may wait. */
    static final String MAX_WAITING = DeliveryQueue.class.getName() + ".maxWaiting";

    /** The directory of the journal in JENKINS_HOME. */
    static final String DIRECTORY = "codeup-journal";

    private static final int DEFAULT_MAX_WAITING = 20_000;
    /** Of all bodies of deliveries that wait. */
    private static final long MAX_BYTES = 64L << 20;
    /** Of all bodies of deliveries that are not done, on the disk. */
    private static final long MAX_JOURNAL_BYTES = 512L << 20;

    private static final int MAX_GROUP = 200;
    private static final long ROOM_CHECK_MILLIS = 250;

    private static final long BURST_CHECK_MILLIS = 50;
    private static final long MAX_BURST_DELAY_MILLIS = TimeUnit.SECONDS.toMillis(5);

    private static final long STORE_TIMEOUT_SECONDS = 20;
    private static final long SHUTDOWN_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** After this time in which a build is neither in the queue nor at work, it is looked for. */
    private static final long LOST_AFTER_MILLIS = TimeUnit.MINUTES.toMillis(1);

    /** Codeup's delivery ids are UUIDs. Longer or unprintable ones are not remembered. */
    private static final Pattern DELIVERY_ID = Pattern.compile("[!-~]{1,200}");

    private static final Duration DUPLICATES_KEPT = Duration.ofHours(1);

    private final Waiting waiting = new Waiting();
    private final DuplicateDetector acceptedIds = new DuplicateDetector(50_000, DUPLICATES_KEPT, Clock.systemUTC());
    private final Arrivals arrivals = new Arrivals(System.nanoTime());
    /** Deliveries that are being written to the journal, by their key. */
    private final Map<String, CompletableFuture<?>> storing = new HashMap<>();
    /** Number and size of the deliveries that are being written. */
    private int storingCount;

    private long storingBytes;
    /** Handed to a handler that has not told the result. */
    private final Map<String, AcceptedDelivery> inProcess = new HashMap<>();
    /** Their builds are in Jenkins's queue. */
    private final Map<String, AcceptedDelivery> scheduled = new HashMap<>();
    /** Whether a group is being handed over. */
    private boolean handingOver;
    /** Whether a later run of the worker is scheduled. */
    private boolean later;

    private boolean stopping;
    private boolean closed;
    private volatile boolean ready;
    private Journal journal;
    /** What was not done when Jenkins was stopped. */
    private List<Journal.Entry> left = List.of();

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
        FULL,
        /** The delivery can't be written to the disk. It may be sent again. */
        NOT_STORED
    }

    @NonNull
    public static DeliveryQueue get() {
        return ExtensionList.lookupSingleton(DeliveryQueue.class);
    }

    /**
     * Accepts an authenticated delivery unless it is a duplicate, the queue is full or it can't be stored. Returns when
     * it is on the disk.
     *
     * @param deliveryId the delivery's own id, or null; without one it is never a duplicate
     * @param event the header that names the event, or null
     * @param body the decompressed body
     * @param delivery the parsed body
     */
    @NonNull
    Outcome offer(
            @NonNull String webhookId,
            @CheckForNull String deliveryId,
            @CheckForNull String event,
            @NonNull byte[] body,
            @NonNull Delivery delivery) {
        boolean hasId = deliveryId != null && DELIVERY_ID.matcher(deliveryId).matches();
        String key = hasId ? webhookId + " " + deliveryId : "";
        CompletableFuture<?> stored;
        Outcome outcome = Outcome.ACCEPTED;
        synchronized (this) {
            if (hasId && acceptedIds.contains(key)) {
                return Outcome.DUPLICATE;
            }
            stored = storing.get(key);
            if (stored != null) {
                outcome = Outcome.DUPLICATE;
            } else if (isFull(body.length)) {
                return Outcome.FULL;
            } else {
                stored = store(webhookId, key, event, body, delivery);
            }
        }
        try {
            stored.get(STORE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return outcome;
        } catch (ExecutionException | TimeoutException e) {
            // logged by the journal; if it is written after the time-out, the sender's next try is a duplicate
            return Outcome.NOT_STORED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.NOT_STORED;
        }
    }

    private boolean isFull(int size) {
        int maxWaiting = SystemProperties.getInteger(MAX_WAITING, DEFAULT_MAX_WAITING);
        return stopping
                || journal == null
                || waiting.size() + storingCount >= maxWaiting
                || waiting.bytes() + storingBytes + size > MAX_BYTES
                || journal.liveBytes() + size > MAX_JOURNAL_BYTES;
    }

    private CompletableFuture<?> store(String webhookId, String key, String event, byte[] body, Delivery delivery) {
        arrivals.add(System.nanoTime());
        storingCount++;
        storingBytes += body.length;
        CompletableFuture<?> stored = journal.add(key, StoredDelivery.write(webhookId, event, body))
                .handle((id, problem) -> {
                    synchronized (this) {
                        storingCount--;
                        storingBytes -= body.length;
                        storing.remove(key);
                        if (problem != null) {
                            throw new CompletionException(problem);
                        }
                        if (!key.isEmpty()) {
                            acceptedIds.add(key);
                        }
                        Journal.Entry entry = new Journal.Entry(id, key, System.currentTimeMillis());
                        enqueue(new AcceptedDelivery(entry, webhookId, body.length, delivery));
                        return null;
                    }
                });
        if (!key.isEmpty() && !stored.isDone()) {
            storing.put(key, stored);
        }
        return stored;
    }

    private void enqueue(AcceptedDelivery accepted) {
        boolean first = waiting.isEmpty();
        waiting.add(accepted);
        if (first && ready) {
            worker.submit();
        }
    }

    /** For tests: waits until all accepted deliveries were processed. Their builds need not have begun. */
    public synchronized void awaitIdle() throws InterruptedException {
        while (!ready || !waiting.isEmpty() || handingOver || !inProcess.isEmpty()) {
            wait();
        }
    }

    /** Runs in one thread at a time. Ends when nothing waits or nothing can be processed now. */
    private void processAll() {
        boolean failed = true;
        try {
            if (!ready) {
                recover();
            }
            for (List<AcceptedDelivery> group = next(); !group.isEmpty(); group = next()) {
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
        handingOver = false;
        notifyAll();
    }

    /**
     * @return the group to process now; empty if there is none
     */
    private List<AcceptedDelivery> next() {
        endGroup();
        List<String> webhookIds;
        synchronized (this) {
            if (stopping || waiting.isEmpty()) {
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

    private synchronized List<AcceptedDelivery> take(String webhookId, int max) {
        if (stopping) {
            return List.of();
        }
        List<AcceptedDelivery> group = waiting.poll(webhookId, max);
        handingOver = true;
        group.forEach(one -> inProcess.put(one.id(), one));
        return group;
    }

    /** Backpressure: during a burst, answering requests comes first, so that Codeup's deliveries do not time out. */
    private boolean isBurst() {
        return arrivals.isBurst(System.nanoTime())
                && System.currentTimeMillis() - waiting.oldest() < MAX_BURST_DELAY_MILLIS;
    }

    private synchronized void processLater(long millis) {
        if (!later) {
            later = true;
            Timer.get().schedule(this::processScheduled, millis, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void processScheduled() {
        later = false;
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

    private void process(List<AcceptedDelivery> group) {
        String webhookId = group.get(0).webhookId();
        Item item = WebhookIndex.item(webhookId);
        DeliveryHandler handler = item == null ? null : DeliveryHandler.of(item);
        DeliveryLog log = DeliveryLog.of(webhookId);
        group.forEach(log::add);
        if (handler == null) {
            group.forEach(delivery -> delivery.decided(Messages._DeliveryLog_noTrigger()));
            return;
        }
        try {
            handler.deliver(item, group);
        } catch (RuntimeException | LinkageError e) {
            group.stream().filter(this::isInProcess).forEach(delivery -> delivery.failed(e));
        }
    }

    private synchronized boolean isInProcess(AcceptedDelivery delivery) {
        return inProcess.containsKey(delivery.id());
    }

    /** Called by deliveries when their handler has told the result. */
    void settle(AcceptedDelivery delivery, DeliveryLog.State state, Localizable result) {
        synchronized (this) {
            if (closed) {
                return;
            }
            boolean endedBefore = inProcess.remove(delivery.id()) == null;
            if (state == DeliveryLog.State.SCHEDULED && !endedBefore) {
                delivery.setScheduledAt(System.currentTimeMillis());
                scheduled.put(delivery.id(), delivery);
            }
            notifyAll();
        }
        DeliveryLog.of(delivery.webhookId()).update(delivery, state, result);
    }

    /** Marks deliveries as done. They do not come again after a restart. */
    void done(@NonNull Collection<Long> numbers) {
        Journal current;
        synchronized (this) {
            current = closed ? null : journal;
        }
        if (current != null) {
            current.done(numbers);
        }
    }

    synchronized boolean isAnyOpen(@NonNull Collection<String> ids) {
        return ids.stream().anyMatch(id -> inProcess.containsKey(id) || scheduled.containsKey(id));
    }

    /** Ends the deliveries of a build that is on the disk. */
    void begun(@NonNull Collection<String> ids, @NonNull Run<?, ?> run) {
        List<AcceptedDelivery> ended = remove(ids);
        ended.forEach(one -> DeliveryLog.of(one.webhookId()).built(List.of(one.id()), run));
        done(ended.stream().map(AcceptedDelivery::number).toList());
    }

    /** Ends deliveries whose build was removed from Jenkins's queue. */
    void cancelled(@NonNull Collection<String> ids) {
        for (AcceptedDelivery one : remove(ids)) {
            DeliveryLog.of(one.webhookId()).update(one, DeliveryLog.State.DECIDED, Messages._DeliveryLog_cancelled());
        }
    }

    private synchronized List<AcceptedDelivery> remove(Collection<String> ids) {
        if (closed) {
            return List.of();
        }
        List<AcceptedDelivery> removed = new ArrayList<>();
        for (String id : ids) {
            AcceptedDelivery waits = scheduled.remove(id);
            AcceptedDelivery handed = inProcess.remove(id);
            if (waits != null || handed != null) {
                removed.add(waits == null ? handed : waits);
            }
        }
        notifyAll();
        return removed;
    }

    /** Processes deliveries again whose builds left the queue and never began. */
    void repeatLost() {
        long limit = System.currentTimeMillis() - LOST_AFTER_MILLIS;
        List<AcceptedDelivery> suspects;
        synchronized (this) {
            suspects = scheduled.values().stream()
                    .filter(one -> one.scheduledAt() < limit)
                    .toList();
        }
        if (!suspects.isEmpty()) {
            Set<String> known = DeliveryBuilds.inQueueOrAtWork();
            repeat(suspects.stream().filter(one -> !known.contains(one.id())).toList());
        }
    }

    /** Ends those that have a build and lets the others wait again. */
    private void repeat(List<AcceptedDelivery> deliveries) {
        Map<String, List<AcceptedDelivery>> byWebhook = new LinkedHashMap<>();
        deliveries.forEach(one -> byWebhook
                .computeIfAbsent(one.webhookId(), id -> new ArrayList<>())
                .add(one));
        byWebhook.forEach((webhookId, some) -> {
            Item item = WebhookIndex.item(webhookId);
            if (item != null) {
                Set<String> ids = some.stream().map(AcceptedDelivery::id).collect(Collectors.toSet());
                long oldest = some.stream()
                        .mapToLong(AcceptedDelivery::receivedAt)
                        .min()
                        .orElseThrow();
                DeliveryBuilds.find(item, ids, oldest).forEach((id, run) -> begun(List.of(id), run));
            }
            synchronized (this) {
                for (AcceptedDelivery one : some) {
                    if (!closed && scheduled.remove(one.id()) != null) {
                        one.repeat();
                        enqueue(one);
                    }
                }
            }
        });
    }

    /** Opens the journal. Jenkins calls this before it answers requests. */
    @Override
    public void onLoaded() {
        Path directory = Jenkins.get().getRootDir().toPath().resolve(DIRECTORY);
        Journal opened = new Journal(directory, DUPLICATES_KEPT, "Codeup delivery journal");
        Map<String, Instant> keys = new LinkedHashMap<>();
        opened.keys().entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(key -> keys.put(key.getKey(), Instant.ofEpochMilli(key.getValue())));
        acceptedIds.addAll(keys);
        synchronized (this) {
            journal = opened;
            left = opened.open();
        }
        worker.submit();
    }

    /** In the background, as it reads builds: finds out what was done before the stop, and lets the rest wait again. */
    private void recover() {
        List<AcceptedDelivery> open = new ArrayList<>();
        Journal from;
        List<Journal.Entry> entries;
        synchronized (this) {
            from = journal;
            entries = left;
        }
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            for (Journal.Entry entry : entries) {
                AcceptedDelivery delivery = StoredDelivery.read(from, entry);
                if (delivery != null) {
                    open.add(delivery);
                }
            }
            DeliveryBuilds.cancelBegun();
            synchronized (this) {
                left = List.of();
                open.forEach(one -> scheduled.put(one.id(), one));
            }
            open.forEach(one -> DeliveryLog.of(one.webhookId()).add(one));
            Set<String> inQueue = DeliveryBuilds.inQueueOrAtWork();
            List<AcceptedDelivery> meanwhile;
            synchronized (this) {
                // what was accepted since the start comes after what was accepted before
                meanwhile = waiting.removeAll();
            }
            repeat(open.stream().filter(one -> !inQueue.contains(one.id())).toList());
            synchronized (this) {
                meanwhile.forEach(waiting::add);
            }
        } finally {
            synchronized (this) {
                ready = true;
                notifyAll();
            }
        }
        if (!open.isEmpty()) {
            LOGGER.log(Level.INFO, "{0} deliveries from Codeup were not done when Jenkins stopped", open.size());
        }
        Queue.getInstance().scheduleMaintenance();
    }

    /** For builds of deliveries: whether it is known which of them had begun before Jenkins was stopped. */
    boolean isReady() {
        return ready;
    }

    /** For pages: the ids of the deliveries that are not done. */
    @NonNull
    public synchronized Set<String> openIds() {
        return journal == null
                ? Set.of()
                : journal.open().stream()
                        .map(entry -> AcceptedDelivery.text(entry.id()))
                        .collect(Collectors.toSet());
    }

    /** For pages: the webhook's deliveries that wait, in the order of arrival. */
    @NonNull
    synchronized List<AcceptedDelivery> waiting(@NonNull String webhookId) {
        return waiting.of(webhookId);
    }

    @CheckForNull
    synchronized Journal journal() {
        return journal;
    }

    /** Accepts no more deliveries and lets the current group end. What is not done then is done after the next start. */
    @Terminator
    public static void shutDown() throws InterruptedException, IOException {
        get().close();
    }

    private void close() throws InterruptedException, IOException {
        synchronized (this) {
            stopping = true;
            long start = System.nanoTime();
            long rest = SHUTDOWN_TIMEOUT_NANOS;
            while (handingOver && rest > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, rest);
                rest = SHUTDOWN_TIMEOUT_NANOS - (System.nanoTime() - start);
            }
        }
        DeliveryLog.logs().writeAll();
        synchronized (this) {
            closed = true;
        }
        if (journal != null) {
            journal.close();
        }
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
         * @return the waiting deliveries of a webhook in the order of arrival
         */
        @NonNull
        List<AcceptedDelivery> of(@NonNull String webhookId) {
            return List.copyOf(byWebhook.getOrDefault(webhookId, new ArrayDeque<>()));
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
}
