package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.endpoint.WebhookIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * Compares the webhooks that items ask for with those in the store, and queues the repositories where they differ. Makes
 * no call to Codeup. Callers have the rights of Jenkins itself, so that every item is seen.
 */
final class ItemComparison {

    private static final Logger LOGGER = Logger.getLogger(ItemComparison.class.getName());

    private final WebhookStore store;
    private final RepositoryQueue queue;

    ItemComparison(@NonNull WebhookStore store, @NonNull RepositoryQueue queue) {
        this.store = store;
        this.queue = queue;
    }

    /** The item of that name; what is left in the store of this name and, if it was a folder, below. Logs failures. */
    void one(@NonNull String fullName) {
        RepositoryQueue.Batch batch = new RepositoryQueue.Batch();
        guarded(fullName, () -> {
            Item item = Jenkins.get().getItemByFullName(fullName);
            if (item != null && DesiredWebhooks.mayHaveSome(item) && WebhookManager.isPresent(item)) {
                compare(item, false, batch);
            }
        });
        guarded(fullName, () -> store.namedOrBelow(fullName).forEach(managed -> compareStored(managed, batch)));
        queue.add(batch, Duration.ZERO);
    }

    /**
     * All items, and what is left in the store of items that are gone. Logs failures.
     *
     * @param check whether webhooks that should be up to date are to be checked too
     * @param spread the time over which repositories that only need a check are spread
     */
    void all(boolean check, @NonNull Duration spread) {
        RepositoryQueue.Batch batch = new RepositoryQueue.Batch();
        for (String fullName : WebhookIndex.damaged()) {
            guarded(fullName, () -> repair(Jenkins.get().getItemByFullName(fullName)));
        }
        guarded("all items", () -> {
            for (Item item : Jenkins.get().allItems(Item.class, DesiredWebhooks::mayHaveSome)) {
                guarded(item.getFullName(), () -> compare(item, check, batch));
            }
            store.all().forEach(managed -> compareStored(managed, batch));
        });
        queue.add(batch, spread);
    }

    /**
     * One item, with a check of the webhooks that should be up to date.
     *
     * @return done when all its repositories were worked on
     * @throws UncheckedIOException if what is stored of the item's webhook can't be read or written
     */
    @NonNull
    Future<?> check(@NonNull Item item) {
        RepositoryQueue.Batch batch = new RepositoryQueue.Batch();
        compare(item, true, batch);
        return queue.add(batch, Duration.ZERO);
    }

    private static void guarded(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "The Codeup webhooks of " + what + " could not be compared", e);
        }
    }

    /** An item that is gone wants no webhook any more. One that has another name today is compared by that. */
    private void compareStored(ManagedItem managed, RepositoryQueue.Batch batch) {
        Item item = WebhookManager.findItem(managed.id());
        if (item == null) {
            managed.webhooks().forEach(webhook -> batch.add(webhook.key(), managed.id(), false));
            if (managed.webhooks().isEmpty()) {
                store.update(managed.id(), gone -> null);
            }
        } else if (!item.getFullName().equals(managed.item())) {
            store.update(managed.id(), known -> known == null ? null : known.seenAs(item));
            compare(item, false, batch);
        }
    }

    private void compare(Item item, boolean check, RepositoryQueue.Batch batch) {
        try {
            DesiredWebhooks desired = DesiredWebhooks.of(item);
            if (desired.isEmpty()) {
                // by name: so no file is read when an item is saved that has no webhook
                for (ManagedItem managed : store.named(item.getFullName())) {
                    if (WebhookManager.findItem(managed.id()) == null) {
                        continue; // left of an earlier item of that name
                    }
                    if (desired.isManual()) {
                        store.update(managed.id(), forgotten -> null);
                    } else {
                        compare(managed.id(), item, desired, check, batch);
                    }
                }
            } else {
                compare(ItemWebhook.of(item).id(), item, desired, check, batch);
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            rememberMistake(item, e);
        } catch (ItemWebhook.DamagedException e) {
            repair(item);
            compare(item, check, batch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With the same URL if the store has it, so that the webhook in Codeup is found, and given the new secret. */
    private void repair(@CheckForNull Item item) {
        if (item != null) {
            List<ManagedItem> known = store.named(item.getFullName());
            try {
                ItemWebhook.replaceDamaged(
                        item, known.size() == 1 ? known.get(0).id() : null);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void compare(String id, Item item, DesiredWebhooks desired, boolean check, RepositoryQueue.Batch batch) {
        store.update(
                id, managed -> managed == null ? null : managed.seenAs(item).with(desired));
        ManagedItem managed = store.get(id);
        for (DesiredWebhooks.Target target : desired.targets()) {
            boolean done = managed != null && managed.fulfils(target);
            if (check || !done) {
                batch.add(target.key(), id, done);
            }
        }
        if (managed == null) {
            return;
        }
        for (ManagedItem.ManagedWebhook old : managed.unwanted(desired)) {
            // where only the connection was renamed, it is the same webhook, and there is nothing to remove
            Long repositoryId = old.repositoryId();
            boolean renamed = old.key().connectionOrNull() == null
                    && repositoryId != null
                    && managed.hasUnderAnotherName(old, repositoryId, desired);
            if (renamed) {
                store.update(id, known -> known == null ? null : known.without(old));
            } else {
                batch.add(old.key(), id, false);
            }
        }
    }

    /** The configuration names something that does not exist. Not retried until a configuration changes. */
    private void rememberMistake(Item item, RuntimeException mistake) {
        try {
            String id = ItemWebhook.of(item).id();
            store.update(id, known -> {
                ManagedItem managed = known == null ? ManagedItem.of(id, item) : known.seenAs(item);
                return managed.with(ManagedItem.Problem.of(mistake, null, managed.problem()));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
