package io.jenkins.plugins.codeup.watch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.benchmarks.BenchmarksFile;
import io.jenkins.plugins.codeup.benchmarks.Machine;
import io.jenkins.plugins.codeup.connection.EventSource;
import io.jenkins.plugins.codeup.jenkins.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * Measures the watch of 10,000 repositories, 200 of them with jobs, in a Jenkins of its own process, and writes its part of
 * {@code docs/benchmarks.md}: {@code mvn test -Dtest=WatchReport -Dwatch.rewrite=true}. The outage lasts as long as {@code
 * -Dwatch.outageMinutes} says.
 */
@EnabledIfSystemProperty(named = "watch.rewrite", matches = "true")
class WatchReport {

    private static final int REPOSITORIES = Integer.getInteger("watch.repositories", 10_000);
    private static final int JOBS = Integer.getInteger("watch.jobs", 200);
    private static final int PUSHED = JOBS / 2;
    private static final int IDLE_MINUTES = Integer.getInteger("watch.idleMinutes", 10);
    private static final int OUTAGE_MINUTES = Integer.getInteger("watch.outageMinutes", 60);
    private static final int GOAL_SECONDS = 70;

    private static final String TEXT = """
            ## The watch of an organization

            Written by `WatchReport` on %s; to run it again: `mvn test -Dtest=WatchReport -Dwatch.rewrite=true`.

            - Machine: %s. It was not alone: load average %.1f at the beginning, %.1f at the end.
            - A Jenkins in a process of its own, 20 executors, no quiet period. %,d freestyle jobs without steps, each with the
              trigger for pushes and merge requests of a repository of its own.
            - The simulated organization has %,d repositories. A call takes 20 ms.
            - A round begins every 60 seconds; each repository has its turn every 10 minutes, as by default.

            | calls a minute, measured for %d minutes in which nothing happened | |
            |---|--:|
            %s| all | %.1f |
            | of them to find out what changed | %.1f |
            | the share of the turns: %s | %.1f |

            | from the push to the build queue | pushes | p50, s | p99, s | longest, s | goal: p99 | |
            |---|--:|--:|--:|--:|--:|---|
            | %d repositories, pushed within a minute | %d | %.1f | %.1f | %.1f | at most %d s | %s |

            | | newest heads | built once | twice | not at all |
            |---|--:|--:|--:|--:|
            %s""";

    @RegisterExtension
    private final RealJenkinsExtension real = new RealJenkinsExtension().withTimeout(0);

    @AutoClose
    private final ManyRepositories many = new ManyRepositories(REPOSITORIES, JOBS);

    private final StringBuilder heads = new StringBuilder();
    private final Random random = new Random(7);

    @Test
    void measure() throws Throwable {
        double loadAtBegin = Machine.now().load();
        many.codeup.withLatency(Duration.ofMillis(20));
        real.startJenkins();
        real.runRemotely(ManyRepositories::connect, many.codeup.endpoint().toString(), EventSource.WATCH);
        real.runRemotely(ManyRepositories::createJobs, JOBS);
        Await.until("the first round", Duration.ofMinutes(5), () -> many.codeup.calls("ListBranches") >= JOBS);
        rounds(2);

        many.codeup.forgetRequests();
        long begun = System.nanoTime();
        Thread.sleep(Duration.ofMinutes(IDLE_MINUTES).toMillis());
        double minutes = (System.nanoTime() - begun) / 60e9;
        Map<String, Double> calls = new TreeMap<>();
        for (String operation :
                List.of("ListRepositories", "ListChangeRequests", "ListBranches", "ListTags", "GetRepository")) {
            calls.put(operation, many.codeup.calls(operation) / minutes);
        }
        double all = many.codeup.calls() / minutes;
        System.out.printf("calls a minute: %.1f %s%n", all, calls);

        List<Double> latencies = pushes();
        many.codeup.withLatency(Duration.ofMillis(20));
        System.out.println("seconds from push to queue: " + latencies);

        outage();
        kills();
        both();

        double whatChanged = calls.get("ListRepositories") + 1;
        String text = TEXT.formatted(
                LocalDate.now(),
                Machine.now(),
                loadAtBegin,
                Machine.now().load(),
                JOBS,
                REPOSITORIES,
                IDLE_MINUTES,
                calls.entrySet().stream()
                        .map(one -> "| `%s` | %.1f |%n".formatted(one.getKey(), one.getValue()))
                        .collect(Collectors.joining()),
                all,
                whatChanged,
                "branches and merge requests of %d repositories in %d minutes"
                        .formatted(Math.round(calls.get("ListBranches") * minutes), IDLE_MINUTES),
                all - whatChanged,
                PUSHED,
                latencies.size(),
                latencies.get(latencies.size() / 2),
                latencies.get((int) Math.ceil(latencies.size() * 0.99) - 1),
                latencies.get(latencies.size() - 1),
                GOAL_SECONDS,
                latencies.get((int) Math.ceil(latencies.size() * 0.99) - 1) <= GOAL_SECONDS ? "reached" : "**missed**",
                heads);
        BenchmarksFile.write(Path.of("docs", "benchmarks.md"), "watch", text);
    }

