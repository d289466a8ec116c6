package io.jenkins.plugins.codeup.benchmarks;

import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.webhook.ManyRepositories;
import io.jenkins.plugins.codeup.webhook.ManyRepositories.Round;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Creates the webhooks of very many repositories, then finds them up to date; in a process with a small heap. */
public final class ManyRepositoriesBenchmark {

    static final int REPOSITORIES = 10_000;
    static final int LATENCY_MILLIS = 20;
    static final int CALLS_AT_ONCE = 8;
    static final int HEAP_MEGABYTES = 128;

    private static final String TEXT = """
            ## Many repositories

            Written by `src/jmh/java` on %s; to run it again, which takes some four minutes:

                cd without-jenkins && mvn -q -Pjmh test-compile exec:exec@benchmarks -Dbenchmarks=repositories

            %,d repositories, each reconciled by a build of its own, 64 concurrent builds, over one connection with a maximum of
            %d concurrent calls, on the simulator with %d ms a call: first the webhooks are created, then they are up to date.
            Client and simulator, which keeps the repositories, the webhooks and the last 10,000 requests, share one heap of at
            most %d MB. Load average at the beginning %.1f.

            | API | outcome | calls a repository | time | calls | max. concurrent calls | peak heap | repositories with exactly one webhook |
            |---|---|--:|--:|--:|--:|--:|--:|
            %s""";

    private static final AtomicLong MOST_HEAP = new AtomicLong();

    private ManyRepositoriesBenchmark() {}

    /** Prints a row of the report for each round. */
    public static void main(String[] args) throws Exception {
        watchHeap();
        Door door = Door.valueOf(args[0]);
        try (ManyRepositories all =
                new ManyRepositories(door, REPOSITORIES, Duration.ofMillis(LATENCY_MILLIS), CALLS_AT_ONCE)) {
            for (int i = 0; i < 2; i++) {
                MOST_HEAP.set(0);
                Round round = all.reconcileAll();
                System.out.printf(
                        "| %s | all %s | %.1f | %.1f s | %.0f a second | %d | %d MB | %,d |%n",
                        door == Door.ALIYUN ? "OpenAPI" : "Yunxiao",
                        new HashSet<>(round.outcomes()).toString().replaceAll("[\\[\\]]", ""),
                        (double) round.calls() / REPOSITORIES,
                        round.time().toMillis() / 1000.0,
                        round.calls() * 1000.0 / round.time().toMillis(),
                        round.mostAtOnce(),
                        MOST_HEAP.get() / 1_000_000,
                        all.withOneHook());
            }
        }
    }

    /**
     * @param rows of all runs
     */
    static String report(Machine before, String rows) {
        return TEXT.formatted(
                LocalDate.now(),
                REPOSITORIES,
                CALLS_AT_ONCE,
                LATENCY_MILLIS,
                HEAP_MEGABYTES,
                before.load(),
                rows);
    }

    /** Reads the used heap every few milliseconds. */
    private static void watchHeap() {
        Thread watcher = new Thread(() -> {
            while (true) {
                long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
                MOST_HEAP.accumulateAndGet(used, Math::max);
                LockSupport.parkNanos(5_000_000);
            }
        });
        watcher.setDaemon(true);
        watcher.start();
    }

    /** The rows that a run of {@link #main} prints. */
    static String rows(Door door) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MEGABYTES + "m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyRepositoriesBenchmark.class.getName(),
                        door.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String rows = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(rows);
        }
        return rows;
    }
}
