package io.jenkins.plugins.codeup.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.codeup.benchmarks.BenchmarksFile;
import io.jenkins.plugins.codeup.benchmarks.Machine;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.watch.MeasuredWatch.Heads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * Measures the watch of 10,000 repositories, 200 of them with jobs, and writes its part of {@code docs/benchmarks.md}: {@code
 * mvn test -Dtest=WatchReport -Dwatch.rewrite=true}. Two Jenkins in processes of their own take part, each with such an
 * organization: the one has an outage, as long as {@code -Dwatch.outageMinutes} says, and the other all the rest. The part is
 * written after each measurement anew, so that one that fails costs only itself.
 */
@EnabledIfSystemProperty(named = "watch.rewrite", matches = "true")
class WatchReport {

    private static final int REPOSITORIES = Integer.getInteger("watch.repositories", 10_000);
    private static final int JOBS = Integer.getInteger("watch.jobs", 200);
    private static final int PUSHED = JOBS / 2;
    private static final int IDLE_MINUTES = Integer.getInteger("watch.idleMinutes", 10);
    private static final int OUTAGE_MINUTES = Integer.getInteger("watch.outageMinutes", 60);
    private static final int KILLS = Integer.getInteger("watch.kills", 5);
    private static final Path FILE = Path.of(System.getProperty("watch.file", "docs/benchmarks.md"));
    private static final int GOAL_SECONDS = 70;
    private static final int GOAL_CALLS = 2;
    private static final String NOT_MEASURED = "(not measured)";

    private static final String TEXT = """
            ## The watch of an organization

            Written by `WatchReport` on %s; to run it again, which takes some %d minutes:

                mvn test -Dtest=WatchReport -Dwatch.rewrite=true

            - Machine: %s.
              It was not alone: load average %.1f at the beginning, %.1f at the end.
            - Two Jenkins in processes of their own, 20 executors each, no quiet period: the one has the outage, the other all
              the rest. %,d freestyle jobs without steps in each of them, every job with the trigger for pushes and merge
              requests of a repository of its own.
            - The simulated organization of each has %,d repositories. A call takes 20 ms.
            - A round begins every 60 seconds; each repository has its turn every 10 minutes, as by default.

            %s
            %s
            | | newest heads | built once | twice | not at all |
            |---|--:|--:|--:|--:|
            %s
            *Twice* counts all pushed commits. One that a newer one of the same branch replaces may be left out.
            """;

    @RegisterExtension
    private final RealJenkinsExtension real = new RealJenkinsExtension().withTimeout(0);

    @RegisterExtension
    private final RealJenkinsExtension other = new RealJenkinsExtension().withTimeout(0);

    @AutoClose
    private final ManyRepositories many = new ManyRepositories(REPOSITORIES, JOBS);

    @AutoClose
    private final ManyRepositories unreachable = new ManyRepositories(REPOSITORIES, JOBS);

    private final long begun = System.nanoTime();
    private String calls = NOT_MEASURED + "\n";
    private String latencies = NOT_MEASURED + "\n";
    private final Map<Integer, String> heads = new TreeMap<>();
    private final List<String> missed = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private double loadAtBegin;

    @Test
    void measure() throws Throwable {
        loadAtBegin = Machine.now().load();
        MeasuredWatch watch = new MeasuredWatch(real, many);
        MeasuredWatch down = new MeasuredWatch(other, unreachable);
        watch.start();
        down.start();
        CountDownLatch caughtUp = new CountDownLatch(1);
        Thread hour = new Thread(() -> {
            heads(
                    2,
                    "API down for %d minutes, a restart and a `kill -9` in between".formatted(OUTAGE_MINUTES),
                    () -> down.outage(Duration.ofMinutes(OUTAGE_MINUTES), PUSHED));
            caughtUp.countDown();
        });
        hour.start();
        section("idle", this::idle);
        heads(1, "%d repositories pushed within a minute".formatted(PUSHED), () -> {
            List<Double> seconds = new ArrayList<>();
            Heads built = watch.pushes(PUSHED, seconds);
            if (!seconds.isEmpty()) {
                latencies(seconds);
            }
            return built;
        });
        heads(
                3,
                "%d repositories pushed, and killed in the round that finds them; %d times".formatted(PUSHED, KILLS),
                () -> watch.kills(KILLS, PUSHED));
        heads(4, "webhooks and watch together, each repository pushed twice", watch::both);
        caughtUp.await();
        failures.forEach(Throwable::printStackTrace);
        assertEquals(List.of(), failures);
        assertEquals(List.of(), missed);
    }

