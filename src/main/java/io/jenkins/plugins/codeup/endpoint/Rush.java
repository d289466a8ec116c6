package io.jenkins.plugins.codeup.endpoint;

import java.util.concurrent.TimeUnit;

/** Whether many deliveries come at once, by when the last of them came. Not for several threads. */
final class Rush {

    private static final int MANY = 20;
    private static final long AT_ONCE = TimeUnit.MILLISECONDS.toNanos(100);

    private final long[] last = new long[MANY];
    private int next;

    Rush(long now) {
        for (int i = 0; i < MANY; i++) {
            last[i] = now - AT_ONCE;
        }
    }

    /**
     * @param now as {@link System#nanoTime()} has it; likewise below
     */
    void arrived(long now) {
        last[next] = now;
        next = (next + 1) % MANY;
    }

    /**
     * @return whether the last {@value #MANY} came within a tenth of a second, and just now
     */
    boolean goesOn(long now) {
        return now - last[next] < AT_ONCE;
    }
}
