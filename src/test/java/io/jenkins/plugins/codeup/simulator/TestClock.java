package io.jenkins.plugins.codeup.simulator;

import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Clock that advances only by sleeps, and jitter that is always the same. */
public final class TestClock implements RetryPolicy.Clock {

    private final double jitter;
    private final List<Duration> sleeps = new ArrayList<>();
    private long now;

    /**
     * @param jitter what {@link #random} gives
     */
    public TestClock(double jitter) {
        this.jitter = jitter;
    }

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public synchronized void sleep(Duration wait) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        sleeps.add(wait);
        now += wait.toNanos();
    }

    @Override
    public double random() {
        return jitter;
    }

    /** Advances the clock without a sleep. */
    public synchronized void pass(Duration time) {
        now += time.toNanos();
    }

    /** The sleeps so far. */
    public synchronized List<Duration> sleeps() {
        return List.copyOf(sleeps);
    }
}
