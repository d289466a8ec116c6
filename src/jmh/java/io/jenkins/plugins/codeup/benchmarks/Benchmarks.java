package io.jenkins.plugins.codeup.benchmarks;

import io.jenkins.plugins.codeup.simulator.Door;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** Runs the benchmarks of calls to Codeup and writes their part of {@code docs/benchmarks.md}. */
public final class Benchmarks {

    private static final int ROUNDS = 7;

    private Benchmarks() {}

    /**
     * Result of one fork.
     *
     * @param p50 microseconds; likewise p99
     * @param bytes allocated for a call
     */
    record Fork(double p50, double p99, double bytes, long calls) {}

    /**
     * @param args the file to write
     */
    public static void main(String[] args) throws Exception {
        Machine before = Machine.now();
        Map<String, List<Fork>> forks = new TreeMap<>();
        // one fork of each in turn, so that other load on the machine meets all alike
        for (int round = 1; round <= ROUNDS; round++) {
            for (String contender : List.of("floor", "plugin", "sdk")) {
                Fork fork = fork(contender);
                forks.computeIfAbsent(contender, name -> new ArrayList<>()).add(fork);
                System.out.printf("%d/%d %s %s%n", round, ROUNDS, contender, fork);
            }
        }
        StringBuilder rows = new StringBuilder();
        for (Door door : List.of(Door.ALIYUN, Door.YUNXIAO)) {
            rows.append(ManyRepositoriesBenchmark.rows(door));
        }
        BenchmarksFile.write(
                Path.of(args[0]), "calls", Report.of(before, Machine.now(), forks, rows.toString()));
    }

    private static Fork fork(String contender) throws Exception {
        Options options = new OptionsBuilder()
                .include(AddWebhookBenchmark.class.getName() + "\\." + contender + "$")
                .forks(1)
                .warmupIterations(4)
                .warmupTime(TimeValue.seconds(2))
                .measurementIterations(4)
                .measurementTime(TimeValue.seconds(2))
                .addProfiler(GCProfiler.class)
                .jvmArgs("-Xms512m", "-Xmx512m")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        RunResult result = new Runner(options).runSingle();
        Statistics times = result.getPrimaryResult().getStatistics();
        double bytes = result.getSecondaryResults().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("gc.alloc.rate.norm"))
                .findFirst()
                .orElseThrow()
                .getValue()
                .getScore();
        return new Fork(times.getPercentile(50), times.getPercentile(99), bytes, times.getN());
    }
}
