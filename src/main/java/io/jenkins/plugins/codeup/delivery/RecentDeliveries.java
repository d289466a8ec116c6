package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Remembers the deliveries of late, so that one which comes twice is one. Forgets the oldest, by number and by time. */
public final class RecentDeliveries {

    /** The header that holds a delivery's own id. */
    public static final String HEADER = "X-Codeup-Delivery";

    private final int most;
    private final Duration longest;
    private final Clock clock;
    private final Map<String, Instant> seen = new LinkedHashMap<>();

    /** What became of a delivery. */
    public enum Outcome {
        /** It was not known and has been taken. */
        TAKEN,
        /** It was taken before. */
        KNOWN,
        /** It could not be taken and may come again. */
        REFUSED
    }

    /**
     * @param most how many are remembered
     * @param longest for how long
     */
    public RecentDeliveries(int most, @NonNull Duration longest, @NonNull Clock clock) {
        this.most = most;
        this.longest = longest;
        this.clock = clock;
    }

    /**
     * @param id the delivery's, within its hook
     * @param taking takes the delivery and says whether that was possible; called only if it is not known, and while no
     *     other is
     */
    @NonNull
    public synchronized Outcome take(@NonNull String id, @NonNull BooleanSupplier taking) {
        Instant now = clock.instant();
        forget(now.minus(longest));
        if (seen.containsKey(id)) {
            return Outcome.KNOWN;
        }
        if (!taking.getAsBoolean()) {
            return Outcome.REFUSED;
        }
        seen.put(id, now);
        if (seen.size() > most) {
            seen.remove(seen.keySet().iterator().next());
        }
        return Outcome.TAKEN;
    }

    /**
     * @return the ids that are remembered, oldest first, and since when
     */
    @NonNull
    public synchronized Map<String, Instant> remembered() {
        forget(clock.instant().minus(longest));
        return new LinkedHashMap<>(seen);
    }

    /**
     * @param ids what was remembered before, oldest first
     */
    public synchronized void remember(@NonNull Map<String, Instant> ids) {
        ids.forEach(seen::putIfAbsent);
        while (seen.size() > most) {
            seen.remove(seen.keySet().iterator().next());
        }
    }

    /** They stand in the order of their times. */
    private void forget(Instant before) {
        Iterator<Instant> oldest = seen.values().iterator();
        while (oldest.hasNext() && oldest.next().isBefore(before)) {
            oldest.remove();
        }
    }
}
