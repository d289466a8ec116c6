package io.jenkins.plugins.codeup.burst;

import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/** Counts the builds of one job by branch and commit. Runs inside Jenkins. */
@SuppressWarnings("rawtypes")
final class Builds extends RunListener<Run> {

    private static final long TIMEOUT_MILLIS = 120_000;

    private final String job;
    private final Contender contender;
    private final Map<String, Integer> byHead = new HashMap<>();
    private int ended;
    private long lastMillis;

    Builds(String job, Contender contender) {
        this.job = job;
        this.contender = contender;
    }

    /**
     * The builds of a burst.
     *
     * @param once how many pushed heads were built exactly once; heads that were not pushed count as built twice
     * @param endedAt milliseconds since 1970, when the last build ended
     */
    record Outcome(int once, int twice, int lost, long endedAt) implements Serializable {}

    @Override
    public synchronized void onStarted(Run build, TaskListener listener) {
        if (build.getParent().getName().equals(job)) {
            byHead.merge(contender.head((Run<?, ?>) build), 1, Integer::sum);
        }
    }

    @Override
    public synchronized void onFinalized(Run build) {
        if (build.getParent().getName().equals(job)) {
            ended++;
            lastMillis = System.currentTimeMillis();
            notifyAll();
        }
    }

    boolean isOf(String name) {
        return job.equals(name);
    }

    /** Waits until that many builds have ended or none ended for two minutes, then two seconds for surplus builds. */
    synchronized Outcome await(int pushes) throws InterruptedException {
        lastMillis = System.currentTimeMillis();
        while (ended < pushes && System.currentTimeMillis() - lastMillis < TIMEOUT_MILLIS) {
            wait(1_000);
        }
        long endedAt = lastMillis;
        wait(2_000);
        int once = 0;
        int lost = 0;
        for (int i = 0; i < pushes; i++) {
            Integer times = byHead.remove(Push.number(i).head());
            once += times != null && times == 1 ? 1 : 0;
            lost += times == null ? 1 : 0;
        }
        return new Outcome(once, pushes - once - lost + byHead.size(), lost, endedAt);
    }
}
