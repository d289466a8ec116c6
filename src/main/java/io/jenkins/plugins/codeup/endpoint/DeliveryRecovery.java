package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.model.PeriodicWork;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.codeup.delivery.DeliveryReader.InvalidDeliveryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Finds out how far deliveries got: at a start those that were not done at the stop, and every minute those whose builds
 * left Jenkins's queue and never began, for example because an agent was removed, and those that could not be read. What
 * has no build is processed again.
 */
final class DeliveryRecovery {

    private static final Logger LOGGER = Logger.getLogger(DeliveryRecovery.class.getName());
    /** After this time in which a build is neither in the queue nor at work, it is looked for. */
    private static final long LOST_AFTER_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private DeliveryRecovery() {}

    /**
     * Finds out what was done before the stop, and lets the rest wait again.
     *
     * @param entries ids of those that were in the journal at the start
     * @param begin when the journal began to be read, as of {@link System#nanoTime()}
     */
    static void atStart(
            @NonNull DeliveryQueue queue, @NonNull Journal journal, @NonNull Set<Long> entries, long begin) {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            List<AcceptedDelivery> open = read(journal, entries);
            DeliveryBuilds.cancelBegun();
            queue.addScheduled(open);
            Set<String> inQueue = DeliveryBuilds.inQueueOrAtWork();
            List<AcceptedDelivery> lost = endBuilt(
                    queue,
                    open.stream().filter(one -> !inQueue.contains(one.id())).toList());
            queue.repeat(lost);
            open.stream().filter(one -> inQueue.contains(one.id())).forEach(one -> showScheduled(journal, one));
            if (!open.isEmpty()) {
                LOGGER.log(
                        Level.INFO,
                        "{0} deliveries from Codeup were not done when Jenkins stopped. Found {1} to process, in {2} ms",
                        new Object[] {open.size(), lost.size(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)
                        });
            }
        }
    }

    /** The page's line may have been lost by a crash. */
    private static void showScheduled(Journal journal, AcceptedDelivery delivery) {
        try {
            delivery.read(journal);
            DeliveryLog.of(delivery.webhookId()).add(delivery);
        } catch (IOException | InvalidDeliveryException e) {
            LOGGER.log(Level.FINE, "Done meanwhile", e);
        }
    }

    /** In the order of arrival, not parsed yet: that takes most of the time. */
    private static List<AcceptedDelivery> read(Journal journal, Set<Long> entries) {
        List<AcceptedDelivery> open = new ArrayList<>();
        journal.readOpen((entry, content) -> {
            if (entries.contains(entry.id())) {
                try {
                    StoredDelivery stored = StoredDelivery.read(content);
                    open.add(new AcceptedDelivery(entry, stored.webhookId(), stored.body().length));
                } catch (IOException e) {
                    LOGGER.log(Level.WARNING, "A delivery in the journal can't be read", e);
                    journal.done(List.of(entry.id()));
                }
            }
        });
        open.sort(Comparator.comparingLong(AcceptedDelivery::number));
        return open;
    }

    /**
     * Ends deliveries whose builds are on the disk.
     *
     * @param deliveries none of their builds is in the queue or at work
     * @return the others, in the same order
     */
    private static List<AcceptedDelivery> endBuilt(DeliveryQueue queue, List<AcceptedDelivery> deliveries) {
        Map<String, List<AcceptedDelivery>> byWebhook = new LinkedHashMap<>();
        deliveries.forEach(one -> byWebhook
                .computeIfAbsent(one.webhookId(), id -> new ArrayList<>())
                .add(one));
        Map<String, Run<?, ?>> built = new HashMap<>();
        byWebhook.forEach((webhookId, some) -> {
            Item item = WebhookIndex.item(webhookId);
            if (item != null) {
                Set<String> ids = some.stream().map(AcceptedDelivery::id).collect(Collectors.toSet());
                long oldest = some.stream()
                        .mapToLong(AcceptedDelivery::receivedAt)
                        .min()
                        .orElseThrow();
                built.putAll(DeliveryBuilds.find(item, ids, oldest));
            }
        });
        built.forEach((id, run) -> queue.begun(List.of(id), run));
        return deliveries.stream().filter(one -> !built.containsKey(one.id())).toList();
    }

    /** Looks for builds that left the queue and never began. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class LostBuilds extends PeriodicWork {

        @Override
        public long getRecurrencePeriod() {
            return TimeUnit.MINUTES.toMillis(1);
        }

        @Override
        protected void doRun() {
            DeliveryQueue queue = DeliveryQueue.get();
            List<AcceptedDelivery> suspects = queue.scheduledBefore(System.currentTimeMillis() - LOST_AFTER_MILLIS);
            if (!suspects.isEmpty()) {
                Set<String> known = DeliveryBuilds.inQueueOrAtWork();
                try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
                    queue.repeat(endBuilt(
                            queue,
                            suspects.stream()
                                    .filter(one -> !known.contains(one.id()))
                                    .toList()));
                }
            }
        }
    }
}
