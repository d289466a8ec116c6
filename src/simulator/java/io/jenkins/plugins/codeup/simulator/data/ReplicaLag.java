package io.jenkins.plugins.codeup.simulator.data;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How long a list of webhooks goes on to show what was before a write, as if another replica answered it.
 *
 * <p>Assumed: Codeup's documents neither say that a list shows at once what a write did, nor that it does not. Immutable;
 * the time is asked when a list is read, so that a lag that is set back to zero ends at once for earlier writes too.
 */
public final class ReplicaLag {

    /** No lag, by the system's clock. */
    public static final ReplicaLag NONE = new ReplicaLag(Map.of(), System::nanoTime);

    /** Longer than any test. */
    public static final Duration FOR_EVER = Duration.ofDays(10_000);

    /** What a caller did to a webhook. */
    public enum Write {
        CREATE,
        UPDATE,
        DELETE
    }

    private final Map<Write, Duration> times;
    private final LongSupplier clock;

    private ReplicaLag(Map<Write, Duration> times, LongSupplier clock) {
        this.times = times;
        this.clock = clock;
    }

    /**
     * @return this lag with another time after writes of one kind
     */
    public ReplicaLag after(Write write, Duration time) {
        Map<Write, Duration> changed = new EnumMap<>(Write.class);
        changed.putAll(times);
        changed.put(write, time);
        return new ReplicaLag(changed, clock);
    }

    /**
     * @param nanoTime the clock of a test; must be set before the first write
     * @return this lag by that clock
     */
    public ReplicaLag by(LongSupplier nanoTime) {
        return new ReplicaLag(times, nanoTime);
    }

    long now() {
        return clock.getAsLong();
    }

    /**
     * @param writtenAt when the write was made, by {@link #now}
     * @return whether a list that is read now shows the write
     */
    boolean shows(Write write, long writtenAt) {
        Duration time = times.getOrDefault(write, Duration.ZERO);
        return time.isZero() || Duration.ofNanos(now() - writtenAt).compareTo(time) >= 0;
    }

    boolean isNone() {
        return times.values().stream().allMatch(Duration::isZero);
    }
}
