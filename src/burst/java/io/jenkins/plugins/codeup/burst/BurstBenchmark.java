package io.jenkins.plugins.codeup.burst;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.FreeStyleProject;
import hudson.model.listeners.RunListener;
import hudson.security.FullControlOnceLoggedInAuthorizationStrategy;
import hudson.security.HudsonPrivateSecurityRealm;
import io.jenkins.plugins.codeup.benchmarks.Machine;
import io.jenkins.plugins.codeup.endpoint.DeliveryQueue;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;
import org.kohsuke.stapler.MetaClass;

/**
 * A burst of deliveries to a Jenkins in a process of its own, and the same burst to generic-webhook-trigger there.
 * Writes its part of {@code docs/benchmarks.md}.
 */
class BurstBenchmark {

    static final int DELIVERIES = Integer.getInteger("burst.deliveries", 5_000);
    static final int EXECUTORS = 20;
    private static final int ROUNDS = Integer.getInteger("burst.rounds", 3);
    /** Of generic-webhook-trigger, which needs five times as long for a round. */
    private static final int RIVAL_ROUNDS = Integer.getInteger("burst.rivalRounds", ROUNDS);
    /** How many other jobs there are, each with the triggers of both. */
    static final int JOBS = Integer.getInteger("burst.jobs", 300);

    /** So many requests are answered before anything is measured: the JVM has compiled then what answers them. */
    static final int WARM_UP = 30_000;

    static final int WARM_UP_BUILDS = 1_000;

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension()
            .withTimeout(7200)
            .withPrefix("")
            .omitPlugins("durable-task", "workflow-durable-task-step", "pipeline-model-definition")
            .javaOptions(
                    "-Xms1g",
                    "-Xmx1g",
                    // as a Jenkins is that is no test's
                    "-da",
                    "-Dhudson.Main.development=false",
                    "-Djenkins.install.runSetupWizard=false",
                    // else generic-webhook-trigger's builds log a warning each
                    "-Dhudson.model.ParametersAction.keepUndefinedParameters=false");

    @Test
    void pushesOfManyBranchesAtOnce() throws Throwable {
        jenkins.startJenkins();
        BurstReport report = new BurstReport(jenkins.runRemotely(BurstBenchmark::settle), Machine.now());
        System.out.println("page " + LogInPage.alone(jenkins.getUrl(), WARM_UP));
        for (Contender contender : Contender.values()) {
            burst(contender, WARM_UP_BUILDS);
            warmUp(contender);
        }
        for (Contender contender : Contender.values()) {
            report.add(contender.title + BurstReport.NO_OTHERS, burst(contender, DELIVERIES));
        }
        jenkins.runRemotely(BurstBenchmark::prepareOthers, JOBS);
        for (int round = 1; round <= ROUNDS; round++) {
            report.add(LogInPage.alone(jenkins.getUrl(), DELIVERIES));
            report.add(Contender.CODEUP.title, burst(Contender.CODEUP, DELIVERIES));
            if (round <= RIVAL_ROUNDS) {
                report.add(Contender.GENERIC.title, burst(Contender.GENERIC, DELIVERIES));
            }
        }
        report.write(Machine.now());
        report.add(MultibranchBurst.of(jenkins, DELIVERIES));
        report.write(Machine.now());
        for (Round burst : report.of(Contender.CODEUP.title)) {
            assertEquals(DELIVERIES, burst.builds().once(), "heads that were built once");
        }
    }

    /** Bursts to a job that is disabled. */
    private void warmUp(Contender contender) throws Throwable {
        String door = jenkins.runRemotely(BurstBenchmark::prepareDisabled, contender);
        for (int sent = 0; sent < WARM_UP; sent += DELIVERIES) {
            System.out.println(contender.title + " " + Answers.to(jenkins.getUrl(), requests(door, DELIVERIES)));
            jenkins.runRemotely(BurstBenchmark::awaitIdle);
        }
    }

    private static List<byte[]> requests(String door, int pushes) {
        return IntStream.range(0, pushes)
                .mapToObj(number -> Push.number(number).request(door, SimulatedCodeup.REPOSITORY_ID))
                .toList();
    }

    private Round burst(Contender contender, int pushes) throws Throwable {
        String job = "burst-" + UUID.randomUUID();
        String door = jenkins.runRemotely(BurstBenchmark::prepare, contender, job);
        List<byte[]> requests = requests(door, pushes);
        long heapBefore = jenkins.runRemotely(BurstBenchmark::heap);
        try (LogInPage page = new LogInPage(jenkins.getUrl())) {
            long begin = System.currentTimeMillis();
            Answers answers = Answers.to(jenkins.getUrl(), requests);
            Builds.Outcome builds = jenkins.runRemotely(BurstBenchmark::await, job, pushes);
            double seconds = (builds.endedAt() - begin) / 1000.;
            long[] logIn = page.end();
            return new Round(
                    answers, builds, seconds, logIn, heapBefore, jenkins.runRemotely(BurstBenchmark::heap));
        }
    }

    private static ArrayList<String> settle(JenkinsRule rule) throws Throwable {
        // the harness switches it off, which makes each page slower; no real Jenkins does
        MetaClass.NO_CACHE = false;
        rule.jenkins.setSecurityRealm(new HudsonPrivateSecurityRealm(false, false, null));
        FullControlOnceLoggedInAuthorizationStrategy strategy = new FullControlOnceLoggedInAuthorizationStrategy();
        strategy.setAllowAnonymousRead(false);
        rule.jenkins.setAuthorizationStrategy(strategy);
        rule.jenkins.setNumExecutors(EXECUTORS);
        String other =
                rule.jenkins.getPluginManager().getPlugin("generic-webhook-trigger").getVersion();
        return new ArrayList<>(List.of(Jenkins.VERSION, other));
    }

    private static String prepare(JenkinsRule rule, Contender contender, String name) throws Throwable {
        FreeStyleProject job = rule.jenkins.createProject(FreeStyleProject.class, name);
        job.setConcurrentBuild(true);
        job.setQuietPeriod(0);
        String door = contender.prepare(job);
        job.save();
        RunListener.all().add(new Builds(name, contender));
        return door;
    }

    private static String prepareDisabled(JenkinsRule rule, Contender contender) throws Throwable {
        FreeStyleProject job = rule.jenkins.createProject(FreeStyleProject.class, "disabled-" + contender);
        String door = contender.prepare(job);
        job.disable();
        return door;
    }

    private static void awaitIdle(JenkinsRule rule) throws Throwable {
        DeliveryQueue.get().awaitIdle();
    }

    /** Other jobs, each with the triggers of all. */
    private static void prepareOthers(JenkinsRule rule, Integer count) throws Throwable {
        for (int i = 0; i < count; i++) {
            FreeStyleProject job = rule.jenkins.createProject(FreeStyleProject.class, "other-" + i);
            for (Contender contender : Contender.values()) {
                contender.prepare(job);
            }
            job.save();
        }
    }

    private static Builds.Outcome await(JenkinsRule rule, String job, int pushes) throws Throwable {
        Builds builds = RunListener.all().stream()
                .filter(Builds.class::isInstance)
                .map(Builds.class::cast)
                .filter(listener -> listener.isOf(job))
                .findFirst()
                .orElseThrow();
        try {
            return builds.await(pushes);
        } finally {
            RunListener.all().remove(builds);
        }
    }

    private static long heap(JenkinsRule rule) {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
