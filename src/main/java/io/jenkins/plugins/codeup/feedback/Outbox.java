package io.jenkins.plugins.codeup.feedback;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.listeners.ItemListener;
import hudson.model.listeners.RunListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.endpoint.BackgroundThreads;
import io.jenkins.plugins.codeup.endpoint.DeliveryBuilds;
import io.jenkins.plugins.codeup.endpoint.Journal;
import io.jenkins.plugins.codeup.endpoint.JournalMonitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import jenkins.util.Timer;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Results that Codeup has still to be told. Sent at least once, in the order of their making for each key, tried again
 * for days, and kept in a {@link Journal}. A build of which Codeup knows that it goes on gets a final result, whatever
 * ends it; so Codeup is told that a build goes on only when the journal has it. Builds neither wait for it nor fail with it.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class Outbox extends ItemListener {

    private static final Logger LOGGER = Logger.getLogger(Outbox.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper()
            .setVisibility(PropertyAccessor.FIELD, Visibility.ANY)
            .setVisibility(PropertyAccessor.GETTER, Visibility.NONE)
            .setVisibility(PropertyAccessor.IS_GETTER, Visibility.NONE);

    /** The directory of the journal in JENKINS_HOME. */
    static final String DIRECTORY = "codeup-outbox";

    private static final int THREADS = 4;
    /** Then only final results are added. */
    private static final int MAX_WAITING = 20_000;

    private static final int MAX_PROBLEMS = 5;
    private static final int MAX_WITH_PROBLEMS = 500;
    /** Tests shorten it. */
    static long firstPauseMillis = TimeUnit.SECONDS.toMillis(10);

    private final ExecutorService executor = BackgroundThreads.create("Codeup outbox", THREADS);

    /** Results that wait, by key. The first of each is being sent, or waits for its next attempt. */
    private final Map<String, Deque<OutboxEntry>> waiting = new HashMap<>();
    /** The latest results that are not final, by build and key. Kept, though they were sent, until a final one follows. */
    private final Map<String, Map<String, OutboxEntry>> unfinished = new LinkedHashMap<>();

    /** Why results were not sent, by build, for its log. */
    private final Map<String, List<String>> problems = new LinkedHashMap<>();

    private int size;
    private Journal journal;

    @NonNull
    public static Outbox get() {
        return ExtensionList.lookupSingleton(Outbox.class);
    }

    /**
     * Adds a result, which is then sent. Not final: ignored if it is the same as the build's last one of its key, or if
     * too many wait.
     */
    void add(@NonNull CodeupResult result) {
        // not under the lock: it looks for credentials
        CodeupClient client = clientOrNull(result);
        synchronized (this) {
            OutboxEntry before = unfinished.getOrDefault(result.run(), Map.of()).get(result.key());
            boolean same = before != null && before.result.equals(result);
            if (result.isFinal() || !same && size < MAX_WAITING) {
                OutboxEntry entry = new OutboxEntry(result, System.currentTimeMillis(), store(result));
                entry.client = client == null && before != null ? before.client : client;
                enqueue(entry);
            }
        }
    }

    private static CodeupClient clientOrNull(CodeupResult result) {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            return result.client();
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.FINE, "No client yet", e);
            return null;
        }
    }

    private CompletableFuture<Long> store(CodeupResult result) {
        try {
            return journal == null
                    ? CompletableFuture.failedFuture(new IOException("no journal"))
                    : journal.add("", write(result));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @NonNull
    static byte[] write(@NonNull CodeupResult result) throws IOException {
        return JSON.writeValueAsBytes(result);
    }

    @NonNull
    static CodeupResult read(@NonNull byte[] stored) throws IOException {
        return JSON.readValue(stored, CodeupResult.class);
    }

    private synchronized void enqueue(OutboxEntry entry) {
        CodeupResult result = entry.result;
        Map<String, OutboxEntry> ofRun = unfinished.computeIfAbsent(result.run(), run -> new LinkedHashMap<>());
        OutboxEntry before = result.isFinal() ? ofRun.remove(result.key()) : ofRun.put(result.key(), entry);
        OutboxEntry queued = ofJob(result.run()).remove(result.key());
        Stream.of(before, queued).filter(one -> one != null && one != entry).forEach(entry.follows::add);
        unfinished.values().removeIf(Map::isEmpty);
        // not before the later one is on the disk
        entry.stored.thenRun(() -> endFollowed(entry));
        Deque<OutboxEntry> chain = waiting.computeIfAbsent(result.key(), key -> new ArrayDeque<>());
        chain.add(entry);
        size++;
        if (chain.size() == 1) {
            executor.execute(() -> sendFirst(result.key()));
        }
    }

    /** The unfinished results of the build while it was in the queue. */
    private Map<String, OutboxEntry> ofJob(String run) {
        int number = run.lastIndexOf('#');
        return number < 0 ? new HashMap<>() : unfinished.getOrDefault(run.substring(0, number), new HashMap<>());
    }

    private synchronized void endFollowed(OutboxEntry entry) {
        entry.follows.forEach(before -> {
            before.followed = true;
            // it still has some if Codeup was not told of it
            endFollowed(before);
            doneIfEnded(before);
        });
        entry.follows.clear();
    }

    private void doneIfEnded(OutboxEntry entry) {
        if (entry.sent && (entry.followed || entry.result.isFinal())) {
            entry.stored.thenAccept(id -> journal.done(List.of(id)));
        }
    }

    private void sendFirst(String key) {
        OutboxEntry entry;
        CompletableFuture<Long> stored;
        synchronized (this) {
            entry = waiting.get(key).getFirst();
            stored = entry.stored;
        }
        boolean isOnDisk = stored.handle((id, problem) -> problem == null).join();
        if (!isOnDisk && !entry.result.isFinal()) {
            // Jenkins stops or its disk is full: the next one would not know what it has to end
            next(key, entry, false);
        } else if (isReplaced(key, entry) || isSent(entry)) {
            next(key, entry, true);
        } else {
            Timer.get()
                    .schedule(
                            () -> executor.execute(() -> sendFirst(key)),
                            entry.pauseMillis(firstPauseMillis),
                            TimeUnit.MILLISECONDS);
        }
    }

    private synchronized boolean isReplaced(String key, OutboxEntry entry) {
        return waiting.get(key).stream().skip(1).anyMatch(later -> entry.result.isReplacedBy(later.result));
    }

    private synchronized void next(String key, OutboxEntry entry, boolean sent) {
        Deque<OutboxEntry> chain = waiting.get(key);
        chain.removeFirst();
        size--;
        if (sent) {
            entry.sent = true;
            endFollowed(entry);
            doneIfEnded(entry);
        }
        if (chain.isEmpty()) {
            waiting.remove(key);
        } else {
            executor.execute(() -> sendFirst(key));
        }
    }

    /**
     * @return whether the result needs no further attempt
     */
    private boolean isSent(OutboxEntry entry) {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            entry.send();
            return true;
        } catch (IOException | RuntimeException e) {
            remember(entry.result.run(), String.valueOf(e.getMessage()));
            return entry.failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized void remember(String run, String problem) {
        List<String> ofRun = problems.computeIfAbsent(run, name -> new ArrayList<>());
        if (ofRun.size() < MAX_PROBLEMS && !ofRun.contains(problem)) {
            ofRun.add(problem);
        }
        if (problems.size() > MAX_WITH_PROBLEMS) {
            problems.remove(problems.keySet().iterator().next());
        }
    }

    /**
     * @return why results of a build were not sent at the first attempt, and forgets it
     */
    @NonNull
    synchronized List<String> problemsOf(@NonNull String run) {
        List<String> found = problems.remove(run);
        return found == null ? List.of() : found;
    }

    /** Reads what was not sent, and ends the builds that ended while Jenkins was stopped or killed. */
    @Override
    public void onLoaded() {
        Journal opened = new Journal(
                Jenkins.get().getRootDir().toPath().resolve(DIRECTORY), Duration.ZERO, "Codeup outbox journal");
        JournalMonitor.get().watch(DIRECTORY, opened, Messages._Outbox_notKept(), Messages._Outbox_lost());
        synchronized (this) {
            journal = opened;
        }
        for (Journal.Entry stored : opened.open()) {
            try {
                byte[] content = opened.read(stored.id());
                if (content != null) {
                    enqueue(new OutboxEntry(
                            read(content), stored.time(), CompletableFuture.completedFuture(stored.id())));
                }
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "A result in the journal can't be read", e);
                opened.done(List.of(stored.id()));
            }
        }
        // loads builds
        executor.execute(this::endThoseThatEnded);
    }

    private void endThoseThatEnded() {
        Set<String> runs;
        synchronized (this) {
            runs = new LinkedHashSet<>(unfinished.keySet());
        }
        for (String run : runs) {
            Run<?, ?> build = find(run);
            if (build == null || !build.isBuilding() || DeliveryBuilds.isLost(build)) {
                end(run::equals, build);
            }
        }
    }

    private static Run<?, ?> find(String run) {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            return run.contains("#") ? Run.fromExternalizableId(run) : null;
        }
    }

    /** Sends a final result for each unfinished one of some builds. */
    private void end(Predicate<String> which, @CheckForNull Run<?, ?> build) {
        List<CodeupResult> left;
        synchronized (this) {
            left = unfinished.entrySet().stream()
                    .filter(run -> which.test(run.getKey()))
                    .flatMap(run -> run.getValue().values().stream())
                    .map(entry -> entry.result)
                    .toList();
        }
        for (CodeupResult one : left) {
            CodeupResult ended = one.ended(build);
            if (ended != null) {
                add(ended);
            }
        }
    }

    /** Ends what was reported of builds of a job in the queue, but of those that are still there. */
    void endQueued(@NonNull String job) {
        boolean any;
        synchronized (this) {
            any = unfinished.containsKey(job);
        }
        if (any) {
            end(job::equals, null);
        }
    }

    /** Ends what a build left unfinished, and builds that are deleted. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class Builds extends RunListener<Run<?, ?>> {

        @Override
        public void onFinalized(Run<?, ?> run) {
            get().end(run.getExternalizableId()::equals, run);
        }

        @Override
        public void onDeleted(Run<?, ?> run) {
            get().end(run.getExternalizableId()::equals, null);
        }
    }

    /** Ends the builds of a job that was deleted, by a person or because its branch is gone. */
    @Override
    public void onDeleted(Item item) {
        end(run -> CodeupResult.isIn(run, item.getFullName()), null);
    }

    @Override
    public synchronized void onLocationChanged(Item item, String oldName, String newName) {
        Set<OutboxEntry> all = new LinkedHashSet<>();
        unfinished.values().forEach(ofRun -> all.addAll(ofRun.values()));
        waiting.values().forEach(all::addAll);
        for (OutboxEntry entry : all) {
            CodeupResult moved = entry.result.moved(oldName, newName);
            if (!moved.equals(entry.result)) {
                Map<String, OutboxEntry> ofRun = unfinished.getOrDefault(entry.result.run(), Map.of());
                boolean isUnfinished = ofRun.get(entry.result.key()) == entry;
                if (isUnfinished) {
                    ofRun.remove(entry.result.key());
                }
                CompletableFuture<Long> before = entry.stored;
                entry.result = moved;
                entry.stored = store(moved);
                entry.stored.thenRun(() -> before.thenAccept(old -> journal.done(List.of(old))));
                if (isUnfinished) {
                    unfinished
                            .computeIfAbsent(moved.run(), run -> new LinkedHashMap<>())
                            .put(moved.key(), entry);
                }
            }
        }
        unfinished.values().removeIf(Map::isEmpty);
    }

    /**
     * @return how many results wait to be sent
     */
    public synchronized int waiting() {
        return size;
    }

    @Terminator
    public static void close() throws IOException {
        Journal open = get().journal;
        if (open != null) {
            open.close();
        }
    }
}