    /** Each of some repositories is pushed to once, at a moment of its own within a minute. */
    private List<Double> pushes() throws Exception {
        int[] order = random.ints(0, 60_000).limit(PUSHED).sorted().toArray();
        long begun = System.currentTimeMillis();
        for (int i = 0; i < PUSHED; i++) {
            Thread.sleep(Math.max(0, begun + order[i] - System.currentTimeMillis()));
            many.push(i);
        }
        List<String> newest = many.takeNewest();
        awaitBuilds(newest);
        Map<String, ArrayList<Long>> builds = builds();
        row("%d repositories pushed within a minute".formatted(PUSHED), newest);
        return newest.stream()
                .map(commit -> (builds.get(commit).get(0) - many.pushedAt(commit)) / 1e3)
                .sorted()
                .toList();
    }

    /** Pushes while the API is down, a restart and a kill in between. */
    private void outage() throws Throwable {
        many.codeup.failOneIn(1, "ListRepositories", "ListChangeRequests", "ListBranches", "GetRepository");
        for (int quarter = 0; quarter < 4; quarter++) {
            for (int i = 0; i < PUSHED; i++) {
                many.push(random.nextInt(JOBS));
            }
            Thread.sleep(Duration.ofMinutes(OUTAGE_MINUTES).toMillis() / 4);
            if (quarter == 1) {
                real.stopJenkins();
                real.startJenkins();
            } else if (quarter == 2) {
                real.stopJenkinsForcibly();
                real.startJenkins();
            }
        }
        many.codeup.failOneIn(0);
        List<String> newest = many.takeNewest();
        awaitBuilds(newest);
        row("API down for %d minutes, a restart and a `kill -9` in between".formatted(OUTAGE_MINUTES), newest);
    }

    /** Killed at a moment when a round may be finding pushes. */
    private void kills() throws Throwable {
        List<String> all = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < PUSHED; i++) {
                many.push(i);
            }
            List<String> newest = many.takeNewest();
            int before = builds().size();
            Await.until("some builds", Duration.ofMinutes(3), () -> builds().size() > before + round(newest));
            real.stopJenkinsForcibly();
            real.startJenkins();
            awaitBuilds(newest);
            all.addAll(newest);
        }
        row("pushed, and killed while the watch finds them; 5 times", all);
    }

    private static int round(List<String> newest) {
        return newest.size() / 10;
    }

    private void both() throws Throwable {
        real.runRemotely(ManyRepositories::use, EventSource.BOTH);
        Await.until("webhooks", Duration.ofMinutes(3), () -> {
            int made = 0;
            for (int i = 0; i < JOBS; i++) {
                made += many.codeup.hooks(ManyRepositories.FIRST + i).size();
            }
            return made == JOBS;
        });
        rounds(2);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
            many.push(i);
            many.push(i);
        }
        all.addAll(many.takeNewest());
        awaitBuilds(all);
        row("webhooks and watch together, each repository pushed twice", all);
    }

    private void awaitBuilds(List<String> commits) throws Exception {
        Await.until(
                "all builds", Duration.ofMinutes(12), () -> builds().keySet().containsAll(commits));
        rounds(2);
    }

    private void row(String what, List<String> newest) {
        Map<String, ArrayList<Long>> builds = builds();
        long once = newest.stream()
                .filter(commit -> builds.getOrDefault(commit, new ArrayList<>()).size() == 1)
                .count();
        long none =
                newest.stream().filter(commit -> !builds.containsKey(commit)).count();
        String row = "| %s | %,d | %,d | %,d | %,d |%n"
                .formatted(what, newest.size(), once, newest.size() - once - none, none);
        System.out.print(row);
        heads.append(row);
        assertTrue(once + none <= newest.size());
    }

    private void rounds(int count) throws Exception {
        long before = many.codeup.calls("ListRepositories");
        Await.until("rounds", Duration.ofMinutes(5), () -> many.codeup.calls("ListRepositories") >= before + count);
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
