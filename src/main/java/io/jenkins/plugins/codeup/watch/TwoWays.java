package io.jenkins.plugins.codeup.watch;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.EventKey;
import io.jenkins.plugins.codeup.endpoint.SecondWay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.Timer;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Pairs events of items that webhooks and the watch both serve: what has come by one way is left out when it comes by the
 * other. Each event pairs once, so that a branch may go back and forth. In memory, and shortly after each change in a file.
 * Thread-safe.
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

    /** By the ids of webhooks; the oldest event first. Null until the file was read. */
    private Map<String, List<Event>> events;

    private boolean writing;
    /** Held while the file is written. */
    private final Object fileLock = new Object();

    /**
     * An event that came by one way only so far.
     *
     * @param byWatch whether the watch found it
     * @param time in milliseconds since 1970
     */
    record Event(@NonNull EventKey key, boolean byWatch, long time) {}

    @NonNull
    static TwoWays get() {
        return ExtensionList.lookupSingleton(TwoWays.class);
    }

    @Override
    public boolean isFirst(String webhookId, Delivery delivery) {
        return !WatchedItems.get().hasBoth(webhookId) || isFirst(webhookId, EventKey.of(delivery), false);
    }

    @Override
    public void notAccepted(String webhookId, Delivery delivery) {
        if (WatchedItems.get().hasBoth(webhookId)) {
            forget(webhookId, EventKey.of(delivery), false);
        }
    }

    /**
     * @return false if it has come by the other way
     */
    synchronized boolean isFirst(@NonNull String webhookId, @NonNull EventKey key, boolean byWatch) {
        List<Event> some = events().computeIfAbsent(webhookId, id -> new ArrayList<>());
        writeLater();
        Iterator<Event> all = some.iterator();
        while (all.hasNext()) {
            Event one = all.next();
            if (one.byWatch != byWatch && one.key.isSame(key)) {
                all.remove();
                return false;
            }
        }
        long now = System.currentTimeMillis();
        some.removeIf(one -> one.byWatch && one.time < now - WATCH_KEPT_MILLIS);
        // the watch finds the same once more after a crash
        some.removeIf(one -> byWatch && one.byWatch && one.key.equals(key));
        some.add(new Event(key, byWatch, now));
        if (some.size() > MAX_EVENTS_OF_ITEM) {
            some.remove(0);
        }
        return true;
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
     * Forgets what webhooks brought of a repository before the watch read it: it knows only the last of several steps.
     *
     * @param time in milliseconds since 1970
     */
    synchronized void seen(@NonNull String webhookId, long repositoryId, long time) {
        List<Event> some = events().get(webhookId);
        if (some != null
                && some.removeIf(one -> !one.byWatch
                        && one.time < time
                        && (one.key.repository() == null || one.key.repository() == repositoryId))) {
            writeLater();
        }
    }

    private Map<String, List<Event>> events() {
        if (events == null) {
            events = new TreeMap<>();
            try {
                if (Files.exists(file())) {
                    events.putAll(
                            JSON.readValue(file().toFile(), new TypeReference<TreeMap<String, List<Event>>>() {}));
                }
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, file() + " can't be read: events may come twice", e);
            }
        }
        return events;
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
