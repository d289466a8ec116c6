package io.jenkins.plugins.codeup.simulator;

import io.jenkins.plugins.codeup.client.http.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A clock that moves only when someone sleeps, and chance that always falls the same way. */
public final class TestPace implements Pace {

    private final double chance;
    private final List<Duration> sleeps = new ArrayList<>();
    private long now;

    /**
     * @param chance what {@link #random} gives
     */
    public TestPace(double chance) {
        this.chance = chance;
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
        return chance;
    }

    /** Lets time pass that nobody sleeps. */
    public synchronized void pass(Duration time) {
        now += time.toNanos();
    }

    /** The sleeps so far. */
    public synchronized List<Duration> sleeps() {
        return List.copyOf(sleeps);
    }
}
