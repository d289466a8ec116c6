package io.jenkins.plugins.codeup.watch;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.model.Item;
import hudson.model.Saveable;
import hudson.model.listeners.ItemListener;
import hudson.model.listeners.SaveableListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.connection.EventSource;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.hooks.DesiredWebhooks;
import io.jenkins.plugins.codeup.hooks.DesiredWebhooks.Watched;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Which items want events of which repositories over connections that watch. Read from all items when first asked for, then
 * from those that were saved. Thread-safe.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class WatchedItems extends ItemListener {

    private static final Logger LOGGER = Logger.getLogger(WatchedItems.class.getName());

    /** By full name; those that want nothing are left out. Guarded by this. */
    private final Map<String, List<Wish>> wishes = new TreeMap<>();

    /** Names of saved items. Without a lock: whoever saves an item may hold others. */
    private final Set<String> changed = ConcurrentHashMap.newKeySet();

    private volatile boolean allChanged = true;
    /** Ids of webhooks of items that webhooks serve, too; null until items were read. */
    private volatile Set<String> both;

    /**
     * A repository that an item wants events of.
     *
     * @param item its full name
     * @param webhookId that of the item, to which deliveries are made
     * @param repository as the item names it
     */
    record Wish(
            @NonNull String item,
            @NonNull String webhookId,
            @NonNull OrganizationKey organization,
            @NonNull Watched repository) {

        /** What is about merge requests. */
        static final Set<WebhookOption> MERGE_REQUESTS =
                EnumSet.of(WebhookOption.MERGE_REQUESTS_EVENTS, WebhookOption.NOTE_EVENTS);

        boolean wants(@NonNull WebhookOption option) {
            return Boolean.TRUE.equals(repository.options().get(option));
        }

        boolean wantsMergeRequests() {
            return MERGE_REQUESTS.stream().anyMatch(this::wants);
        }
    }

    @NonNull
    static WatchedItems get() {
        return ExtensionList.lookupSingleton(WatchedItems.class);
    }

    /**
     * @return all wishes by organization
     */
    @NonNull
    synchronized Map<OrganizationKey, List<Wish>> byOrganization() {
        update();
        Map<OrganizationKey, List<Wish>> all = new HashMap<>();
        wishes.values()
                .forEach(some -> some.forEach(wish -> all.computeIfAbsent(wish.organization(), key -> new ArrayList<>())
                        .add(wish)));
        return all;
    }

    /**
     * @param item a full name
     */
    @NonNull
    synchronized List<Wish> of(@NonNull String item) {
        update();
        return wishes.getOrDefault(item, List.of());
    }

    /**
     * @return whether both webhooks and the watch serve the item; as of the last time that wishes were asked for
     */
    boolean hasBoth(@NonNull String webhookId) {
        Set<String> known = both;
        if (known == null) {
            synchronized (this) {
                update();
                known = both;
            }
        }
        return known.contains(webhookId);
    }

    private void update() {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            if (allChanged) {
                allChanged = false;
                changed.clear();
                wishes.clear();
                if (isAnyWatched()) {
                    Jenkins.get().allItems(Item.class).forEach(item -> read(item.getFullName(), item));
                }
            } else {
                for (String name : Set.copyOf(changed)) {
                    changed.remove(name);
                    wishes.remove(name);
                    Item item = Jenkins.get().getItemByFullName(name);
                    if (item != null) {
                        read(name, item);
                    }
                }
            }
        }
        Set<String> ofBoth = new HashSet<>();
        Set<String> connections = new HashSet<>();
        for (CodeupConnection connection : CodeupConfiguration.get().getConnections()) {
            if (connection.getEvents() == EventSource.BOTH) {
                connections.add(connection.getName());
            }
        }
        wishes.values()
                .forEach(some -> some.stream()
                        .filter(wish -> connections.contains(wish.organization().connection()))
                        .forEach(wish -> ofBoth.add(wish.webhookId())));
        both = ofBoth;
    }

    private static boolean isAnyWatched() {
        return CodeupConfiguration.get().getConnections().stream().anyMatch(CodeupConnection::watches);
    }

    private void read(String name, Item item) {
        try {
            List<Wish> found = new ArrayList<>();
            for (Watched one : DesiredWebhooks.watched(item)) {
                CodeupConnection connection = CodeupConfiguration.get().connection(one.connection());
                found.add(new Wish(
                        name,
                        ItemWebhook.of(item).id(),
                        OrganizationKey.of(connection, RepositoryRef.parse(one.repository())),
                        one));
            }
            if (!found.isEmpty()) {
                wishes.put(name, List.copyOf(found));
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            LOGGER.log(Level.FINE, name + " has a wrong setting, which its page shows", e);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The Codeup webhook of " + name + " can't be read", e);
        }
    }

    private void changed(String fullName) {
        if (isAnyWatched()) {
            changed.add(fullName);
            WatchManager.get().soon();
        } else {
            allChanged = true;
        }
    }

    private void allChanged() {
        allChanged = true;
        if (isAnyWatched()) {
            WatchManager.get().soon();
        }
    }

    @Override
    public void onCreated(Item item) {
        changed(item.getFullName());
    }

    @Override
    public void onUpdated(Item item) {
        changed(item.getFullName());
    }

    @Override
    public void onDeleted(Item item) {
        changed(item.getFullName());
    }

    @Override
    public void onLocationChanged(Item item, String oldName, String newName) {
        changed(oldName);
        changed(newName);
    }

    /** Saved items and configurations. A Pipeline that sets its own properties is noticed only here. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class SaveListener extends SaveableListener {

        @Override
        public void onChange(Saveable saved, XmlFile file) {
            if (saved instanceof Item item) {
                get().changed(item.getFullName());
            } else if (saved instanceof CodeupConfiguration || saved instanceof SystemCredentialsProvider) {
                get().allChanged();
            }
        }
    }
}