    /** Counts what is asked for when nothing happens. */
    private void idle() throws Exception {
        CodeupSimulator codeup = many.codeup;
        codeup.forgetRequests();
        long start = System.nanoTime();
        Thread.sleep(Duration.ofMinutes(IDLE_MINUTES).toMillis());
        double minutes = (System.nanoTime() - start) / 60e9;
        long all = codeup.calls();
        Map<String, Long> operations = new TreeMap<>();
        codeup.requests().forEach(request -> operations.merge(request.operation(), 1L, Long::sum));
        long whatChanged = operations.getOrDefault("ListRepositories", 0L)
                + codeup.requests("ListChangeRequests").stream()
                        .filter(request -> !request.query().containsKey("projectIds"))
                        .count();
        StringBuilder table =
                new StringBuilder("| calls a minute, measured for %d minutes in which nothing happened | |%n|---|--:|%n"
                        .formatted(IDLE_MINUTES));
        operations.forEach(
                (operation, count) -> table.append("| `%s` | %.1f |%n".formatted(operation, count / minutes)));
        table.append("| all | %.1f |%n".formatted(all / minutes));
        double changed = whatChanged / minutes;
        table.append("| of them to find out what changed; goal: %d | %.1f |%n".formatted(GOAL_CALLS, changed));
        table.append("| the share of the turns: branches and merge requests of %d repositories | %.1f |%n"
                .formatted(operations.getOrDefault("ListBranches", 0L), (all - whatChanged) / minutes));
        calls = table.toString();
        // a round more or less falls into the time
        goal("calls to find out what changed", changed <= GOAL_CALLS * (1 + 1.0 / IDLE_MINUTES));
    }

    private void latencies(List<Double> seconds) {
        double p99 = seconds.get((int) Math.ceil(seconds.size() * 0.99) - 1);
        boolean reached = p99 <= GOAL_SECONDS;
        latencies = """
                | from the push to the build queue | pushes | p50, s | p99, s | longest, s | goal: p99 | |
                |---|--:|--:|--:|--:|--:|---|
                | %d repositories, pushed within a minute | %d | %.1f | %.1f | %.1f | at most %d s | %s |
                """.formatted(
                        PUSHED,
                        seconds.size(),
                        seconds.get(seconds.size() / 2),
                        p99,
                        seconds.get(seconds.size() - 1),
                        GOAL_SECONDS,
                        reached ? "reached" : "**missed**");
        goal("p99 from push to queue", reached);
    }

    private interface Measurement {
        void run() throws Throwable;
    }

    private interface Count {
        Heads count() throws Throwable;
    }

    /**
     * @param row where in the table
     */
    private void heads(int row, String what, Count measured) {
        section(what, () -> {
            Heads built = measured.count();
            synchronized (this) {
                heads.put(
                        row,
                        "| %s | %,d | %,d | %,d | %,d |%n"
                                .formatted(what, built.newest(), built.once(), built.twice(), built.none()));
                goal(what, built.eachOnce());
            }
        });
    }

    /** Measures, and writes down what is known by then. */
    private void section(String what, Measurement measured) {
        System.out.println("begins: " + what);
        try {
            measured.run();
        } catch (Throwable e) {
            synchronized (this) {
                failures.add(new AssertionError(what, e));
            }
        }
        try {
            write();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private synchronized void goal(String what, boolean reached) {
        if (!reached) {
            missed.add(what);
        }
    }

    private synchronized void write() throws IOException {
        String text = TEXT.formatted(
                LocalDate.now(),
                Duration.ofNanos(System.nanoTime() - begun).toMinutes(),
                Machine.now(),
                loadAtBegin,
                Machine.now().load(),
                JOBS,
                REPOSITORIES,
                calls,
                latencies,
                String.join("", heads.values()));
        System.out.println(text);
        BenchmarksFile.write(FILE, "watch", text);
    }
}
