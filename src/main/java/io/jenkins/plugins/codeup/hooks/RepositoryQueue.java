package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.util.SequentialExecutionQueue;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.endpoint.BackgroundThreads;
import io.jenkins.plugins.codeup.hooks.ManagedItem.RepositoryKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jenkins.util.Timer;

/**
 * The repositories to reconcile. Each waits at most once, however many items ask for it, and is worked on by one thread
 * at a time. Each connection has threads of its own, so that one that does not answer holds up no other.
 */
final class RepositoryQueue {

    private static final int MOST_THREADS = 16;

    private final Worker worker;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final Map<RepositoryKey, Request> waiting = new HashMap<>();
    private final Set<Request> running = new HashSet<>();
    private final Map<Retry, ScheduledFuture<?>> retries = new ConcurrentHashMap<>();
    private long processed;
    private boolean closed;

    /** Reconciles a repository. */
    interface Worker {

        /**
         * @param ids the ids of the {@code ItemWebhook}s to reconcile
         * @param check whether webhooks that should be up to date are to be checked too
         */
        void work(@NonNull RepositoryKey repository, @NonNull Set<String> ids, boolean check);
    }

    /** What is to be done in a repository. */
    private static final class Request {
        private final Set<String> ids = new HashSet<>();
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private boolean check;
        /** Whether there is more to do than a check. */
        private boolean urgent;

        private void add(Request other) {
            ids.addAll(other.ids);
            check |= other.check;
        }
    }

    /** Repositories that are put into the queue together, so that one list call serves all items of a repository. */
    static final class Batch {

        private final Map<RepositoryKey, Request> requests = new LinkedHashMap<>();

        /**
         * @param check whether the item's webhook there should be up to date and only needs a check
         */
        void add(@NonNull RepositoryKey repository, @NonNull String id, boolean check) {
            Request request = requests.computeIfAbsent(repository, key -> new Request());
            request.ids.add(id);
            request.check |= check;
            request.urgent |= !check;
        }
    }

    /** The threads of a connection. */
    private record Lane(ThreadPoolExecutor threads, SequentialExecutionQueue queue) {

        static Lane create() {
            ThreadPoolExecutor threads = BackgroundThreads.create("Codeup webhooks", 1);
            return new Lane(threads, new SequentialExecutionQueue(threads));
        }

        void resize(int number) {
            if (number > threads.getMaximumPoolSize()) {
                threads.setMaximumPoolSize(number);
                threads.setCorePoolSize(number);
            } else {
                threads.setCorePoolSize(number);
                threads.setMaximumPoolSize(number);
            }
        }
    }

    /** One repository's turn. Equal to others of the repository, so that {@link SequentialExecutionQueue} joins them. */
    private final class Turn implements Runnable {

        private final RepositoryKey repository;

        Turn(RepositoryKey repository) {
            this.repository = repository;
        }

        @Override
        public void run() {
            RepositoryQueue.this.run(repository);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Turn turn && turn.repository.equals(repository);
        }

        @Override
        public int hashCode() {
            return repository.hashCode();
        }
    }

    private record Retry(RepositoryKey repository, String id) {}

    RepositoryQueue(@NonNull Worker worker) {
        this.worker = worker;
    }

    /**
     * @param spread the time over which repositories that only need a check are spread
     * @return done when all these repositories were worked on
     */
    @NonNull
    CompletableFuture<Void> add(@NonNull Batch batch, @NonNull Duration spread) {
        return CompletableFuture.allOf(batch.requests.entrySet().stream()
                .map(entry -> add(entry.getKey(), entry.getValue(), spread))
                .toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<Void> add(RepositoryKey repository, Request request, Duration spread) {
        if (spread.isZero() || request.urgent) {
            return add(repository, request);
        }
        long delay = Math.floorMod(repository.hashCode() * 0x9E3779B97F4A7C15L, spread.toMillis());
        Timer.get().schedule(() -> add(repository, request), delay, TimeUnit.MILLISECONDS);
        return request.done;
    }

    private synchronized CompletableFuture<Void> add(RepositoryKey repository, Request request) {
        if (closed) {
            return CompletableFuture.completedFuture(null);
        }
        Request merged = waiting.computeIfAbsent(repository, key -> new Request());
        merged.add(request);
        Lane lane = lanes.computeIfAbsent(repository.connection(), name -> Lane.create());
        CodeupConnection connection = repository.connectionOrNull();
        lane.resize(connection == null ? 1 : Math.min(connection.getMaxConcurrentCalls(), MOST_THREADS));
        lane.queue.execute(new Turn(repository));
        return merged.done;
    }

    /**
     * Has a failed item tried again later. However often it failed, there is one next attempt.
     *
     * @param pause how long to wait
     */
    void retry(@NonNull RepositoryKey repository, @NonNull String id, @NonNull Duration pause) {
        Retry retry = new Retry(repository, id);
        ScheduledFuture<?> earlier = retries.put(
                retry, Timer.get().schedule(() -> retryNow(retry), pause.toMillis(), TimeUnit.MILLISECONDS));
        if (earlier != null) {
            earlier.cancel(false);
        }
    }

    private void retryNow(Retry retry) {
        retries.remove(retry);
        Batch batch = new Batch();
        batch.add(retry.repository, retry.id, false);
        add(batch, Duration.ZERO);
    }

    private void run(RepositoryKey repository) {
        Request request;
        synchronized (this) {
            request = waiting.remove(repository);
            if (request == null) {
                return;
            }
            running.add(request);
        }
        try {
            worker.work(repository, request.ids, request.check);
        } finally {
            synchronized (this) {
                running.remove(request);
                processed++;
            }
            request.done.complete(null);
        }
    }

    synchronized int waiting() {
        return waiting.size();
    }

    synchronized int running() {
        return running.size();
    }

    /**
     * @return how many repositories were processed since Jenkins started
     */
    synchronized long processed() {
        return processed;
    }

    /** For tests: how many failures wait for another attempt. */
    int retries() {
        return retries.size();
    }

    /** For tests: done when all that waits or runs now was worked on. */
    @NonNull
    synchronized CompletableFuture<Void> current() {
        return CompletableFuture.allOf(Stream.concat(waiting.values().stream(), running.stream())
                .map(request -> request.done)
                .toArray(CompletableFuture<?>[]::new));
    }

    synchronized boolean isIdle() {
        return waiting.isEmpty() && running.isEmpty();
    }

    /** Interrupts what is under way; it is taken up again after the next start. */
    void close() throws InterruptedException {
        synchronized (this) {
            closed = true;
            lanes.values().forEach(lane -> lane.threads.shutdownNow());
            waiting.values().forEach(request -> request.done.complete(null));
            waiting.clear();
        }
        for (Lane lane : lanes.values()) {
            lane.threads.awaitTermination(10, TimeUnit.SECONDS);
        }
    }
}
