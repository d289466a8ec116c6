package io.jenkins.plugins.codeup.burst;

import io.jenkins.plugins.codeup.benchmarks.BenchmarksFile;
import io.jenkins.plugins.codeup.benchmarks.Machine;
import io.jenkins.plugins.codeup.benchmarks.Plot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/** Puts the figures into words, into their part of {@code docs/benchmarks.md}, and draws them. */
final class BurstReport {

    /** Added to a contender's title for what was measured before there were other jobs. */
    static final String NO_OTHERS = ", no other jobs";

    private static final String LOG_IN = "log-in page alone";
    private static final String MULTIBRANCH = "this plugin, multibranch project";

    private static final String TEXT = """
            ## A burst of deliveries

            Written by `src/burst/java` on %s; to run it again, which takes some half an hour and Maven 3.9.6:

                mvn -Pburst test

            - Machine: %s.
            - Versions: Jenkins %s, the real war in a process of its own with 1 GB of heap, security on and %d executors;
              generic-webhook-trigger %s in the same Jenkins.
            - The burst: %,d pushes, each of a branch and a commit of its own, sent by %d clients in another process on the same
              machine, each of which waits for an answer before it sends its next. Both plugins get the same bodies, each for
              a freestyle job of its own without steps, which may run many times at once and has no quiet period: both have
              to start %,d builds, each with its branch and commit, and all have to end before the next round.
            - Jenkins has %,d other jobs, each of which has a trigger of both plugins for deliveries to itself, as a Jenkins of
              some hundred repositories has. *No other jobs* is one round each before these jobs were there.
            - This plugin answers when the delivery is on the disk, written through (`O_DSYNC`); generic-webhook-trigger when
              the build is in Jenkins's queue, in memory.
            - The log-in page alone is asked for by as many clients, as often. In each round, of the log-in page too, one more
              client asks for it *meanwhile* some twenty times a second, from the first request to the end of the last build.
            - Before, the log-in page and a disabled job of each plugin got %,d requests each, and both plugins started %,d
              builds, so that the JVM has compiled what is measured, as in a Jenkins that has run for days.
            - The multibranch project is one of a simulated Codeup in the process of the clients. It gets as many pushes, once,
              but of %d branches that it does not know yet. There is nothing to compare it with.
            - Left out: the plugin durable-task, which Pipelines bring. For each build that waits it looks at all that wait, and
              the longer queue of generic-webhook-trigger suffers more.
            - Noise: the machine was not alone; its load average was %.1f at the beginning and %.1f at the end. There
              were %d rounds of this plugin and of the log-in page, and %d of generic-webhook-trigger, in turn; each figure is
              the median of the rounds, and in brackets the least and the greatest.

            | who | answers a second | p50, ms | p99, ms | not 2xx |
            |---|--:|--:|--:|--:|
            %s
            | who | built once | twice | not at all | until all were built, s | log-in page meanwhile: p50, ms | p99, ms | heap grew by, MB |
            |---|--:|--:|--:|--:|--:|--:|--:|
            %s
            %s

            | | | goal | |
            |---|--:|--:|---|
            | this plugin's answers a second to generic-webhook-trigger's | %.1f | at least 20 | %s |
            | the same without other jobs | %.1f | | |
            | this plugin's p99 to the log-in page's | %.2f | at most 1 | %s |
            | pushed heads that were built once | %.2f %% | all | %s |

            ![Burst](images/burst.svg)
            """;

    private final List<String> versions;
    private final Machine before;
    private final List<Answers> alone = new ArrayList<>();
    private final Map<String, List<Round>> rounds = new LinkedHashMap<>();
    /** Null until it is measured. */
    private MultibranchBurst multibranch;

    /**
     * @param versions of Jenkins and generic-webhook-trigger
     */
    BurstReport(List<String> versions, Machine before) {
        this.versions = versions;
        this.before = before;
    }

    void add(String who, Round round) {
        rounds.computeIfAbsent(who, title -> new ArrayList<>()).add(round);
        System.out.println(who + ": " + round);
    }

    void add(Answers logInPage) {
        alone.add(logInPage);
        System.out.println(LOG_IN + ": " + logInPage);
    }

    void add(MultibranchBurst burst) {
        multibranch = burst;
        System.out.println(MULTIBRANCH + ": " + burst);
    }

    List<Round> of(String who) {
        return rounds.get(who);
    }

    void write(Machine after) throws IOException {
        BenchmarksFile.write(Path.of("docs/benchmarks.md"), "deliveries", text(after));
        Plot.bars(
                Path.of("docs/images/burst.svg"),
                "A burst of %,d deliveries".formatted(BurstBenchmark.DELIVERIES),
                bars("Rate", "answers a second", Answers::perSecond),
                bars("Response time", "p99, ms", Answers::p99));
    }

    private Plot.Bars bars(String title, String axis, ToDoubleFunction<Answers> figure) {
        Map<String, List<Double>> bars = new LinkedHashMap<>();
        for (Contender one : Contender.values()) {
            bars.put(one.title, List.of(tenths(median(answers(one.title), figure))));
        }
        bars.put(LOG_IN, List.of(tenths(median(alone, figure))));
        return new Plot.Bars(title, axis, List.of("%,d other jobs".formatted(BurstBenchmark.JOBS)), bars);
    }

    private static double tenths(double figure) {
        return Math.round(figure * 10) / 10.;
    }

    private String text(Machine after) {
        List<Round> main = of(Contender.CODEUP.title);
        double faster = faster("");
        double p99 = median(answers(Contender.CODEUP.title), Answers::p99) / median(alone, Answers::p99);
        int pushes = BurstBenchmark.DELIVERIES;
        double built = sum(main, round -> round.builds().once()) / (double) (pushes * main.size());
        StringBuilder answered = new StringBuilder();
        StringBuilder came = new StringBuilder();
        rounds.forEach((who, some) -> {
            answered.append(answers(who, answers(who)));
            came.append(builds(who, some));
        });
        answered.append(answers(LOG_IN, alone));
        String project = "The multibranch project was not measured.";
        if (multibranch != null) {
            answered.append(answers(MULTIBRANCH, List.of(multibranch.answers())));
            project = multibranch.sentence();
        }
        return TEXT.formatted(
                LocalDate.now(),
                before,
                versions.get(0),
                BurstBenchmark.EXECUTORS,
                versions.get(1),
                pushes,
                Answers.CLIENTS,
                pushes,
                BurstBenchmark.JOBS,
                BurstBenchmark.WARM_UP,
                BurstBenchmark.WARM_UP_BUILDS,
                MultibranchBurst.BRANCHES,
                before.load(),
                after.load(),
                main.size(),
                of(Contender.GENERIC.title).size(),
                answered,
                came,
                project,
                faster,
                reached(faster >= 20),
                faster(NO_OTHERS),
                p99,
                reached(p99 <= 1),
                built * 100,
                reached(built == 1));
    }

    private double faster(String setting) {
        return median(answers(Contender.CODEUP.title + setting), Answers::perSecond)
                / median(answers(Contender.GENERIC.title + setting), Answers::perSecond);
    }

    private List<Answers> answers(String who) {
        return of(who).stream().map(Round::answers).toList();
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
