package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Hands what several threads add to one thread, everything that waits at once: one force to the disk then serves all of
 * them. A thread of its own, as Java closes a file when a thread that uses it is interrupted, and Jenkins interrupts
 * builds. Thread-safe.
 */
final class GroupCommit<T> {

    private static final int CLOSE_SECONDS = 10;

    private final Writer<T> writer;
    private final ExecutorService executor;
    private List<Waiting<T>> queue = new ArrayList<>();
    private boolean writing;
    private boolean closed;

    private record Waiting<T>(T item, CompletableFuture<T> written) {}

    /** Called by one thread at a time. */
    interface Writer<T> {

        /** Writes and forces to the disk. */
        void write(@NonNull List<T> group) throws IOException;

        /** Called after those who wait for the group were told, also if it could not be written. */
        void cleanUp();
    }

    /**
     * @param thread name of the writing thread, which ends when it has had nothing to do for some seconds
     */
    GroupCommit(@NonNull String thread, @NonNull Writer<T> writer) {
        this.writer = writer;
        executor = BackgroundThreads.create(thread, 1);
    }

    /**
     * @return completed by the writing thread with the item when it is written; fails with an IOException if it can't be
     *     written, or after {@link #close}
     */
    @NonNull
    synchronized CompletableFuture<T> add(@NonNull T item) {
        if (closed) {
            return CompletableFuture.failedFuture(new IOException("closed"));
        }
        CompletableFuture<T> written = new CompletableFuture<>();
        queue.add(new Waiting<>(item, written));
        if (!writing) {
            writing = true;
            executor.execute(this::writeAll);
        }
        return written;
    }

    private void writeAll() {
        for (List<Waiting<T>> group = next(); !group.isEmpty(); group = next()) {
            try {
                writer.write(group.stream().map(Waiting::item).toList());
                group.forEach(one -> one.written.complete(one.item));
            } catch (IOException | RuntimeException e) {
                IOException problem = e instanceof IOException io ? io : new IOException(e);
                group.forEach(one -> one.written.completeExceptionally(problem));
            }
            writer.cleanUp();
        }
    }

    private synchronized List<Waiting<T>> next() {
        List<Waiting<T>> group = queue;
        queue = new ArrayList<>();
        writing = !group.isEmpty();
        return group;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /**
     * Writes what waits and ends the thread.
     *
     * @return whether that was possible in ten seconds
     */
    boolean close() {
        synchronized (this) {
            closed = true;
        }
        executor.shutdown();
        try {
            return executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
