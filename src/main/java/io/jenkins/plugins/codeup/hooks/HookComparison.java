package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * What items want, compared with the ledger of what was done for them. In go items, or the names of some that may be
 * gone; out go, into the queue, the repositories where the two differ. No call is made to Codeup. Callers are Jenkins
 * itself, so that they see every item.
 */
final class HookComparison {

    private static final Logger LOGGER = Logger.getLogger(HookComparison.class.getName());

    private final WebhookStore ledger;
    private final HookFailures failures;
    private final HookQueue queue;

    HookComparison(@NonNull WebhookStore ledger, @NonNull HookFailures failures, @NonNull HookQueue queue) {
        this.ledger = ledger;
        this.failures = failures;
        this.queue = queue;
    }

    /** The item of that name; if it is gone, all that was inside of it too. What fails is logged. */
    void one(@NonNull String fullName) {
        guarded(fullName, () -> {
            Batch batch = new Batch();
            Item item = Jenkins.get().getItemByFullName(fullName);
            if (item != null && PresentItems.isPresent(item)) {
                compare(item, false, batch);
            } else {
                ledger.all().stream()
                        .filter(record ->
                                record.item().equals(fullName) || record.item().startsWith(fullName + "/"))
                        .forEach(record -> compareOrphan(record, batch));
            }
            batch.into(queue, Duration.ZERO);
        });
    }

    /**
     * All items, and all that is left of those that are gone. What fails is logged.
     *
     * @param look whether to look also at what is there already, as far as it is known
     * @param spread the time over which mere looks are spread
     */
    void all(boolean look, @NonNull Duration spread) {
        guarded("all items", () -> {
            Batch batch = new Batch();
            for (Item item : Jenkins.get().allItems(Item.class, HookedItems::anyServes)) {
                guarded(item.getFullName(), () -> compare(item, look, batch));
            }
            ledger.all().forEach(record -> compareOrphan(record, batch));
            batch.into(queue, spread);
        });
    }

    /**
     * One item, with a look at what is there already.
     *
     * @return the repositories that are in the queue for it now
     * @throws UncheckedIOException if what is kept of the item's hook can't be read or written
     */
    @NonNull
    Set<RepositoryKey> withLook(@NonNull Item item) {
        Batch batch = new Batch();
        compare(item, true, batch);
        batch.into(queue, Duration.ZERO);
        return batch.repositories();
    }

    private static void guarded(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "The Codeup hook of " + what + " can't be looked after", e);
        }
    }

    private void compareOrphan(HookRecord record, Batch batch) {
        if (PresentItems.find(record.id()) == null) {
            record.places().forEach(place -> batch.add(place.at(), record.id(), false));
            if (record.places().isEmpty()) {
                ledger.update(record.id(), gone -> null);
            }
        }
    }

    /** Names the repositories where what the item wants and what was done differ; with a look, all that it wants. */
    private void compare(Item item, boolean look, Batch batch) {
        HookChoice choice = HookedItems.choiceOf(item);
        try {
            ItemWebhook hook = choice == null ? ItemWebhook.existing(item) : ItemWebhook.of(item);
            if (hook == null) {
                return;
            }
            if (choice != null && !choice.managed()) {
                ledger.update(hook.id(), forgotten -> null);
                return;
            }
            List<HookWish> wishes = choice == null ? List.of() : HookWishes.of(choice, hook);
            ledger.update(hook.id(), record -> record == null ? null : record.seenAs(item, wishes));
            HookRecord record = ledger.get(hook.id());
            for (HookWish wish : wishes) {
                boolean done = record != null && record.fulfils(wish);
                if (look || !done) {
                    batch.add(wish.at(), hook.id(), done);
                }
            }
            if (record != null) {
                compareUnwanted(record, wishes, batch);
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            failures.noWish(item, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where only the connection was renamed the hook is a wanted one, and there is nothing to remove. */
    private void compareUnwanted(HookRecord record, List<HookWish> wishes, Batch batch) {
        for (HookPlace place : record.toBeRemoved(wishes)) {
            Long id = place.repositoryId();
            boolean renamed =
                    Connections.find(place.connection()) == null && id != null && record.isWantedAt(place, id, wishes);
            if (renamed) {
                ledger.update(record.id(), one -> one == null ? null : one.without(place::equals));
            } else {
                batch.add(place.at(), record.id(), false);
            }
        }
    }
}
