package io.jenkins.plugins.codeup.client.http;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many calls may be under way at once, so that many builds at the same moment neither swamp Codeup nor are throttled
 * by it. To be shared by all that call with the same rights; who came first goes first.
 */
public final class CallLimit {

    /** For those who share no limit. */
    public static final CallLimit NONE = new CallLimit(Integer.MAX_VALUE);

    private final Semaphore places;

    /**
     * @param maxConcurrentCalls at least 1
     */
    public CallLimit(int maxConcurrentCalls) {
        if (maxConcurrentCalls < 1) {
            throw new IllegalArgumentException("a limit of " + maxConcurrentCalls + " lets no call through");
        }
        places = new Semaphore(maxConcurrentCalls, true);
    }

    /**
     * Waits until there is a place. Who gets one must {@link #leave}.
     *
     * @return false if there was none in time
     * @throws InterruptedException at once when the thread is interrupted
     */
    boolean enter(@NonNull Duration patience) throws InterruptedException {
        return places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    void leave() {
        places.release();
    }
}
