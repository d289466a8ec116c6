package io.jenkins.plugins.codeup.benchmarks;

import io.jenkins.plugins.codeup.simulator.Door;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * Runs the benchmarks of calls to Codeup and writes their parts of {@code docs/benchmarks.md}. With {@code
 * -Dbenchmarks.rounds=1} it is fast, and says little.
 */
public final class Benchmarks {

    private static final int ROUNDS = Integer.getInteger("benchmarks.rounds", 5);
    static final List<Integer> THREADS = List.of(1, 8, 64);
    static final List<String> CONTENDERS = List.of("floor", "plugin", "sdk");

    private Benchmarks() {}

    /** What calls, and from how many threads at once. */
    record Contender(String name, int threads) {}

    /**
     * Result of one fork.
     *
     * @param p50 microseconds; likewise p99
     * @param bytes allocated for a call
     * @param cpu processor time of a call in microseconds
     */
    record Fork(double p50, double p99, double bytes, double cpu, long calls) {}

    /**
     * @param args the file to write, and the parts of it, separated by commas: {@code calls}, {@code repositories}
     */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        List<String> parts = List.of(args[1].split(","));
        if (parts.contains("calls")) {
            calls(file);
        }
        if (parts.contains("repositories")) {
            StringBuilder rows = new StringBuilder();
            Machine before = Machine.now();
            for (Door door : List.of(Door.ALIYUN, Door.YUNXIAO)) {
                rows.append(ManyRepositoriesBenchmark.rows(door));
            }
            BenchmarksFile.write(file, "repositories", ManyRepositoriesBenchmark.report(before, rows.toString()));
        }
    }

    private static void calls(Path file) throws Exception {
        Machine before = Machine.now();
        Map<Contender, List<Fork>> forks = new HashMap<>();
        // one fork of each in turn, so that other load on the machine meets all alike
        for (int round = 1; round <= ROUNDS; round++) {
            for (int threads : THREADS) {
                for (String name : CONTENDERS) {
                    Contender contender = new Contender(name, threads);
                    Fork fork = fork(contender);
                    forks.computeIfAbsent(contender, key -> new ArrayList<>()).add(fork);
                    System.out.printf("%d/%d %s %s%n", round, ROUNDS, contender, fork);
                }
            }
        }
        BenchmarksFile.write(file, "calls", new Report(forks).text(before, Machine.now()));
        new Report(forks).plot(file.resolveSibling("images"));
    }

    private static Fork fork(Contender contender) throws Exception {
        Options options = new OptionsBuilder()
                .include(AddWebhookBenchmark.class.getName() + "\\." + contender.name + "$")
                .threads(contender.threads)
                .forks(1)
                // less is not enough to compile all contenders
                .warmupIterations(10)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(3)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuProfiler.class)
                .jvmArgs("-Xms512m", "-Xmx512m")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        RunResult result = new Runner(options).runSingle();
        Statistics times = result.getPrimaryResult().getStatistics();
        return new Fork(
                times.getPercentile(50),
                times.getPercentile(99),
                secondary(result, "gc.alloc.rate.norm"),
                secondary(result, CpuProfiler.LABEL),
                times.getN());
    }

    private static double secondary(RunResult result, String label) {
        return result.getSecondaryResults().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(label))
                .findFirst()
                .orElseThrow()
                .getValue()
                .getScore();
    }
}
