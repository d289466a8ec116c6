package io.jenkins.plugins.codeup.hooks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.codeup.benchmarks.BenchmarksFile;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.jenkins.Heap;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * Measures a Jenkins of its own process with 2,000 jobs and writes its part of {@code docs/many-jobs.md}; takes some ten minutes:
 * {@code mvn test -Dtest=ManyJobsReport -Dmany-jobs.rewrite=true}.
 */
@EnabledIfSystemProperty(named = "many-jobs.rewrite", matches = "true")
class ManyJobsReport {

    private static final int JOBS = 2_000;
    private static final int ROUNDS = 3;
    private static final int LATENCY_MILLIS = 20;
    private static final String ELSEWHERE = "https://elsewhere.example.com/";

    private static final String TEXT = """
            ## Repositories that are in the triggers

            Written by `ManyJobsReport` on %s; to run it again: `mvn test -Dtest=ManyJobsReport -Dmany-jobs.rewrite=true`.

            %,d freestyle jobs with the trigger `codeup`, each for a repository of its own; a Jenkins in a process of its own, with
            the plugins of the tests and its usual settings; the simulated Codeup takes %d ms for a call; the connection lets 8
            calls at once. %d cores, Java %s; the machine was not alone, its load average was %.1f at the end.

            | | webhooks are not managed | webhooks are managed |
            |---|--:|--:|
            | initialization of Jenkins, median of %d starts in turn, in brackets the least and the greatest | %s | %s |
            | heap in use after it, garbage collected | %d MB | %d MB |

            | | time | calls | of them writes | repositories with exactly one webhook, to the right URL |
            |---|--:|--:|--:|--:|
            %s
            """;

    @RegisterExtension
    private final RealJenkinsExtension real = new RealJenkinsExtension().withTimeout(0);

    @AutoClose
    private final CodeupSimulator codeup = ManyJobs.codeup(JOBS).withLatency(Duration.ofMillis(LATENCY_MILLIS));

    private final StringBuilder rows = new StringBuilder();

    private final List<Long> without = new ArrayList<>();
    private final List<Long> with = new ArrayList<>();
    private long heapWithout;
    private long heapWith;

    @Test
    void measure() throws Throwable {
        real.startJenkins();
        real.runRemotely(ManyJobs::connect, codeup.endpoint().toString());
        real.runRemotely(ManyJobs::create, JOBS);
        assertEquals(0, codeup.calls());
        phase(
                "webhooks are created, from when it is switched on",
                ManyJobs.ROOT_URL,
                () -> real.runRemotely(ManyJobs::manageWebhooks, true));
        for (int round = 0; round < ROUNDS; round++) {
            real.runRemotely(ManyJobs::manageWebhooks, false);
            real.stopJenkins();
            real.startJenkins();
            without.add(real.call(ManyJobsReport::initializationMillis));
            heapWithout = real.call(ManyJobsReport::usedMegabytes);
            real.runRemotely(ManyJobs::manageWebhooks, true);
            real.stopJenkins();
            real.startJenkins();
            with.add(real.call(ManyJobsReport::initializationMillis));
        }
        real.stopJenkins();
        codeup.forgetRequests();
        phase(
                "after a restart, from when Jenkins is up; it pauses for 10 s first",
                ManyJobs.ROOT_URL,
                real::startJenkins);
        heapWith = real.call(ManyJobsReport::usedMegabytes);
        phase("the URL of Jenkins changes", ELSEWHERE, () -> real.runRemotely(ManyJobs::moveTo, ELSEWHERE));
        real.stopJenkins();
        write();
    }

    private void write() throws Exception {
        String text = TEXT.formatted(
                LocalDate.now(),
                JOBS,
                LATENCY_MILLIS,
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                ROUNDS,
                range(without),
                range(with),
                heapWithout,
                heapWith,
                rows.toString().stripTrailing());
        BenchmarksFile.write(Path.of("docs", "many-jobs.md"), "triggers", text.stripTrailing() + "\n");
    }

    private interface Doing {
        void run() throws Throwable;
    }

    private void phase(String name, String rootUrl, Doing doing) throws Throwable {
        doing.run();
        long begun = System.nanoTime();
        Await.until(
                name,
                Duration.ofMinutes(10),
                () -> codeup.calls() >= JOBS && ManyJobs.withOneHookTo(codeup, JOBS, rootUrl) >= JOBS);
        double seconds = (System.nanoTime() - begun) / 1e9;
        real.run(ManyJobs::awaitIdle);
        long right = ManyJobs.withOneHookTo(codeup, JOBS, rootUrl);
        assertEquals(JOBS, right);
        assertEquals(JOBS, ManyJobs.hooks(codeup, JOBS));
        long writes = codeup.calls("AddWebhook") + codeup.calls("DeleteRepositoryWebhook");
        rows.append("| %s | %.1f s | %,d | %,d | %,d |%n".formatted(name, seconds, codeup.calls(), writes, right));
        codeup.forgetRequests();
    }

    /**
     * @param times in milliseconds
     */
    static String range(List<Long> times) {
        return "%.1f s (%.1f to %.1f)"
                .formatted(median(times) / 1e3, Collections.min(times) / 1e3, Collections.max(times) / 1e3);
    }

    static double median(List<Long> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    static Long initializationMillis(JenkinsRule ignored) {
        SimpleFormatter formatter = new SimpleFormatter();
        long begun = 0;
        long ended = 0;
        for (LogRecord record : Jenkins.logRecords) {
            String message = formatter.formatMessage(record);
            begun = message.equals("Started initialization") ? record.getMillis() : begun;
            ended = message.equals("Completed initialization") ? record.getMillis() : ended;
        }
        if (begun == 0 || ended == 0) {
            throw new AssertionError("the log does not tell when initialization began and ended");
        }
        return ended - begun;
    }

    static Long usedMegabytes(JenkinsRule ignored) throws Exception {
        return Heap.liveBytes() >> 20;
    }
}
