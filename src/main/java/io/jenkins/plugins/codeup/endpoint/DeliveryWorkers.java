package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Computer;
import hudson.model.Item;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;

/**
 * Hands the deliveries of the {@link DeliveryQueue} to the {@link DeliveryHandler}s of their items in a few threads: of each
 * item one group at a time, in the order of arrival. Items take turns, and an item without room is skipped until it has
 * some. So an item whose deliveries take long holds up one thread, and the others' go on. Uses no thread when nothing waits.
 */
final class DeliveryWorkers {

    private static final Logger LOGGER = Logger.getLogger(DeliveryWorkers.class.getName());

    static final int MAX_THREADS = 4;

    private static final int MAX_GROUP = 200;
    private static final long ROOM_CHECK_MILLIS = 250;
    /** By then it is known whether a delivery was the first one of a burst. */
    private static final long BURST_CHECK_MILLIS = 50;

    private final DeliveryQueue queue;
    /** Held while a thread chooses its next group: no other one takes what it has found room for. */
    private final Object choosing = new Object();

    private int threads;
    /** Whether a thread must look again before it ends. */
    private boolean requested;
    /** Whether a later run is scheduled. */
    private boolean later;

    DeliveryWorkers(@NonNull DeliveryQueue queue) {
        this.queue = queue;
    }

    /** Lets them process what waits, soon, in the background. */
    void submit() {
        synchronized (this) {
            requested = true;
            if (threads == MAX_THREADS) {
                return;
            }
            threads++;
        }
        boolean started = false;
        try {
            Computer.threadPoolForRemoting.execute(this::run);
            started = true;
        } finally {
            if (!started) {
                failed();
            }
        }
    }

    /** Lets them process what has just come, unless it is a burst: the first builds would hold up its answers. */
    void submitSoon() {
        Timer.get().schedule(this::submit, BURST_CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void submitLater(long millis) {
        if (!later) {
            later = true;
            Timer.get().schedule(this::submitScheduled, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void submitScheduled() {
        synchronized (this) {
            later = false;
        }
        submit();
    }

    private void run() {
        boolean failed = true;
        try {
            while (goesOn()) {
                processAll();
            }
            failed = false;
        } finally {
            if (failed) {
                failed();
            }
        }
    }

    /** Whether there may be more than this thread has seen. If not, it ends. */
    private synchronized boolean goesOn() {
        boolean more = requested;
        requested = false;
        if (!more) {
            threads--;
        }
        return more;
    }

    /** After an error of the JVM, which core's threads log: what waits is processed by another thread. */
    private void failed() {
        synchronized (this) {
            threads--;
        }
        submitLater(ROOM_CHECK_MILLIS);
    }

    /** Ends when nothing waits or nothing can be processed now. */
    private void processAll() {
        for (List<AcceptedDelivery> group = next(); !group.isEmpty(); group = next()) {
            String webhookId = group.get(0).webhookId();
            try {
                process(webhookId, group);
            } finally {
                queue.endGroup(webhookId);
            }
        }
    }

    /**
     * @return the group to process now; empty if there is none
     */
    private List<AcceptedDelivery> next() {
        synchronized (choosing) {
            if (!queue.isReady()) {
                queue.recover();
            }
            List<String> webhookIds = queue.turns();
            if (webhookIds.isEmpty()) {
                return List.of();
            }
            if (queue.isBurst()) {
                submitLater(BURST_CHECK_MILLIS);
                return List.of();
            }
            for (String webhookId : webhookIds) {
                int room = room(webhookId);
                if (room > 0) {
                    if (webhookIds.size() > 1) {
                        // another thread looks for the others
                        submit();
                    }
                    return queue.take(webhookId, Math.min(room, MAX_GROUP));
                }
            }
            submitLater(ROOM_CHECK_MILLIS);
            return List.of();
        }
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

    private void process(String webhookId, List<AcceptedDelivery> group) {
        Item item = WebhookIndex.item(webhookId);
        DeliveryHandler handler = item == null ? null : DeliveryHandler.of(item);
        DeliveryLog log = DeliveryLog.of(webhookId);
        List<AcceptedDelivery> read = group.stream().filter(this::isRead).toList();
        group.forEach(log::add);
        read.forEach(DeliveryBodies.get()::keep);
        if (handler == null) {
            read.forEach(delivery -> delivery.decided(Messages._DeliveryLog_noTrigger()));
            return;
        }
        try {
            handler.deliver(item, read);
        } catch (RuntimeException | LinkageError e) {
            read.stream().filter(queue::isInProcess).forEach(delivery -> delivery.failed(e));
        }
    }

    /** Reads what was accepted before a restart. What can't be read has failed. */
    private boolean isRead(AcceptedDelivery delivery) {
        try {
            delivery.read(queue.journal());
            return true;
        } catch (IOException e) {
            delivery.failed(e);
            return false;
        }
    }
}
