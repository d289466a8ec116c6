package io.jenkins.plugins.codeup.watch;

import io.jenkins.plugins.codeup.connection.EventSource;
import io.jenkins.plugins.codeup.jenkins.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A Jenkins in a process of its own that watches a simulated organization, and what {@link WatchReport} does to both. */
final class MeasuredWatch {

    /** A Jenkins that is slow, or has much to catch up, is waited for so long; what is missing then is counted. */
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final RealJenkinsExtension real;
    final ManyRepositories many;
    private final Random random = new Random(7);

    /**
     * Builds of the commits that were pushed in one part of the measurement.
     *
     * @param newest how many heads have to be built
     * @param twice how many commits were built more than once, those too that were not the newest for long
     * @param none how many of the newest heads were not built
     */
    record Heads(int newest, long once, long twice, long none) {

        boolean eachOnce() {
            return once == newest && twice == 0 && none == 0;
        }
    }

    MeasuredWatch(RealJenkinsExtension real, ManyRepositories many) {
        this.real = real;
        this.many = many;
    }

    /** Jobs are made, and all of their repositories have been read. */
    void start() throws Throwable {
        many.codeup.withLatency(Duration.ofMillis(20));
        real.startJenkins();
        real.runRemotely(ManyRepositories::connect, many.codeup.endpoint().toString(), EventSource.WATCH);
        real.runRemotely(ManyRepositories::createJobs, many.jobs);
        Await.until("the first round", LIMIT, () -> many.codeup.calls("ListBranches") >= many.jobs);
        rounds(2);
    }

    /**
     * Each of some repositories is pushed to once, at a moment of its own within a minute.
     *
     * @param latencies where the seconds from each push to its place in the queue are put, the shortest first
     */
    Heads pushes(int count, List<Double> latencies) throws Exception {
        int[] order = random.ints(0, 60_000).limit(count).sorted().toArray();
        long begun = System.currentTimeMillis();
        for (int i = 0; i < count; i++) {
            Thread.sleep(Math.max(0, begun + order[i] - System.currentTimeMillis()));
            many.push(i);
        }
        List<String> newest = many.takeNewest();
        awaitBuilds(newest);
        HashMap<String, ArrayList<Long>> builds = builds();
        newest.stream()
                .filter(builds::containsKey)
                .map(commit -> (builds.get(commit).get(0) - many.pushedAt(commit)) / 1e3)
                .sorted()
                .forEach(latencies::add);
        return count(newest);
    }

    /** Pushes while the API is down, a restart and a kill in between. */
    Heads outage(Duration time, int pushes) throws Throwable {
        many.codeup.failOneIn(1, "ListRepositories", "ListChangeRequests", "ListBranches", "GetRepository");
        for (int quarter = 0; quarter < 4; quarter++) {
            for (int i = 0; i < pushes; i++) {
                many.push(random.nextInt(many.jobs));
            }
            Thread.sleep(time.toMillis() / 4);
            if (quarter == 1) {
                real.stopJenkins();
                real.startJenkins();
            } else if (quarter == 2) {
                kill();
            }
        }
        many.codeup.failOneIn(0);
        List<String> newest = many.takeNewest();
        awaitBuilds(newest);
        return count(newest);
    }

    /** Several times, each time killed in the round that finds the pushes, when it has read some of the repositories. */
    Heads kills(int times, int pushes) throws Throwable {
        List<String> all = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            long before = many.codeup.calls("ListBranches");
            for (int i = 0; i < pushes; i++) {
                many.push(i);
            }
            List<String> newest = many.takeNewest();
            int read = 1 + random.nextInt(pushes);
            Await.until("a round that reads", LIMIT, () -> many.codeup.calls("ListBranches") >= before + read);
            kill();
            awaitBuilds(newest);
            all.addAll(newest);
        }
        return count(all);
    }

    /** Every repository is pushed to twice in a row, and both its webhook and the watch tell. */
    Heads both() throws Throwable {
        real.runRemotely(ManyRepositories::use, EventSource.BOTH);
        Await.until("webhooks", LIMIT, () -> many.hooks() == many.jobs);
        rounds(2);
        for (int i = 0; i < many.jobs; i++) {
            many.push(i);
            many.push(i);
        }
        List<String> newest = many.takeNewest();
        awaitBuilds(newest);
        return count(newest);
    }

    private void kill() throws Throwable {
        real.stopJenkinsForcibly();
        real.startJenkins();
    }

    /** Two more rounds follow, which must not build anything again. */
    private void awaitBuilds(List<String> commits) throws Exception {
        BooleanSupplier built = () -> builds().keySet().containsAll(commits);
        long begun = System.nanoTime();
        while (!built.getAsBoolean() && System.nanoTime() - begun < LIMIT.toNanos()) {
            Thread.sleep(1_000);
        }
        rounds(2);
    }

    private Heads count(List<String> newest) {
        HashMap<String, ArrayList<Long>> builds = builds();
        long once = newest.stream()
                .filter(commit -> builds.getOrDefault(commit, new ArrayList<>()).size() == 1)
                .count();
        long twice = many.takeAll().stream()
                .filter(commit -> builds.getOrDefault(commit, new ArrayList<>()).size() > 1)
                .count();
        long none =
                newest.stream().filter(commit -> !builds.containsKey(commit)).count();
        return new Heads(newest.size(), once, twice, none);
    }

    private void rounds(int count) throws Exception {
        long before = many.codeup.calls("ListRepositories");
        Await.until("rounds", LIMIT, () -> many.codeup.calls("ListRepositories") >= before + count);
        Thread.sleep(2_000);
    }

    private HashMap<String, ArrayList<Long>> builds() {
        try {
            // to ask costs Jenkins time that is measured
            Thread.sleep(3_000);
            return real.call(ManyRepositories::builds);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
