package io.jenkins.plugins.codeup.hooks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.codeup.benchmarks.BenchmarksFile;
import io.jenkins.plugins.codeup.benchmarks.Machine;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * Measures a Jenkins of its own process with items whose repositories come from their sources, and writes its part of
 * {@code docs/many-jobs.md}: {@code mvn test -Dtest=ManyPipelinesReport -Dmany-pipelines.rewrite=true}. With {@code
 * -Dmany-pipelines.part=10} there is a tenth of them.
 */
@EnabledIfSystemProperty(named = "many-pipelines.rewrite", matches = "true")
class ManyPipelinesReport {

    private static final int PART = Integer.getInteger("many-pipelines.part", 1);
    private static final int PIPELINES = 2_000 / PART;
    private static final int PROJECTS = 500 / PART;
    private static final int PLAIN = 500 / PART;
    private static final int REPOSITORIES = PIPELINES + PROJECTS;
    private static final int ROUNDS = 3;
    private static final int LATENCY_MILLIS = 20;

    private static final String TEXT = """
            ## Repositories that are in the sources

            Written by `ManyPipelinesReport` on %s; to run it again:
            `mvn test -Dtest=ManyPipelinesReport -Dmany-pipelines.rewrite=true`.

            %,d Pipelines from SCM with the trigger `codeup`, %,d multibranch projects and %,d Pipelines from SCM without the
            trigger, the Pipelines with a build each. Neither trigger nor project names a repository to manage a webhook in: it
            is that of the source. Otherwise as above. %s; load average %.1f at the beginning, %.1f at the end.

            | | webhooks are not managed | webhooks are managed |
            |---|--:|--:|
            | initialization of Jenkins, median of %d starts in turn, in brackets the least and the greatest | %s | %s |
            | builds in memory after it; with managed webhooks after all were checked | %d | %d |

            | | | goal | |
            |---|--:|--:|---|
            | managed webhooks at the start add to the initialization | %.1f s | at most 1 s | %s |
            | this plugin's listeners when an item is saved: p50, p99 | %.3f ms, %.3f ms | at most 1 ms | %s |
            | saving an item itself: p50, p99 | %.2f ms, %.2f ms | | |
            | builds that the check of all webhooks after a start loads | %d | none | %s |
            | time of that check, from when Jenkins is up; it pauses for 10 s first | %.1f s | | |
            | repositories with exactly one webhook, to the right URL | %,d of %,d | all | %s |
            """;

    @RegisterExtension
    private final RealJenkinsExtension real = new RealJenkinsExtension().withTimeout(0);

    @AutoClose
    private final CodeupSimulator codeup = ManyJobs.codeup(REPOSITORIES).withLatency(Duration.ofMillis(LATENCY_MILLIS));

    private final List<Long> without = new ArrayList<>();
    private final List<Long> with = new ArrayList<>();

    @Test
    void measure() throws Throwable {
        Machine before = Machine.now();
        real.startJenkins();
        real.runRemotely(ManyJobs::connect, codeup.endpoint().toString());
        real.runRemotely(ManyPipelines::build, "built");
        real.runRemotely(ManyPipelines::create, PIPELINES, PROJECTS, PLAIN);
        real.stopJenkins();
        ManyPipelines.copyBuild(real.getHome().toPath(), "built");
        real.startJenkins();
        real.runRemotely(ManyJobs::manageWebhooks, true);
        awaitWebhooks();
        int loadedWithout = 0;
        for (int round = 0; round < ROUNDS; round++) {
            real.runRemotely(ManyJobs::manageWebhooks, false);
            real.stopJenkins();
            real.startJenkins();
            without.add(real.runRemotely(ManyJobsReport::initializationMillis));
            loadedWithout = real.runRemotely(ManyPipelines::loadedBuilds);
            real.runRemotely(ManyJobs::manageWebhooks, true);
            real.stopJenkins();
            real.startJenkins();
            with.add(real.runRemotely(ManyJobsReport::initializationMillis));
        }
        real.stopJenkins();
        codeup.forgetRequests();
        real.startJenkins();
        long begun = System.nanoTime();
        Await.until("all are checked", Duration.ofMinutes(5), () -> codeup.calls() >= REPOSITORIES);
        double checked = (System.nanoTime() - begun) / 1e9;
        real.runRemotely(ManyJobs::awaitIdle);
        int loadedWith = real.runRemotely(ManyPipelines::loadedBuilds);
        real.runRemotely(ManyPipelines::save); // warms up
        double[][] saved = real.runRemotely(ManyPipelines::save);
        real.runRemotely(ManyJobs::awaitIdle);
        real.stopJenkins();
        write(before, loadedWithout, loadedWith, checked, saved);
    }

    private void awaitWebhooks() throws InterruptedException {
        Await.until(
                "all have a webhook",
                Duration.ofMinutes(10),
                () -> codeup.calls() >= REPOSITORIES
                        && ManyJobs.withOneHookTo(codeup, REPOSITORIES, ManyJobs.ROOT_URL) == REPOSITORIES);
    }

    private void write(Machine before, int loadedWithout, int loadedWith, double checked, double[][] saved)
            throws Exception {
        long right = ManyJobs.withOneHookTo(codeup, REPOSITORIES, ManyJobs.ROOT_URL);
        assertEquals(REPOSITORIES, ManyJobs.hooks(codeup, REPOSITORIES));
        double start = (ManyJobsReport.median(with) - ManyJobsReport.median(without)) / 1e3;
        double[] saves = sorted(saved[0]);
        double[] added = sorted(saved[1]);
        int loaded = loadedWith - loadedWithout;
        String text = TEXT.formatted(
                LocalDate.now(),
                PIPELINES,
                PROJECTS,
                PLAIN,
                before,
                before.load(),
                Machine.now().load(),
                ROUNDS,
                ManyJobsReport.range(without),
                ManyJobsReport.range(with),
                loadedWithout,
                loadedWith,
                start,
                reached(start <= 1),
                percentile(added, 0.5),
                percentile(added, 0.99),
                reached(percentile(added, 0.99) <= 1),
                percentile(saves, 0.5),
                percentile(saves, 0.99),
                loaded,
                reached(loaded == 0),
                checked,
                right,
                REPOSITORIES,
                reached(right == REPOSITORIES));
        BenchmarksFile.write(Path.of("docs", "many-jobs.md"), "pipelines", text);
    }

    private static double[] sorted(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static double percentile(double[] sorted, double part) {
        return sorted[(int) Math.min(sorted.length - 1, sorted.length * part)];
    }

    private static String reached(boolean goal) {
        return goal ? "reached" : "**missed**";
    }
}
