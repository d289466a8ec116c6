package io.jenkins.plugins.codeup.client.http;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Maximum of concurrent calls, so that many builds at the same moment neither swamp Codeup nor are throttled by it. Shared
 * by all that call with the same account; first come, first served.
 */
public final class CallLimit {

    static final CallLimit NONE = new CallLimit(Integer.MAX_VALUE);

    private final Semaphore permits;

    /**
     * @param maxConcurrentCalls at least 1
     */
    public CallLimit(int maxConcurrentCalls) {
        if (maxConcurrentCalls < 1) {
            throw new IllegalArgumentException(
                    "the maximum of concurrent calls is " + maxConcurrentCalls + ", not 1 or more");
        }
        permits = new Semaphore(maxConcurrentCalls, true);
    }

    /**
     * Waits until a call may be made. After true, {@link #leave} must be called.
     *
     * @return false if no call may be made within the time
     * @throws InterruptedException at once if the thread is interrupted
     */
    boolean enter(@NonNull Duration timeout) throws InterruptedException {
        return permits.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    void leave() {
        permits.release();
    }
}
