package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.listeners.ItemListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Finds the item of a webhook's id. Built from all items at the first query, then updated as items are created, moved
 * and deleted. An unknown id starts a rescan in the background, at most once a minute, which finds files that were
 * restored by hand. Thread-safe.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class WebhookIndex extends ItemListener {

    private static final Logger LOGGER = Logger.getLogger(WebhookIndex.class.getName());
    private static final long MIN_RESCAN_INTERVAL = TimeUnit.MINUTES.toNanos(1);

    /** Stands in for the webhook of an unknown id. Nobody knows its secret. */
    private static final ItemWebhook DECOY = ItemWebhook.random();

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private volatile boolean built;
    private long lastScan = System.nanoTime();

    /** A webhook and its item, by full name because Jenkins may load the item anew. */
    record Entry(String fullName, ItemWebhook webhook) {

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

    @CheckForNull
    Entry find(@NonNull String webhookId) {
        if (!built) {
            build();
        }
        Entry entry = entries.get(webhookId);
        if (entry == null) {
            rescanLater();
        }
        return entry;
    }

    /**
     * @return the entry for the id; for an unknown id a decoy with the name of some item, so that checking the secret
     *     takes the same time in both cases
     */
    @NonNull
    Entry findOrDecoy(@NonNull String webhookId) {
        Entry entry = find(webhookId);
        if (entry != null) {
            return entry;
        }
        Iterator<Entry> others = entries.values().iterator();
        return new Entry(others.hasNext() ? others.next().fullName() : DECOY.id(), DECOY);
    }

    void add(@NonNull Item item, @NonNull ItemWebhook webhook) {
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
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The Codeup webhook of " + item.getFullName() + " can't be read", e);
        }
    }

    /** Unauthenticated requests can cause this: in the background and limited in frequency. */
    private synchronized void rescanLater() {
        if (System.nanoTime() - lastScan >= MIN_RESCAN_INTERVAL) {
            lastScan = System.nanoTime();
            Computer.threadPoolForRemoting.execute(this::scan);
        }
    }

    @Override
    public void onCreated(Item item) {
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
