package io.jenkins.plugins.codeup.client.http;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.DefaultThreadFactory;

/**
 * Ends calls that take too long, by a thread that looks at the running ones every few milliseconds while there are any.
 *
 * <p>A timer for each call would have a lock that all calls wait for: with many threads the slowest calls take longer.
 */
final class Deadlines {

    private static final int PERIOD_MILLIS = 50;

    private final Set<Call> running = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean watching = new AtomicBoolean();
    private final ScheduledExecutorService watcher =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("Deadlines of calls to Codeup", true));

    /** A running call; equal to no other one. */
    static final class Call {

        private final Cancellable request;
        private final long end;

        private Call(Cancellable request, long end) {
            this.request = request;
            this.end = end;
        }

        boolean isOver() {
            return System.nanoTime() - end >= 0;
        }
    }

    /** After this, {@link #end} must be called. */
    @NonNull
    Call begin(@NonNull Cancellable request, @NonNull Duration most) {
        Call call = new Call(request, System.nanoTime() + most.toNanos());
        running.add(call);
        watch();
        return call;
    }

    void end(@NonNull Call call) {
        running.remove(call);
    }

    private void watch() {
        if (!watching.get() && watching.compareAndSet(false, true)) {
            watcher.schedule(this::check, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void check() {
        for (Call call : running) {
            if (call.isOver()) {
                call.request.cancel();
            }
        }
        watching.set(false);
        if (!running.isEmpty()) {
            watch();
        }
    }
}
