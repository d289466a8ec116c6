package io.jenkins.plugins.codeup.watch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.EventKey;
import io.jenkins.plugins.codeup.endpoint.OwnDeliveries;
import io.jenkins.plugins.codeup.endpoint.SecondWay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.Timer;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Pairs events of items that webhooks and the watch both serve: what has come by one way is left out when it comes by the
 * other. Each event pairs once, so that a branch may go back and forth. In memory, and shortly after each change in a file;
 * what a crash keeps from the file, the journal of accepted deliveries has. Thread-safe.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class TwoWays implements SecondWay {

    private static final Logger LOGGER = Logger.getLogger(TwoWays.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();

    /** In {@link WatchStore#DIRECTORY}. */
    static final String FILE = "two-ways.json";

    private static final long WRITE_DELAY_MILLIS = 50;
    /** So long after the watch has found an event its webhook's delivery may come. */
    private static final long WATCH_KEPT_MILLIS = TimeUnit.HOURS.toMillis(2);

    private static final int MAX_EVENTS_OF_ITEM = 1_000;
    /** The file may lack what was accepted so long before it was written; usually it is {@link #WRITE_DELAY_MILLIS}. */
    private static final long FILE_LAG_MILLIS = TimeUnit.SECONDS.toMillis(10);

    /** By the ids of webhooks; the oldest event first. Null until the file was read. */
    private Map<String, List<Event>> events;

    private boolean writing;
    /** Held while the file is written. */
    private final Object fileLock = new Object();

    /**
     * An event that came by one way.
     *
     * @param byWatch whether the watch found it
     * @param time in milliseconds since 1970
     * @param delivery the id of the delivery that told it, or null
     * @param pair the id of the delivery by the other way, which may come again; null if none has come
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Event(
            @NonNull EventKey key,
            boolean byWatch,
            long time,
            @CheckForNull String delivery,
            @CheckForNull String pair) {}

    @NonNull
    static TwoWays get() {
        return ExtensionList.lookupSingleton(TwoWays.class);
    }

    @Override
    public boolean isFirst(String webhookId, String deliveryId, Delivery delivery) {
        String id = deliveryId == null ? UUID.randomUUID().toString() : deliveryId;
        return !WatchedItems.get().hasBoth(webhookId) || isFirst(webhookId, EventKey.of(delivery), id, false);
    }

    @Override
    public String event(String webhookId, Delivery delivery) {
        try {
            return WatchedItems.get().hasBoth(webhookId) ? JSON.writeValueAsString(EventKey.of(delivery)) : "";
        } catch (IOException e) {
            throw new IllegalStateException("texts and numbers are always JSON", e);
        }
    }

    @Override
    public void notAccepted(String webhookId, Delivery delivery) {
        if (WatchedItems.get().hasBoth(webhookId)) {
            forget(webhookId, EventKey.of(delivery), false);
        }
    }

    /**
     * @param deliveryId of the delivery that tells the event; the same if it comes again by the same way
     * @return false if it has come by the other way
     */
    synchronized boolean isFirst(
            @NonNull String webhookId, @NonNull EventKey key, @NonNull String deliveryId, boolean byWatch) {
        List<Event> some = events().computeIfAbsent(webhookId, id -> new ArrayList<>());
        writeLater();
        for (int i = 0; i < some.size(); i++) {
            Event one = some.get(i);
            boolean free = one.pair == null || one.pair.equals(deliveryId);
            if (one.byWatch != byWatch && free && one.key.isSame(key)) {
                some.set(i, new Event(one.key, one.byWatch, one.time, one.delivery, deliveryId));
                return false;
            }
        }
        long now = System.currentTimeMillis();
        some.removeIf(one -> one.byWatch && one.time < now - WATCH_KEPT_MILLIS);
        // the watch finds the same once more after a crash
        if (!byWatch || !hasDelivery(some, deliveryId)) {
            some.add(new Event(key, byWatch, now, deliveryId, null));
        }
        if (some.size() > MAX_EVENTS_OF_ITEM) {
            some.remove(0);
        }
        return true;
    }

    private static boolean hasDelivery(List<Event> some, String deliveryId) {
        return some.stream().anyMatch(one -> deliveryId.equals(one.delivery));
    }

    /** Forgets the newest such event that came by that way. */
    synchronized void forget(@NonNull String webhookId, @NonNull EventKey key, boolean byWatch) {
        List<Event> some = events().getOrDefault(webhookId, new ArrayList<>());
        for (int i = some.size() - 1; i >= 0; i--) {
            if (some.get(i).byWatch == byWatch && some.get(i).key.equals(key)) {
                some.remove(i);
                writeLater();
                return;
            }
        }
    }

    /**
     * What the watch found in a repository is stored. Forgets what it found of what webhooks brought, and what they brought
     * before it read the repository: it knows only the last of several steps.
     *
     * @param time in milliseconds since 1970
     */
    synchronized void seen(@NonNull String webhookId, long repositoryId, long time) {
        List<Event> some = events().get(webhookId);
        if (some != null
                && some.removeIf(one -> !one.byWatch
                        && (one.time < time || one.pair != null)
                        && (one.key.repository() == null || one.key.repository() == repositoryId))) {
            writeLater();
        }
    }

    private Map<String, List<Event>> events() {
        if (events == null) {
            events = new TreeMap<>();
            try {
                addAccepted(read());
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, file() + " or the journal can't be read: events may come twice", e);
            }
        }
        return events;
    }

    /**
     * @return when the file was written, in milliseconds since 1970; 0 if there is none that can be read
     */
    private long read() throws IOException {
        if (Files.exists(file())) {
            try {
                events.putAll(JSON.readValue(file().toFile(), new TypeReference<TreeMap<String, List<Event>>>() {}));
                return Files.getLastModifiedTime(file()).toMillis();
            } catch (JsonProcessingException e) {
                LOGGER.log(Level.WARNING, file() + " is damaged", e);
            }
        }
        return 0;
    }

    /**
     * Adds the events of deliveries that were accepted when the file could not be written any more, and removes those that
     * were not accepted any more.
     */
    private void addAccepted(long written) throws IOException {
        long since = written - FILE_LAG_MILLIS;
        Set<String> ids = new HashSet<>();
        for (Map.Entry<String, Long> accepted : OwnDeliveries.accepted().entrySet()) {
            String[] parts = accepted.getKey().split(" ", 3);
            if (parts.length == 3 && accepted.getValue() > since) {
                ids.add(parts[1]);
                List<Event> some = events.computeIfAbsent(parts[0], id -> new ArrayList<>());
                if (!hasDelivery(some, parts[1])) {
                    EventKey key = JSON.readValue(parts[2], EventKey.class);
                    some.add(new Event(key, parts[1].startsWith(Deliverer.ID), accepted.getValue(), parts[1], null));
                }
            }
        }
        events.values()
                .forEach(some ->
                        some.removeIf(one -> one.delivery != null && one.time > since && !ids.contains(one.delivery)));
    }

    private static Path file() {
        return Jenkins.get().getRootDir().toPath().resolve(WatchStore.DIRECTORY).resolve(FILE);
    }

    private void writeLater() {
        if (!writing) {
            writing = true;
            Timer.get().schedule(this::write, WRITE_DELAY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Writes the file if something changed. */
    void write() {
        String content;
        synchronized (this) {
            if (!writing) {
                return;
            }
            writing = false;
            events.values().removeIf(List::isEmpty);
            try {
                content = JSON.writeValueAsString(events);
            } catch (IOException e) {
                throw new IllegalStateException("texts and numbers are always JSON", e);
            }
        }
        synchronized (fileLock) {
            try {
                WatchStore.write(file(), content);
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, file() + " can't be written", e);
            }
        }
    }

    /** Writes what is not written yet. */
    @Terminator
    public static void stop() {
        get().write();
    }
}
