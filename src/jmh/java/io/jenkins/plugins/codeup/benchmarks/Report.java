package io.jenkins.plugins.codeup.benchmarks;

import com.aliyun.devops20210625.Client;
import com.aliyun.tea.Tea;
import com.fasterxml.jackson.databind.cfg.PackageVersion;
import io.jenkins.plugins.codeup.benchmarks.Benchmarks.Contender;
import io.jenkins.plugins.codeup.benchmarks.Benchmarks.Fork;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.hc.client5.http.impl.classic.HttpClients;

/**
 * Writes the results of the benchmarks of one call as Markdown and as pictures.
 *
 * @param forks the results of each contender
 */
record Report(Map<Contender, List<Fork>> forks) {

    private static final Map<String, String> NAMES =
            Map.of("floor", "floor", "plugin", "this client", "sdk", "Alibaba Cloud's SDK");

    private static final String TEXT = """
            ## Calls to Codeup

            Written by `src/jmh/java` on %s; to run them again, which takes some thirteen minutes:

                cd without-jenkins && mvn -q -Pjmh test-compile exec:exec@benchmarks -Dbenchmarks=calls

            - Machine: %s.
            - Versions: `%s` over `%s`, as its POM has it; this client over `%s`; Jackson %s, JMH %s.
            - The SDK runs with the version of tea that its POM names. With a newer one its results differ:
              `-Dsdk.tea.version=1.4.2`.
            - Noise: other programs ran on the machine; its load average was %.1f at the beginning and %.1f at the end, its own
              load included. The contenders took turns, one fork each, %d times. Each figure is the median of the forks, with
              the minimum and the maximum in brackets.

            AddWebhook with all fields of its document, signed with an AccessKey, against a server in a process of its own on
            the loopback address, which answers in one packet what the document shows. *Floor* is plain `java.net.http` with
            Jackson, which sends the same bytes with headers that were signed before, and has a timeout; its executor is the
            fastest possible, the thread that reads. With one thread this client is faster than the floor because the calling thread itself
            writes and reads, with blocking calls, so that no other thread has to wake up for an answer. About a millisecond
            of the SDK's time is a fixed
            wait, OkHttp's: before each POST it waits that long to see whether the server has closed the connection. This client
            does so only if the connection was idle for 100 ms.

            With more threads than processors a call's time is mostly that of waiting for a processor; all threads share one
            client. *Processor* is the time of the calling process, all its threads included. A thread whose time slice
            ends in a call waits some milliseconds, until the other threads have used up theirs. This happens more often to
            a thread that does all work of its calls itself, as this client's do, than to one that has another thread read, as
            the floor's do. On 2026-11-28, without time slices (`chrt -r 1 mvn ...`), this client's p99 with 8 threads was 0.33
            times the floor's.

            | threads | who | p50, us | p99, us | processor a call, us | allocated a call, KB | calls measured |
            |--:|---|--:|--:|--:|--:|--:|
            %s
            | threads | this client's p50 to the floor's | goal | this client's p99 to the floor's | goal | SDK's p50 to this client's |
            |--:|--:|---|--:|---|--:|
            %s
            Allocated by this client for a call of one thread: %.1f KB; goal at most 20: %s.

            ![Time of a create call](images/calls-p50.svg)

            ![Allocated by a create call](images/calls-allocated.svg)
            """;

    String text(Machine before, Machine after) {
        StringBuilder rows = new StringBuilder();
        StringBuilder ratios = new StringBuilder();
        for (int threads : Benchmarks.THREADS) {
            for (String name : Benchmarks.CONTENDERS) {
                rows.append("| %d | %s | %s |%n".formatted(threads, NAMES.get(name), cells(of(name, threads))));
            }
            double p50 = median(of("plugin", threads), Fork::p50) / median(of("floor", threads), Fork::p50);
            double p99 = median(of("plugin", threads), Fork::p99) / median(of("floor", threads), Fork::p99);
            double sdk = median(of("sdk", threads), Fork::p50) / median(of("plugin", threads), Fork::p50);
            ratios.append("| %d | %.2f | at most 0.9: %s | %.2f | at most 1: %s | %.1f |%n"
                    .formatted(threads, p50, reached(p50 <= 0.9), p99, reached(p99 <= 1), sdk));
        }
        double kilobytes = median(of("plugin", 1), Fork::bytes) / 1000;
        return TEXT.formatted(
                LocalDate.now(),
                before,
                jarOf(Client.class),
                jarOf(Tea.class),
                jarOf(HttpClients.class),
                PackageVersion.VERSION,
                jarOf(org.openjdk.jmh.annotations.Benchmark.class).replaceAll("[^0-9]*([0-9.]+)\\.jar", "$1"),
                before.load(),
                after.load(),
                of("floor", 1).size(),
                rows,
                ratios,
                kilobytes,
                reached(kilobytes <= 20));
    }

    /** Draws what the text shows. */
    void plot(Path folder) throws IOException {
        plot(folder.resolve("calls-p50.svg"), "A create call", "p50, us", Fork::p50, 1);
        plot(folder.resolve("calls-allocated.svg"), "A create call", "allocated, KB", Fork::bytes, 1000);
    }

    private void plot(
            Path file, String title, String axis, ToDoubleFunction<Fork> figure, double unit)
            throws IOException {
        Map<String, List<Double>> bars = new LinkedHashMap<>();
        for (String name : Benchmarks.CONTENDERS) {
            bars.put(
                    NAMES.get(name),
                    Benchmarks.THREADS.stream()
                            .map(threads -> Math.round(median(of(name, threads), figure) / unit * 10) / 10.)
                            .toList());
        }
        List<String> groups = Benchmarks.THREADS.stream()
                .map(threads -> threads == 1 ? "1 thread" : threads + " threads")
                .toList();
        Plot.bars(file, title, axis, groups, bars);
    }

    private List<Fork> of(String name, int threads) {
        return forks.get(new Contender(name, threads));
    }

    private static String reached(boolean goal) {
        return goal ? "reached" : "**missed**";
    }

    private static String cells(List<Fork> forks) {
        return "%s | %s | %s | %s | %,d"
                .formatted(
                        range(forks, Fork::p50, 1),
                        range(forks, Fork::p99, 1),
                        range(forks, Fork::cpu, 1),
                        range(forks, Fork::bytes, 1000),
                        forks.stream().mapToLong(Fork::calls).sum());
    }

    private static String range(List<Fork> forks, ToDoubleFunction<Fork> figure, double unit) {
        double[] all = forks.stream().mapToDouble(figure).sorted().toArray();
        return "%.1f (%.1f to %.1f)".formatted(median(forks, figure) / unit, all[0] / unit, all[all.length - 1] / unit);
    }

    private static double median(List<Fork> forks, ToDoubleFunction<Fork> figure) {
        double[] all = forks.stream().mapToDouble(figure).sorted().toArray();
        int middle = all.length / 2;
        return all.length % 2 == 1 ? all[middle] : (all[middle - 1] + all[middle]) / 2;
    }

    private static String jarOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .getFileName()
                .toString();
    }
}
