package io.jenkins.plugins.codeup.burst;

import io.jenkins.plugins.codeup.benchmarks.Machine;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/** Puts the figures into words. */
final class BurstReport {

    private static final String TEXT = """
            ## A burst of deliveries

            Written by `src/burst/java` on %s; to run it again, which takes some fifteen minutes and Maven 3.9.6:

                mvn -Pburst test

            - Machine: %s.
            - Versions: Jenkins %s, the real war in a process of its own with 1 GB of heap, security on and %d executors;
              generic-webhook-trigger %s in the same Jenkins.
            - The burst: %,d pushes, each of a branch and a commit of its own, sent by %d clients in another process on the same
              machine, each of which waits for an answer before it sends its next. Both plugins get the same bodies, each for
              a freestyle job of its own without steps, which may run many times at once and has no quiet period: both have
              to start %,d builds, each with its branch and commit, and all have to end before the next round.
            - The log-in page alone is asked for by as many clients, %,d times a round; *meanwhile* it is asked for some twenty
              times a second, from the first delivery to the end of the last build.
            - Left out: the plugin durable-task, which Pipelines bring. For each build that waits it looks at all that wait, and
              the longer queue of generic-webhook-trigger suffers more.
            - Noise: the machine was not alone; its load average was %.1f at the beginning and %.1f at the end. The contenders
              took turns, %d rounds each; each figure is the median of the rounds, and in brackets the least and the greatest.

            | who | answers a second | p50, ms | p99, ms | not 2xx |
            |---|--:|--:|--:|--:|
            %s
            | who | built once | twice | not at all | until all were built, s | log-in page meanwhile: p50, ms | p99, ms | heap grew by, MB |
            |---|--:|--:|--:|--:|--:|--:|--:|
            %s
            | | | goal | |
            |---|--:|--:|---|
            | this plugin's answers a second to generic-webhook-trigger's | %.0f | at least 20 | %s |
            | this plugin's p99 to the log-in page's | %.2f | at most 1 | %s |
            | pushed heads that were built once | %.2f %% | all | %s |
            """;

    private BurstReport() {}

    static String of(
            List<Machine> machines,
            List<String> versions,
            List<Answers> alone,
            Map<Contender, List<Round>> rounds) {
        List<Answers> ours = answers(rounds.get(Contender.CODEUP));
        double faster = median(ours, Answers::perSecond)
                / median(answers(rounds.get(Contender.GENERIC)), Answers::perSecond);
        double p99 = median(ours, Answers::p99) / median(alone, Answers::p99);
        int pushes = BurstBenchmark.DELIVERIES;
        double built = sum(rounds.get(Contender.CODEUP), round -> round.builds().once())
                / (double) (pushes * ours.size());
        StringBuilder answered = new StringBuilder();
        StringBuilder came = new StringBuilder();
        rounds.forEach((contender, some) -> {
            answered.append(answers(contender.title, answers(some)));
            came.append(builds(contender.title, some));
        });
        answered.append(answers("log-in page alone", alone));
        return TEXT.formatted(
                LocalDate.now(),
                machines.get(0),
                versions.get(0),
                BurstBenchmark.EXECUTORS,
                versions.get(1),
                pushes,
                Answers.CLIENTS,
                pushes,
                alone.get(0).nanos().length,
                machines.get(0).load(),
                machines.get(1).load(),
                ours.size(),
                answered,
                came,
                faster,
                reached(faster >= 20),
                p99,
                reached(p99 <= 1),
                built * 100,
                reached(built == 1));
    }

    private static String answers(String who, List<Answers> rounds) {
        return "| %s | %s | %s | %s | %,d |%n"
                .formatted(
                        who,
                        range(rounds, Answers::perSecond, 0),
                        range(rounds, Answers::p50, 1),
                        range(rounds, Answers::p99, 1),
                        sum(rounds, Answers::refused));
    }

    private static String builds(String who, List<Round> rounds) {
        return "| %s | %,d | %,d | %,d | %s | %s | %s | %s |%n"
                .formatted(
                        who,
                        sum(rounds, round -> round.builds().once()),
                        sum(rounds, round -> round.builds().twice()),
                        sum(rounds, round -> round.builds().lost()),
                        range(rounds, Round::seconds, 0),
                        range(rounds, Round::logInP50, 1),
                        range(rounds, Round::logInP99, 1),
                        range(rounds, Round::heapGrowth, 0));
    }

    private static List<Answers> answers(List<Round> rounds) {
        return rounds.stream().map(Round::answers).toList();
    }

    private static String reached(boolean goal) {
        return goal ? "reached" : "**missed**";
    }

    private static <T> int sum(List<T> rounds, ToIntFunction<T> figure) {
        return rounds.stream().mapToInt(figure).sum();
    }

    private static <T> String range(List<T> rounds, ToDoubleFunction<T> figure, int digits) {
        double[] all = rounds.stream().mapToDouble(figure).sorted().toArray();
        String number = "%,." + digits + "f";
        return (number + " (" + number + " to " + number + ")")
                .formatted(median(rounds, figure), all[0], all[all.length - 1]);
    }

    private static <T> double median(List<T> rounds, ToDoubleFunction<T> figure) {
        double[] all = rounds.stream().mapToDouble(figure).sorted().toArray();
        int middle = all.length / 2;
        return all.length % 2 == 1 ? all[middle] : (all[middle - 1] + all[middle]) / 2;
    }
}
