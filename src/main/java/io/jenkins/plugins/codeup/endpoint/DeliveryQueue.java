package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryReader.InvalidDeliveryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jvnet.localizer.Localizable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Accepted deliveries, from the answer with 2xx to their effect. A {@link DeliveryIntake} has put each into a
 * {@link Journal} first, so that it outlives a crash; {@link DeliveryWorkers} hand it to its item. It is done when its
 * build has begun, or when the log says why there is none.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class DeliveryQueue extends ItemListener {

    private static final Logger LOGGER = Logger.getLogger(DeliveryQueue.class.getName());

    /** The directory of the journal in JENKINS_HOME. */
    static final String DIRECTORY = "codeup-journal";

    private static final long MAX_BURST_DELAY_MILLIS = TimeUnit.SECONDS.toMillis(5);

    private static final long SHUTDOWN_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final WaitingDeliveries waiting = new WaitingDeliveries();
    private final HandedDeliveries handed = new HandedDeliveries();
    /** The webhooks of which a group is being handed over. */
    private final Set<String> handingOver = new HashSet<>();

    private boolean stopping;
    private boolean closed;
    private volatile boolean ready;
    private Journal journal;
    /** Null until Jenkins has loaded its items. */
    private DeliveryIntake intake;
    /** Ids of what was not done when Jenkins was stopped. */
    private Set<Long> left = Set.of();

    private long loadingBegan;

    private final DeliveryWorkers workers = new DeliveryWorkers(this);

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
    DeliveryIntake.Outcome offer(
            @NonNull String webhookId,
            @CheckForNull String deliveryId,
            @CheckForNull String event,
            @NonNull byte[] body,
            @NonNull Delivery delivery) {
        DeliveryIntake open;
        synchronized (this) {
            open = intake;
        }
        return open == null ? DeliveryIntake.Outcome.FULL : open.offer(webhookId, deliveryId, event, body, delivery);
    }

    /** See {@link WaitingDeliveries#hasRoom}. */
    synchronized boolean hasRoom(@NonNull String webhookId, int maxCount, long maxBytes) {
        return waiting.hasRoom(webhookId, maxCount, maxBytes);
    }

    /** Adds a delivery that is in the journal. */
    synchronized void add(@NonNull AcceptedDelivery accepted) {
        boolean first = waiting.add(accepted) && !handingOver.contains(accepted.webhookId());
        if (first && ready) {
            workers.submitSoon();
        }
    }

    /** For tests: waits until all accepted deliveries were processed. Their builds need not have begun. */
    public synchronized void awaitIdle() throws InterruptedException {
        while (!ready || !waiting.isEmpty() || !handingOver.isEmpty() || !handed.isNoneInProcess()) {
            wait();
        }
    }

    /** For a worker: ends the webhook's group. */
    synchronized void endGroup(@NonNull String webhookId) {
        handingOver.remove(webhookId);
        notifyAll();
    }

    /**
     * For a worker.
     *
     * @return the webhooks whose deliveries wait, in the order of their turns, without those of which a group is being
     *     handed over; empty if there are none or Jenkins shuts down
     */
    @NonNull
    synchronized List<String> turns() {
        return stopping ? List.of() : waiting.turns(handingOver);
    }

    /** For a worker: whether to let answers come first for a while. */
    synchronized boolean isBurst() {
        return intake.isBurst() && System.currentTimeMillis() - waiting.oldest() < MAX_BURST_DELAY_MILLIS;
    }

    /**
     * For a worker: takes the next deliveries of a webhook, in the order of arrival. It has no turn until their
     * {@link #endGroup}.
     *
     * @return empty if Jenkins shuts down
     */
    @NonNull
    synchronized List<AcceptedDelivery> take(@NonNull String webhookId, int max) {
        if (stopping) {
            return List.of();
        }
        List<AcceptedDelivery> group = waiting.poll(webhookId, max);
        handed.add(group);
        handingOver.add(webhookId);
        return group;
    }

    /** For a worker: see {@link AcceptedDelivery#read}. */
    void read(@NonNull AcceptedDelivery delivery) throws IOException, InvalidDeliveryException {
        Journal from;
        synchronized (this) {
            from = journal;
        }
        delivery.read(from);
    }

    synchronized boolean isInProcess(@NonNull AcceptedDelivery delivery) {
        return handed.isInProcess(delivery);
    }

    /** Called by deliveries when their handler has told the result. */
    void settle(AcceptedDelivery delivery, DeliveryLog.State state, Localizable result) {
        synchronized (this) {
            if (closed) {
                return;
            }
            handed.settle(delivery, state == DeliveryLog.State.SCHEDULED);
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
        return handed.containsAny(ids);
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
        List<AcceptedDelivery> removed = handed.remove(ids);
        notifyAll();
        return removed;
    }

    /**
     * @param millis since 1970
     * @return deliveries whose builds were put into Jenkins's queue before that time and have not begun
     */
    @NonNull
    synchronized List<AcceptedDelivery> scheduledBefore(long millis) {
        return handed.scheduledBefore(millis);
    }

    /** Adds deliveries whose builds are in Jenkins's queue, or may be. */
    synchronized void addScheduled(@NonNull List<AcceptedDelivery> deliveries) {
        handed.addScheduled(deliveries);
    }

    /** Lets deliveries wait again whose builds are lost. They come before those that wait already. */
    synchronized void repeat(@NonNull List<AcceptedDelivery> deliveries) {
        List<AcceptedDelivery> others = waiting.removeAll();
        for (AcceptedDelivery one : deliveries) {
            if (!closed && handed.removeScheduled(one)) {
                one.repeat();
                add(one);
            }
        }
        others.forEach(waiting::add);
    }

    /** Opens the journal. Jenkins calls this before it answers requests. */
    @Override
    public void onLoaded() {
        long begin = System.nanoTime();
        Path directory = Jenkins.get().getRootDir().toPath().resolve(DIRECTORY);
        Journal opened = new Journal(directory, DeliveryIntake.DUPLICATES_KEPT, "Codeup delivery journal");
        JournalMonitor.get()
                .watch(
                        DIRECTORY,
                        opened,
                        Messages._JournalMonitor_notAccepted(),
                        Messages._JournalMonitor_deliveriesLost());
        synchronized (this) {
            journal = opened;
            loadingBegan = begin;
            left = opened.open().stream().map(Journal.Entry::id).collect(Collectors.toSet());
            intake = new DeliveryIntake(this, opened);
        }
        workers.submit();
    }

    /** For the first worker, as it reads builds: finds out at the start what was done before. */
    void recover() {
        Journal from;
        Set<Long> entries;
        long begin;
        synchronized (this) {
            begin = loadingBegan;
            from = journal;
            entries = left;
            left = Set.of();
        }
        try {
            DeliveryRecovery.atStart(this, from, entries, begin);
        } finally {
            synchronized (this) {
                ready = true;
                notifyAll();
            }
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

    /** For pages: the newest of the webhook's deliveries that wait, in the order of arrival, parsed if possible. */
    @NonNull
    List<AcceptedDelivery> waiting(@NonNull String webhookId, int max) {
        List<AcceptedDelivery> newest;
        synchronized (this) {
            newest = waiting.newest(webhookId, max);
        }
        Journal current = journal();
        for (AcceptedDelivery one : current == null ? List.<AcceptedDelivery>of() : newest) {
            try {
                one.read(current);
            } catch (IOException | InvalidDeliveryException e) {
                LOGGER.log(Level.FINE, "Processed meanwhile, or damaged", e);
            }
        }
        return newest;
    }

    @CheckForNull
    synchronized Journal journal() {
        return journal;
    }

    /** Accepts no more deliveries and lets the current groups end. What is not done then is done after the next start. */
    @Terminator
    public static void shutDown() throws InterruptedException, IOException {
        get().close();
    }

    private void close() throws InterruptedException, IOException {
        if (intake != null) {
            intake.close();
        }
        synchronized (this) {
            stopping = true;
            long start = System.nanoTime();
            long rest = SHUTDOWN_TIMEOUT_NANOS;
            while (!handingOver.isEmpty() && rest > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, rest);
                rest = SHUTDOWN_TIMEOUT_NANOS - (System.nanoTime() - start);
            }
        }
        DeliveryLogs.get().writeAll();
        synchronized (this) {
            closed = true;
        }
        if (journal != null) {
            journal.close();
        }
    }
}
