package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.listeners.ItemListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Finds the item of a webhook's id. Built from all items at the first query, then updated as items are created, saved,
 * moved and deleted, before other listeners look for them. An unknown id costs one look into a map: anybody may send one. A
 * file that was restored by hand is found when its item is saved or checked, or Jenkins restarts. Thread-safe.
 */
@Extension(ordinal = 1000)
@Restricted(NoExternalUse.class)
public final class WebhookIndex extends ItemListener {

    private static final Logger LOGGER = Logger.getLogger(WebhookIndex.class.getName());
    /** Stands in for the webhook of an unknown id. Nobody knows its secret. */
    private static final ItemWebhook DECOY = ItemWebhook.random();

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    /** Full names of items whose files are damaged. */
    private final Set<String> damaged = ConcurrentHashMap.newKeySet();

    private volatile boolean built;

    /** A webhook and its item, by full name because Jenkins may load the item anew. */
    static final class Entry {

        private final String fullName;
        private final ItemWebhook webhook;
        /** What the file's attributes were when it was last found to have this webhook, or null. */
        private volatile List<?> found;

        Entry(String fullName, ItemWebhook webhook) {
            this.fullName = fullName;
            this.webhook = webhook;
        }

        String fullName() {
            return fullName;
        }

        ItemWebhook webhook() {
            return webhook;
        }

        /**
         * @return whether no item has the webhook
         */
        boolean isDecoy() {
            return webhook == DECOY;
        }

        /**
         * @return the item, whatever the caller's permissions, or null if it no longer exists
         */
        @CheckForNull
        Item item() {
            try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
                return Jenkins.get().getItemByFullName(fullName);
            }
        }

        /**
         * For a webhook that is not {@link #isCurrent}.
         *
         * @return whether the reason is that its item is being renamed or moved: Jenkins does not find it by the old name
         *     any more, or its directory is not where its name says
         */
        boolean isMoving() {
            Item item = item();
            return item == null
                    || !item.getFullName().equals(fullName)
                    || !item.getRootDir().isDirectory();
        }

        /**
         * Called for authenticated requests only, as it asks the file system, and reads the file if it has changed.
         *
         * @return whether the item of that name still has this webhook; another item may have the name after a restore
         */
        boolean isCurrent() {
            Item item = item();
            if (item == null) {
                return false;
            }
            try {
                List<?> attributes = ItemWebhook.attributes(item);
                if (!attributes.isEmpty() && attributes.equals(found)) {
                    return true;
                }
                ItemWebhook now = ItemWebhook.existing(item);
                boolean current = now != null && now.id().equals(webhook.id());
                found = current ? attributes : null;
                return current;
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "The Codeup webhook of " + fullName + " can't be read", e);
                return false;
            }
        }
    }

    @NonNull
    static WebhookIndex get() {
        return ExtensionList.lookupSingleton(WebhookIndex.class);
    }

    /**
     * @param webhookId see {@link ItemWebhook#id()}
     * @return the item with that webhook, whatever the caller's permissions, or null if there is none
     */
    @CheckForNull
    public static Item item(@NonNull String webhookId) {
        Entry entry = get().find(webhookId);
        return entry == null ? null : entry.item();
    }

    /**
     * @return whether an item has that webhook, even if it can't be found at this moment, as it is being moved or renamed
     */
    public static boolean isKnown(@NonNull String webhookId) {
        return get().find(webhookId) != null;
    }

    /**
     * @return the full names of items whose files were found damaged
     */
    @NonNull
    public static Set<String> damaged() {
        WebhookIndex index = get();
        if (!index.built) {
            index.build();
        }
        return Set.copyOf(index.damaged);
    }

    @CheckForNull
    Entry find(@NonNull String webhookId) {
        if (!built) {
            build();
        }
        return entries.get(webhookId);
    }

    @NonNull
    List<Entry> entries() {
        if (!built) {
            build();
        }
        return List.copyOf(entries.values());
    }

    /**
     * @return the entry for the id; for an unknown id a decoy, so that the secret is compared in both cases
     */
    @NonNull
    Entry findOrDecoy(@NonNull String webhookId) {
        Entry entry = find(webhookId);
        return entry != null ? entry : new Entry(DECOY.id(), DECOY);
    }

    void add(@NonNull Item item, @NonNull ItemWebhook webhook) {
        damaged.remove(item.getFullName());
        entries.put(webhook.id(), new Entry(item.getFullName(), webhook));
    }

    private synchronized void build() {
        if (!built) {
            scan();
            built = true;
        }
    }

    private void scan() {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            Jenkins.get().allItems(Item.class).forEach(this::addExisting);
        }
    }

    private void addExisting(Item item) {
        try {
            ItemWebhook webhook = ItemWebhook.existing(item);
            if (webhook != null) {
                add(item, webhook);
            }
        } catch (ItemWebhook.DamagedException e) {
            damaged.add(item.getFullName());
            LOGGER.log(Level.WARNING, "The Codeup webhook of " + item.getFullName() + " will be repaired", e);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The Codeup webhook of " + item.getFullName() + " can't be read", e);
        }
    }

    @Override
    public void onCreated(Item item) {
        addExisting(item);
    }

    @Override
    public void onUpdated(Item item) {
        addExisting(item);
    }

    @Override
    public void onDeleted(Item item) {
        entries.values().removeIf(entry -> isOrIsIn(entry.fullName(), item.getFullName()));
    }

    @Override
    public void onLocationChanged(Item item, String oldName, String newName) {
        entries.replaceAll((id, entry) -> isOrIsIn(entry.fullName(), oldName)
                ? new Entry(newName + entry.fullName().substring(oldName.length()), entry.webhook())
                : entry);
    }

    private static boolean isOrIsIn(String fullName, String container) {
        return fullName.equals(container) || fullName.startsWith(container + "/");
    }
}
