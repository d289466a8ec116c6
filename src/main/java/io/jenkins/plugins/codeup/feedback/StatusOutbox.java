package io.jenkins.plugins.codeup.feedback;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.ItemListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CommitStatuses;
import io.jenkins.plugins.codeup.client.CommitStatuses.CommitStatus;
import io.jenkins.plugins.codeup.client.CommitStatuses.CommitStatus.State;
import io.jenkins.plugins.codeup.endpoint.Journal;
import io.jenkins.plugins.codeup.scm.CodeupSCMSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.plugins.git.GitBranchSCMHead;
import jenkins.scm.api.SCMSourceOwner;
import jenkins.util.Timer;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Commit statuses that Codeup has still to be told. Sent in the order of their making for each commit and context, tried
 * again for days, and kept in a {@link Journal}: a build that Codeup knows as pending gets a final status, whatever ends
 * it. Builds neither wait for it nor fail with it.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class StatusOutbox extends ItemListener {

    private static final Logger LOGGER = Logger.getLogger(StatusOutbox.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The directory of the journal in JENKINS_HOME. */
    static final String DIRECTORY = "codeup-statuses";

    private static final int THREADS = 4;
    private static final int MAX_WAITING = 20_000;
    private static final Duration GIVE_UP_AFTER = Duration.ofDays(3);
    private static final long MAX_PAUSE_MILLIS = TimeUnit.MINUTES.toMillis(30);
    /** Tests shorten it. */
    static long firstPauseMillis = TimeUnit.SECONDS.toMillis(10);

    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new NamingThreadFactory(new DaemonThreadFactory(), "Codeup build statuses"));

    /** Statuses that wait, by commit and context. The first of each is being sent, or waits for its next attempt. */
    private final Map<Key, Deque<Entry>> waiting = new HashMap<>();
    /** Builds that were reported as pending and have not ended, by their externalizable id. */
    private final Map<String, Entry> pending = new HashMap<>();

    private int size;
    private Journal journal;

    /**
     * A status of a build.
     *
     * @param run the build's externalizable id
     * @param project full name of the multibranch project
     * @param source id of the source in it
     * @param fork number of the repository if it is a fork, or null for the source's own
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Status(
            @NonNull String run,
            @NonNull String project,
            @NonNull String source,
            @CheckForNull Long fork,
            @NonNull String commit,
            @NonNull State state,
            @NonNull String context,
            @CheckForNull String description,
            @CheckForNull String targetUrl) {

        private Key key() {
            return new Key(project, source, commit, context);
        }

        private Status ended(String why) {
            return new Status(run, project, source, fork, commit, State.ERROR, context, why, targetUrl);
        }

        private Status moved(String oldName, String newName) {
            return new Status(
                    replace(run, oldName, newName),
                    replace(project, oldName, newName),
                    source,
                    fork,
                    commit,
                    state,
                    context,
                    description,
                    targetUrl);
        }

        private static String replace(String text, String oldName, String newName) {
            return isIn(text, oldName) ? newName + text.substring(oldName.length()) : text;
        }
    }

    private record Key(String project, String source, String commit, String context) {}

    private static final class Entry {

        private final long since;
        private volatile Status status;
        private volatile CompletableFuture<Long> stored;
        private int attempts;

        Entry(Status status, long since, CompletableFuture<Long> stored) {
            this.status = status;
            this.since = since;
            this.stored = stored;
        }
    }

    public StatusOutbox() {
        executor.allowCoreThreadTimeOut(true);
    }

    @NonNull
    public static StatusOutbox get() {
        return ExtensionList.lookupSingleton(StatusOutbox.class);
    }

    /** Reports a build as pending, once. */
    synchronized void begin(@NonNull Status status) {
        if (!pending.containsKey(status.run) && size < MAX_WAITING) {
            Entry entry = new Entry(status, System.currentTimeMillis(), store(status));
            pending.put(status.run, entry);
            enqueue(entry);
        }
    }

    /** Reports a build's result. */
    synchronized void end(@NonNull Status status) {
        Entry begun = pending.remove(status.run);
        Entry entry = new Entry(status, System.currentTimeMillis(), store(status));
        if (begun != null) {
            // not before the result is on the disk
            entry.stored.whenComplete((id, problem) -> done(begun));
        }
        enqueue(entry);
    }

    private CompletableFuture<Long> store(Status status) {
        try {
            return journal == null
                    ? CompletableFuture.failedFuture(new IOException("no journal"))
                    : journal.add("", JSON.writeValueAsBytes(status));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void done(Entry entry) {
        entry.stored.thenAccept(id -> journal.done(List.of(id)));
    }

    private synchronized void enqueue(Entry entry) {
        Deque<Entry> chain = waiting.computeIfAbsent(entry.status.key(), key -> new ArrayDeque<>());
        chain.add(entry);
        size++;
        if (chain.size() == 1) {
            executor.execute(() -> sendFirst(entry.status.key()));
        }
    }

    private void sendFirst(Key key) {
        Entry entry;
        synchronized (this) {
            Deque<Entry> chain = waiting.get(key);
            entry = chain == null ? null : chain.peekFirst();
        }
        if (entry == null) {
            return;
        }
        // a status that is on its way is on the disk, unless that is impossible
        entry.stored.handle((id, problem) -> null).join();
        if (isOutdated(entry) || isSent(entry)) {
            next(key, entry);
        } else {
            long pause = Math.min(MAX_PAUSE_MILLIS, firstPauseMillis << Math.min(entry.attempts - 1, 20));
            Timer.get().schedule(() -> executor.execute(() -> sendFirst(key)), pause, TimeUnit.MILLISECONDS);
        }
    }

    /** A pending status whose build ended meanwhile: its result is behind it. */
    private synchronized boolean isOutdated(Entry entry) {
        return entry.status.state == State.PENDING && pending.get(entry.status.run) != entry;
    }

    private synchronized void next(Key key, Entry sent) {
        Deque<Entry> chain = waiting.get(key);
        if (chain == null || chain.peekFirst() != sent) {
            return;
        }
        chain.removeFirst();
        size--;
        if (pending.get(sent.status.run) != sent) {
            done(sent);
        }
        if (chain.isEmpty()) {
            waiting.remove(key);
        } else {
            executor.execute(() -> sendFirst(key));
        }
    }

    /**
     * @return whether the status needs no further attempt
     */
    private static boolean isSent(Entry entry) {
        Status status = entry.status;
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            if (!(Jenkins.get().getItemByFullName(status.project) instanceof SCMSourceOwner owner)
                    || !(owner.getSCMSource(status.source) instanceof CodeupSCMSource source)) {
                LOGGER.log(Level.INFO, "Status of {0} not reported to Codeup: its project was deleted", status.run);
                return true;
            }
            CodeupClient client = source.client(TaskListener.NULL);
            CommitStatuses statuses = client.commitStatuses();
            if (statuses != null) {
                long repository = status.fork != null
                        ? status.fork
                        : source.repositoryId(new GitBranchSCMHead(status.context), client);
                statuses.create(
                        repository,
                        status.commit,
                        new CommitStatus(status.state, status.context, status.description, status.targetUrl));
            }
            return true;
        } catch (IOException | RuntimeException e) {
            entry.attempts++;
            boolean givesUp = System.currentTimeMillis() - entry.since > GIVE_UP_AFTER.toMillis();
            LOGGER.log(
                    entry.attempts == 1 || givesUp ? Level.WARNING : Level.FINE,
                    givesUp
                            ? "Status of {0} not reported to Codeup in three days, given up: {1}"
                            : "Status of {0} not reported to Codeup, will be tried again: {1}",
                    new Object[] {status.run, e.getMessage()});
            LOGGER.log(Level.FINE, "", e);
            return givesUp;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            entry.attempts++;
            return false;
        }
    }

    /** Reads what was not sent, and ends the builds that ended while Jenkins was stopped or killed. */
    @Override
    public void onLoaded() {
        Journal opened = new Journal(
                Jenkins.get().getRootDir().toPath().resolve(DIRECTORY), Duration.ZERO, "Codeup status journal");
        synchronized (this) {
            journal = opened;
        }
        for (Journal.Entry stored : opened.open()) {
            try {
                Status status = JSON.readValue(opened.read(stored.id()), Status.class);
                Entry entry = new Entry(status, stored.time(), CompletableFuture.completedFuture(stored.id()));
                synchronized (this) {
                    if (status.state == State.PENDING) {
                        pending.put(status.run, entry);
                    }
                    enqueue(entry);
                }
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "A status in the journal can't be read", e);
                opened.done(List.of(stored.id()));
            }
        }
        // loads builds
        executor.execute(this::endThoseThatEnded);
    }

    private void endThoseThatEnded() {
        List<Status> begun;
        synchronized (this) {
            begun = pending.values().stream().map(entry -> entry.status).toList();
        }
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            for (Status status : begun) {
                Run<?, ?> run = Run.fromExternalizableId(status.run);
                if (run == null) {
                    end(status.ended(Messages.StatusOutbox_gone()));
                } else if (!run.isBuilding()) {
                    Status result = BuildStatusReporter.status(run);
                    end(
                            result == null || result.state == State.PENDING
                                    ? status.ended(Messages.StatusOutbox_gone())
                                    : result);
                }
            }
        }
    }

    /** Ends a build that was deleted. */
    synchronized void deleted(@NonNull Run<?, ?> run) {
        Entry begun = pending.get(run.getExternalizableId());
        if (begun != null) {
            end(begun.status.ended(Messages.StatusOutbox_gone()));
        }
    }

    /** Ends the builds of a job that was deleted, by a person or because its branch is gone. */
    @Override
    public void onDeleted(Item item) {
        synchronized (this) {
            List<Status> gone = pending.values().stream()
                    .map(entry -> entry.status)
                    .filter(status -> isIn(status.run, item.getFullName()))
                    .toList();
            gone.forEach(status -> end(status.ended(Messages.StatusOutbox_gone())));
        }
    }

    @Override
    public void onLocationChanged(Item item, String oldName, String newName) {
        synchronized (this) {
            Set<Entry> all = new LinkedHashSet<>(pending.values());
            waiting.values().forEach(all::addAll);
            for (Entry entry : all) {
                Status moved = entry.status.moved(oldName, newName);
                if (!moved.equals(entry.status)) {
                    boolean begun = pending.remove(entry.status.run, entry);
                    CompletableFuture<Long> before = entry.stored;
                    entry.status = moved;
                    entry.stored = store(moved);
                    entry.stored.thenAccept(id -> before.thenAccept(old -> journal.done(List.of(old))));
                    if (begun) {
                        pending.put(moved.run, entry);
                    }
                }
            }
        }
    }

    private static boolean isIn(String run, String fullName) {
        return run.startsWith(fullName)
                && (run.length() == fullName.length() || "#/".indexOf(run.charAt(fullName.length())) >= 0);
    }

    /**
     * @return how many statuses wait to be sent
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
