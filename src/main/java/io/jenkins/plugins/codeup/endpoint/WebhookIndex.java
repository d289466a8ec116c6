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
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.Timer;

/**
 * Which item has the hook of an id. Built from the items when it is first asked and kept right as they come, go and
 * move; what it misses in spite of that, such as an item restored by hand, it finds within a minute.
 */
@Extension
public final class WebhookIndex extends ItemListener {

    private static final Logger LOGGER = Logger.getLogger(WebhookIndex.class.getName());
    private static final long BETWEEN_LOOKS = TimeUnit.MINUTES.toNanos(1);

    /** What an id that is nobody's is given: its secret is not known to anyone. */
    private static final ItemWebhook NOBODYS = ItemWebhook.random();

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private volatile boolean built;
    private long lastLook = System.nanoTime();

    /** An item by its full name, as the item itself may be loaded anew. */
    public record Entry(String fullName, ItemWebhook hook) {

        /** Whether there is no item whose hook this is. */
        boolean isStranger() {
            return hook == NOBODYS;
        }

        /**
         * @return the item as it is now, or null if it is gone; whoever asks
         */
        @CheckForNull
        Item item() {
            try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
                return Jenkins.get().getItemByFullName(fullName);
            }
        }
    }

    @NonNull
    public static WebhookIndex get() {
        return ExtensionList.lookupSingleton(WebhookIndex.class);
    }

    /**
     * @return the item that has the hook of that id, whoever asks, or null
     */
    @CheckForNull
    public static Item item(@NonNull String hookId) {
        Entry entry = get().find(hookId);
        return entry == null ? null : entry.item();
    }

    /**
     * @return the hook of that id and whose it is, or null
     */
    @CheckForNull
    public Entry find(@NonNull String id) {
        if (!built) {
            build();
        }
        Entry entry = entries.get(id);
        if (entry == null) {
            lookAgainLater();
        }
        return entry;
    }

    /**
     * @return the hook of that id, or one that is nobody's with an item that is another's: so that the same work can be
     *     done for both
     */
    @NonNull
    public Entry findOrStranger(@NonNull String id) {
        Entry entry = find(id);
        if (entry != null) {
            return entry;
        }
        Iterator<Entry> others = entries.values().iterator();
        return new Entry(others.hasNext() ? others.next().fullName() : NOBODYS.id(), NOBODYS);
    }

    public void add(@NonNull Item item, @NonNull ItemWebhook hook) {
        entries.put(hook.id(), new Entry(item.getFullName(), hook));
    }

    private synchronized void build() {
        if (built) {
            return;
        }
        look();
        built = true;
    }

    private void look() {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            Jenkins.get().allItems(Item.class).forEach(this::addExisting);
        }
    }

    private void addExisting(Item item) {
        try {
            ItemWebhook hook = ItemWebhook.existing(item);
            if (hook != null) {
                add(item, hook);
            }
        } catch (IOException | ClassCastException e) {
            LOGGER.log(Level.WARNING, "The Codeup hook of " + item.getFullName() + " can't be read", e);
        }
    }

    /** In the background, and not each time that a stranger tries an id. */
    private synchronized void lookAgainLater() {
        if (System.nanoTime() - lastLook >= BETWEEN_LOOKS) {
            lastLook = System.nanoTime();
            Timer.get().execute(this::look);
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
                ? new Entry(newName + entry.fullName().substring(oldName.length()), entry.hook())
                : entry);
    }

    private static boolean isOrIsIn(String fullName, String place) {
        return fullName.equals(place) || fullName.startsWith(place + "/");
    }
}
