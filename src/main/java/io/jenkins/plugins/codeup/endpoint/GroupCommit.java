package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Writes what several threads add, everything that waits at once: one force to the disk then serves all of them. Threads
 * that wait for their items take turns at writing; a thread of its own writes what nobody waits for. Thread-safe.
 */
final class GroupCommit<T> {

    private static final int CLOSE_SECONDS = 10;

    private final Writer<T> writer;
    private final ExecutorService executor;
    private List<Waiting<T>> queue = new ArrayList<>();
    /** Of threads that wait: completed with true when a thread may write, with false when it need not. */
    private final Deque<CompletableFuture<Boolean>> turns = new ArrayDeque<>();

    private boolean writing;
    private boolean scheduled;
    private boolean closed;

    private record Waiting<T>(T item, CompletableFuture<T> written) {}

    /** Called by one thread at a time. */
    interface Writer<T> {

        /** Writes and forces to the disk. */
        void write(@NonNull List<T> group) throws IOException;

        /** Called by the thread of its own, after those who wait for what it wrote were told. */
        void cleanUp();
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
        if (!scheduled && !closed) {
            scheduled = true;
            executor.execute(this::writeAll);
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
        if (!written.isDone() && isOnTurn(written, timeoutSeconds)) {
            writeAndPassOn(() -> {});
        }
    }

    private boolean isOnTurn(CompletableFuture<?> written, long timeoutSeconds)
            throws InterruptedException, TimeoutException {
        CompletableFuture<Boolean> turn = new CompletableFuture<>();
        synchronized (this) {
            if (!writing) {
                writing = true;
                return true;
            }
            turns.add(turn);
        }
        written.whenComplete((item, problem) -> turn.complete(false));
        try {
            return turn.get(timeoutSeconds, TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            if (turn.complete(false)) {
                writeLater();
                throw e;
            }
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return turn.join();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized void passOn() {
        CompletableFuture<Boolean> next = turns.poll();
        while (next != null && !next.complete(true)) {
            next = turns.poll();
        }
        writing = next != null;
    }

    private void writeAll() {
        try {
            isOnTurn(new CompletableFuture<>(), Integer.MAX_VALUE);
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
        synchronized (this) {
            scheduled = false;
        }
        writeAndPassOn(writer::cleanUp);
    }

    private void writeAndPassOn(Runnable then) {
        try {
            writeNext();
            then.run();
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
        synchronized (this) {
            // what somebody waits for, too
            writeLater();
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
