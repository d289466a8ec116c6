package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/**
 * The repositories that are to be worked on: each is there once, however many ask for it, and is worked on by one thread
 * at a time. Each connection has a line of its own, so that one that does not answer holds up no other.
 */
final class HookQueue {

    private final Map<String, Line> lines = new HashMap<>();
    private final ToIntFunction<String> atOnce;
    private final Worker worker;
    private final ExecutorService threads =
            Executors.newCachedThreadPool(new NamingThreadFactory(new DaemonThreadFactory(), "Codeup hooks"));
    private long done;
    private boolean closed;

    /** Does the work. */
    interface Worker {

        /**
         * @param ids the item hooks that are concerned
         * @param look whether to look at what should be there already
         */
        void work(@NonNull RepositoryKey at, @NonNull Set<String> ids, boolean look);
    }

    /** What is to be done in a repository. */
    private static final class Job {
        private final Set<String> ids = new LinkedHashSet<>();
        private boolean look;
    }

    /** The repositories of a connection. */
    private static final class Line {
        private final Map<RepositoryKey, Job> waiting = new LinkedHashMap<>();
        private final Set<RepositoryKey> running = new HashSet<>();
    }

    /**
     * @param atOnce how many repositories of the connection of that name may be worked on at the same time
     */
    HookQueue(@NonNull ToIntFunction<String> atOnce, @NonNull Worker worker) {
        this.atOnce = atOnce;
        this.worker = worker;
    }

    synchronized void add(@NonNull RepositoryKey at, @NonNull Set<String> ids, boolean look) {
        if (closed) {
            return;
        }
        Line line = lines.computeIfAbsent(at.connection(), name -> new Line());
        Job job = line.waiting.computeIfAbsent(at, key -> new Job());
        job.ids.addAll(ids);
        job.look |= look;
        start(line, at.connection());
    }

    private void start(Line line, String connection) {
        int most = atOnce.applyAsInt(connection);
        Iterator<Map.Entry<RepositoryKey, Job>> waiting =
                line.waiting.entrySet().iterator();
        while (!closed && line.running.size() < most && waiting.hasNext()) {
            Map.Entry<RepositoryKey, Job> next = waiting.next();
            RepositoryKey at = next.getKey();
            if (line.running.add(at)) {
                Job job = next.getValue();
                waiting.remove();
                threads.execute(() -> run(line, at, job));
            }
        }
    }

    private void run(Line line, RepositoryKey at, Job job) {
        try {
            worker.work(at, job.ids, job.look);
        } finally {
            synchronized (this) {
                line.running.remove(at);
                done++;
                start(line, at.connection());
                if (line.running.isEmpty() && line.waiting.isEmpty()) {
                    lines.remove(at.connection());
                }
                notifyAll();
            }
        }
    }

    synchronized int waiting() {
        return lines.values().stream().mapToInt(line -> line.waiting.size()).sum();
    }

    synchronized int running() {
        return lines.values().stream().mapToInt(line -> line.running.size()).sum();
    }

    /**
     * @return how many repositories were worked on since Jenkins started
     */
    synchronized long done() {
        return done;
    }

    /**
     * Waits until none of these is left.
     *
     * @return false if some are after that time
     */
    synchronized boolean await(@NonNull Set<RepositoryKey> some, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (some.stream().anyMatch(this::isThere)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    private boolean isThere(RepositoryKey at) {
        Line line = lines.get(at.connection());
        return line != null && (line.waiting.containsKey(at) || line.running.contains(at));
    }

    synchronized boolean isIdle() {
        return lines.isEmpty();
    }

    /** Interrupts what is under way; it is taken up again after the next start. */
    void close() throws InterruptedException {
        synchronized (this) {
            closed = true;
        }
        threads.shutdownNow();
        threads.awaitTermination(10, TimeUnit.SECONDS);
    }
}
