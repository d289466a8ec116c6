package io.jenkins.plugins.codeup.benchmarks;

import com.aliyun.devops20210625.Client;
import com.aliyun.tea.Tea;
import com.fasterxml.jackson.databind.cfg.PackageVersion;
import io.jenkins.plugins.codeup.benchmarks.Benchmarks.Fork;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.hc.client5.http.impl.classic.HttpClients;

/** Writes the results as Markdown. */
final class Report {

    private static final String TEXT = """
            ## Calls to Codeup

            Written by `src/jmh/java` on %s; to run them again, which takes some ten minutes:

                cd without-jenkins && mvn -q -Pjmh test-compile exec:exec@benchmarks

            - Machine: %s.
            - Versions: `%s` over `%s`, as its POM has it; this client over `%s`; Jackson %s, JMH %s.
            - The SDK runs with the version of tea that its POM names. With a newer one its results differ:
              `-Dsdk.tea.version=1.4.2`.
            - Noise: other programs ran on the machine; its load average was %.1f at the beginning and %.1f at the end. The
              contenders took turns, one fork each, %d times. Each figure is the median of the forks, with the minimum and the
              maximum in brackets.

            ### One create call

            AddWebhook with all fields of its document, signed with an AccessKey, against a server in a process of its own on
            the loopback address, which answers in one packet what the document shows. *Floor* is plain `java.net.http` with
            Jackson, which sends the same bytes with headers that were signed before, and has a timeout; its executor is the
            fastest possible, the thread that reads. This client is faster than the floor because it reads from the socket with
            blocking calls and passes each answer between threads only once. About a millisecond of the SDK's time is OkHttp's:
            before each POST it waits that long to see whether the server has closed the connection. This client does so only
            if the connection was idle for 100 ms.

            | who | p50, us | p99, us | allocated a call, KB | calls measured |
            |---|--:|--:|--:|--:|
            %s| Alibaba Cloud's SDK | %s |

            | | ratio | goal | |
            |---|--:|--:|---|
            | this client's p50 to the floor's | %.2f | at most 1.15 | %s |
            | SDK's p50 to this client's | %.1f | at least 10 | %s |
            | SDK's p50 to the floor's | %.1f | | |
            | allocated by this client, KB | %.1f | at most 20 | %s |

            ### Many repositories

            %,d repositories, each reconciled by a build of its own, 64 concurrent builds, over one connection with a maximum of
            %d concurrent calls, on the simulator with %d ms a call: first the webhooks are created, then they are up to date.
            Client and simulator, which keeps the repositories, the webhooks and the last 10,000 requests, share one heap of at
            most %d MB.

            | API | outcome | calls a repository | time | calls | max. concurrent calls | peak heap | repositories with exactly one webhook |
            |---|---|--:|--:|--:|--:|--:|--:|
            %s""";

    private Report() {}

    static String of(Machine before, Machine after, Map<String, List<Fork>> forks, String repositories) {
        double floor = median(forks.get("floor"), Fork::p50);
        double plugin = median(forks.get("plugin"), Fork::p50);
        double sdk = median(forks.get("sdk"), Fork::p50);
        double kilobytes = median(forks.get("plugin"), Fork::bytes) / 1000;
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
                forks.get("floor").size(),
                "| floor | " + cells(forks.get("floor")) + " |\n| this client | " + cells(forks.get("plugin")) + " |\n",
                cells(forks.get("sdk")),
                plugin / floor,
                reached(plugin / floor <= 1.15),
                sdk / plugin,
                reached(sdk / plugin >= 10),
                sdk / floor,
                kilobytes,
                reached(kilobytes <= 20),
                ManyRepositoriesBenchmark.REPOSITORIES,
                ManyRepositoriesBenchmark.CALLS_AT_ONCE,
                ManyRepositoriesBenchmark.LATENCY_MILLIS,
                ManyRepositoriesBenchmark.HEAP_MEGABYTES,
                repositories);
    }

    private static String reached(boolean goal) {
        return goal ? "reached" : "**missed**";
    }

    private static String cells(List<Fork> forks) {
        return "%s | %s | %s | %,d"
                .formatted(
                        range(forks, Fork::p50, 1),
                        range(forks, Fork::p99, 1),
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
