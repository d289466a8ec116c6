package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Computer;
import hudson.model.Item;
import io.jenkins.plugins.codeup.delivery.DeliveryReader.InvalidDeliveryException;
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

    /**
     * @param item whose deliveries they are, or null if it was deleted
     * @param deliveries none if there is nothing to process now
     */
    private record Group(Item item, List<AcceptedDelivery> deliveries) {

        static final Group NONE = new Group(null, List.of());

        boolean isEmpty() {
            return deliveries.isEmpty();
        }

        String webhookId() {
            return deliveries.get(0).webhookId();
        }
    }

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
        for (Group group = next(); !group.isEmpty(); group = next()) {
            try {
                process(group);
            } finally {
                queue.endGroup(group.webhookId());
            }
        }
    }

    private Group next() {
        synchronized (choosing) {
            if (!queue.isReady()) {
                queue.recover();
            }
            List<String> webhookIds = queue.turns();
            if (webhookIds.isEmpty()) {
                return Group.NONE;
            }
            if (queue.isBurst()) {
                submitLater(BURST_CHECK_MILLIS);
                return Group.NONE;
            }
            for (String webhookId : webhookIds) {
                Item item = WebhookIndex.item(webhookId);
                // one that is being renamed or moved is found again soon
                int room = item == null && WebhookIndex.isKnown(webhookId) ? 0 : room(item);
                if (room > 0) {
                    if (webhookIds.size() > 1) {
                        // another thread looks for the others
                        submit();
                    }
                    return new Group(item, queue.take(webhookId, Math.min(room, MAX_GROUP)));
                }
            }
            submitLater(ROOM_CHECK_MILLIS);
            return Group.NONE;
        }
    }

    private static int room(Item item) {
        DeliveryHandler handler = item == null ? null : DeliveryHandler.of(item);
        try {
            return handler == null ? MAX_GROUP : handler.room(item);
        } catch (RuntimeException | LinkageError e) {
            LOGGER.log(Level.WARNING, "Can't tell how many deliveries " + item.getFullName() + " has room for", e);
            return 1;
        }
    }

    private void process(Group group) {
        DeliveryHandler handler = group.item == null ? null : DeliveryHandler.of(group.item);
        DeliveryLog log = DeliveryLog.of(group.webhookId());
        List<AcceptedDelivery> read =
                group.deliveries.stream().filter(one -> isRead(one, log)).toList();
        read.forEach(log::add);
        read.forEach(DeliveryBodies.get()::keep);
        if (handler == null) {
            read.forEach(delivery -> delivery.decided(Messages._DeliveryLog_noTrigger()));
            return;
        }
        try {
            handler.deliver(group.item, read);
        } catch (RuntimeException | LinkageError e) {
            read.stream().filter(queue::isInProcess).forEach(delivery -> delivery.failed(e));
        }
    }

    /** What is damaged has failed. What only can't be read now is processed again, as if its build were lost. */
    private boolean isRead(AcceptedDelivery delivery, DeliveryLog log) {
        try {
            queue.read(delivery);
            return true;
        } catch (IOException e) {
            log.add(delivery);
            LOGGER.log(Level.WARNING, "A delivery from Codeup can't be read from the disk, and is tried again soon", e);
            delivery.scheduled(Messages._DeliveryLog_notReadYet(e.toString()));
        } catch (InvalidDeliveryException e) {
            log.add(delivery);
            delivery.failed(e);
        }
        return false;
    }
}
