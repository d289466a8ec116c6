package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Writes what several threads add, everything that waits at once: one force to the disk then serves all of them. A thread
 * that waits for its item writes it itself if no other thread writes; a thread of its own writes what comes meanwhile, and
 * what nobody waits for. Thread-safe.
 */
final class GroupCommit<T> {

    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Writer<T> writer;
    private final ExecutorService executor;
    private List<Waiting<T>> queue = new ArrayList<>();
    /** Whether a thread writes, or is about to. */
    private boolean writing;
    /** Whether the thread of its own has something to do, even if nothing is left to write. */
    private boolean later;

    private boolean closed;

    private record Waiting<T>(T item, CompletableFuture<T> written) {}

    /** Called by one thread at a time. */
    interface Writer<T> {

        /** Writes and forces to the disk. */
        void write(@NonNull List<T> group) throws IOException;

        /**
         * Called by the thread of its own, after those who wait for what it wrote were told.
         *
         * @return whether there is more to clean up, for which it is called again after the next write
         */
        boolean cleanUp();
    }

    /**
     * @param thread name of the thread of its own, which ends when it has had nothing to do for some seconds
     */
    GroupCommit(@NonNull String thread, @NonNull Writer<T> writer) {
        this.writer = writer;
        executor = BackgroundThreads.create(thread, 1);
    }

    /**
     * Adds an item, for {@link #write} or {@link #writeLater}.
     *
     * @return completed with the item when it is written, by the thread that wrote it and in the order of addition; fails
     *     with an IOException if it can't be written, or after {@link #close}
     */
    @NonNull
    synchronized CompletableFuture<T> add(@NonNull T item) {
        if (closed) {
            return CompletableFuture.failedFuture(new IOException("closed"));
        }
        CompletableFuture<T> written = new CompletableFuture<>();
        queue.add(new Waiting<>(item, written));
        return written;
    }

    /** Has what was added written, soon, by the thread of its own. */
    synchronized void writeLater() {
        later = true;
        if (!writing && !closed) {
            passOn();
        }
    }

    /**
     * Waits until an item is written, and writes it in this thread if no other does. When it was interrupted or has waited
     * for too long, the item is written all the same.
     *
     * @param written the result of {@link #add}, or what depends on it
     */
    void write(@NonNull CompletableFuture<?> written, long timeoutSeconds)
            throws InterruptedException, TimeoutException {
        if (!written.isDone() && isOnTurn()) {
            try {
                writeNext();
            } finally {
                passOn();
            }
        }
        try {
            written.get(timeoutSeconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            // the caller's, who has the same future
        }
    }

    private synchronized boolean isOnTurn() {
        boolean turn = !writing;
        writing = true;
        return turn;
    }

    /** Whoever has written answers next: while there is more to write, the thread of its own goes on without a pause. */
    private synchronized void passOn() {
        writing = later || !queue.isEmpty();
        if (writing) {
            executor.execute(this::writeAndPassOn);
        } else {
            notifyAll();
        }
    }

    private void writeAndPassOn() {
        synchronized (this) {
            later = false;
        }
        try {
            writeNext();
            boolean more = writer.cleanUp();
            synchronized (this) {
                later |= more;
            }
        } finally {
            passOn();
        }
    }

    private void writeNext() {
        List<Waiting<T>> group;
        synchronized (this) {
            group = queue;
            queue = new ArrayList<>();
        }
        if (group.isEmpty()) {
            return;
        }
        try {
            writer.write(group.stream().map(Waiting::item).toList());
            group.forEach(one -> one.written.complete(one.item));
        } catch (IOException | RuntimeException e) {
            IOException problem = e instanceof IOException io ? io : new IOException(e);
            group.forEach(one -> one.written.completeExceptionally(problem));
        }
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
        try {
            synchronized (this) {
                // what somebody waits for, too
                writeLater();
                closed = true;
                long begun = System.nanoTime();
                long rest = CLOSE_NANOS;
                while (writing && rest > 0) {
                    TimeUnit.NANOSECONDS.timedWait(this, rest);
                    rest = CLOSE_NANOS - (System.nanoTime() - begun);
                }
                return !writing;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            executor.shutdown();
        }
    }
}
