package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Computer;
import hudson.model.Item;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.AtmostOneTaskExecutor;
import jenkins.util.Timer;

/**
 * Hands the deliveries of the {@link DeliveryQueue} to the {@link DeliveryHandler}s of their items: one group at a time,
 * of one item, in the order of arrival. Items take turns, and an item without room is skipped until it has some.
 */
final class DeliveryWorker {

    private static final Logger LOGGER = Logger.getLogger(DeliveryWorker.class.getName());

    private static final int MAX_GROUP = 200;
    private static final long ROOM_CHECK_MILLIS = 250;
    private static final long BURST_CHECK_MILLIS = 50;

    private final DeliveryQueue queue;
    private final AtmostOneTaskExecutor<Void> executor =
            new AtmostOneTaskExecutor<>(Computer.threadPoolForRemoting, () -> {
                processAll();
                return null;
            });

    /** Whether a later run is scheduled. */
    private boolean later;

    DeliveryWorker(@NonNull DeliveryQueue queue) {
        this.queue = queue;
    }

    /** Lets it process what waits, soon, in the background. */
    void submit() {
        executor.submit();
    }

    private synchronized void submitLater(long millis) {
        if (!later) {
            later = true;
            Timer.get().schedule(this::submitScheduled, millis, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void submitScheduled() {
        later = false;
        executor.submit();
    }

    /** Runs in one thread at a time. Ends when nothing waits or nothing can be processed now. */
    private void processAll() {
        boolean failed = true;
        try {
            if (!queue.isReady()) {
                queue.recover();
            }
            for (List<AcceptedDelivery> group = next(); !group.isEmpty(); group = next()) {
                process(group);
            }
            failed = false;
        } finally {
            if (failed) {
                // an error of the JVM, which core's executor logs: what waits is processed by the next run
                queue.endGroup();
                submitLater(ROOM_CHECK_MILLIS);
            }
        }
    }

    /**
     * @return the group to process now; empty if there is none
     */
    private List<AcceptedDelivery> next() {
        queue.endGroup();
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
                return queue.take(webhookId, Math.min(room, MAX_GROUP));
            }
        }
        submitLater(ROOM_CHECK_MILLIS);
        return List.of();
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
