package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How many deliveries of a job are decided in one go. A few threads decide for all jobs: a job whose patterns take long gets
 * its turn as often as others, but not for longer. Thread-safe.
 */
final class DecisionPace {

    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** Of a job that nothing is known of. */
    private static final int FIRST = 10;

    private static final int MAX_JOBS = 1_000;

    /** How long one decision took on average, in nanoseconds, by the full name of the job. */
    private final Map<String, Long> costs = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_JOBS;
        }
    };

    /**
     * @return how many deliveries take about a tenth of a second; at least one
     */
    synchronized int next(@NonNull String job) {
        Long cost = costs.get(job);
        return cost == null ? FIRST : (int) Math.max(1, SLICE_NANOS / Math.max(cost, TimeUnit.MICROSECONDS.toNanos(1)));
    }

    /** Decisions of a job took so long together. */
    synchronized void took(@NonNull String job, int decisions, long nanos) {
        costs.merge(job, nanos / Math.max(1, decisions), (before, now) -> (before + now) / 2);
    }
}
