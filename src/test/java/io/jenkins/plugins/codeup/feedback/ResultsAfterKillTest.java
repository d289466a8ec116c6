package io.jenkins.plugins.codeup.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.client.MergeRequestComments;
import io.jenkins.plugins.codeup.endpoint.DeliveryQueue;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.jenkins.JenkinsProcess;
import io.jenkins.plugins.codeup.scm.MergeRequestDiscoveryTrait;
import io.jenkins.plugins.codeup.scm.OriginMergeRequestDiscoveryTrait;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.Results;
import io.jenkins.plugins.codeup.simulator.data.SimulatedComment;
import io.jenkins.plugins.codeup.simulator.git.GitSources;
import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * The controller's process is killed when a call that reports a build has taken effect and its answer is on the way.
 * Afterwards Codeup has each result of the build once, and final.
 *
 * <p>A few calls by default; all of them: {@code mvn test -Dtest=ResultsAfterKillTest -Dresults.kills=all}.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ResultsAfterKillTest {

    private static final String KILLS = System.getProperty("results.kills", "2,9");

    private static final Set<String> CALLS = Set.of(
            "CreateCommitStatus",
            "ListCheckRuns",
            "CreateCheckRun",
            "UpdateCheckRun",
            "ListMergeRequestComments",
            "CreateChangeRequestComment",
            "UpdateChangeRequestComment");

    private static final String JENKINSFILE = """
            node {
                codeupCommitStatus('unit tests') {
                    writeFile file: 'result.xml',
                        text: '<testsuite name="s"><testcase classname="A" name="passes"/></testsuite>'
                    junit 'result.xml'
                }
                publishChecks name: 'Lint', title: 'one warning', summary: 'see below', conclusion: 'NEUTRAL',
                    annotations: [[path: 'a', startLine: 1, endLine: 1, message: 'unused', annotationLevel: 'WARNING']]
                codeupComment text: 'Preview: https://preview.example.com'
            }
            """;

    @RegisterExtension
    private final RealJenkinsExtension real =
            JenkinsProcess.shortLived("-D" + "hudson.model.Queue.Saver.DELAY_SECONDS=2");

    @AutoClose
    private final CodeupSimulator codeup = ConnectedController.simulator();

    @TempDir
    private Path directory;

    private GitSources git;
    private String door;
    private int opened;
    private int calls;
    private int killAt;
    private CountDownLatch reached = new CountDownLatch(1);
    private CountDownLatch dead = new CountDownLatch(1);

    @Test
    void eachResultIsThereOnceAndFinalWhereverTheKillFallsBetweenTheCalls() throws Throwable {
        git = ConnectedController.host(codeup, directory);
        git.commit("main", "Jenkinsfile", JENKINSFILE);
        codeup.withWitness((request, reply) -> holdIfChosen(request));
        real.startJenkins();
        door = real.runRemotely(ResultsAfterKillTest::prepare, codeup.endpoint().toString());
        check(open());
        int all;
        synchronized (this) {
            all = calls;
        }
        assertTrue(all >= 9, "calls of a build: " + all);
        List<Integer> kills = KILLS.equals("all")
                ? IntStream.rangeClosed(1, all).boxed().toList()
                : List.of(KILLS.split(",")).stream().map(Integer::valueOf).toList();
        for (int kill : kills) {
            choose(kill);
            int number = open();
            assertTrue(reached.await(2, TimeUnit.MINUTES), "call " + kill);
            real.stopJenkinsForcibly();
            dead.countDown();
            real.startJenkins();
            check(number);
            System.out.println("Killed at call " + kill + " of " + all + ": each result once, and final");
        }
    }

    /** The call took effect; its answer is sent when nobody waits for it. */
    private void holdIfChosen(ReceivedRequest request) {
        CountDownLatch until;
        synchronized (this) {
            if (!CALLS.contains(request.operation()) || ++calls != killAt) {
                return;
            }
            until = dead;
            reached.countDown();
        }
        try {
            assertTrue(until.await(2, TimeUnit.MINUTES));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void choose(int call) {
        calls = 0;
        killAt = call;
        reached = new CountDownLatch(1);
        dead = new CountDownLatch(1);
    }

    /**
     * Opens a merge request, of which Jenkins is told.
     *
     * @return its number
     */
    private int open() throws Exception {
        long repository = ConnectedController.REPOSITORY;
        codeup.hooks(repository).forEach(hook -> codeup.removeHook(repository, hook.id()));
        String[] urlAndSecret = door.split(" ");
        codeup.addHook(
                repository,
                new HookSettings(
                        real.getUrl() + urlAndSecret[0], true, true, false, false, false, "", urlAndSecret[1]));
        int number = ++opened;
        git.commit("feature" + number, "a", "of " + number);
        assertEquals(number, codeup.sources().openMergeRequest(repository, repository, "feature" + number, "main"));
        return number;
    }

    private void check(int number) throws Throwable {
        String result = real.runRemotely(ResultsAfterKillTest::awaitResults, number);
        String commit = git.branch("feature" + number).orElseThrow().commit().id();
        Results results = codeup.sources().results();
        Await.until(
                "final results",
                () -> results.statusesOf(commit).values().stream()
                                .noneMatch(status -> status.state().equals("pending"))
                        && results.comments(ConnectedController.REPOSITORY, number).stream()
                                .noneMatch(comment -> comment.content().contains("is running")));
        real.runRemotely(ResultsAfterKillTest::awaitSent);
        Map<String, String> statuses = new TreeMap<>();
        results.statusesOf(commit).values().forEach(one -> statuses.put(one.context(), one.state()));
        Map<String, String> checks = new TreeMap<>();
        results.checkRuns(ConnectedController.REPOSITORY, commit)
                .forEach(one -> checks.merge(one.name(), one.conclusion(), (a, b) -> a + ", " + b));
        List<String> comments = results.comments(ConnectedController.REPOSITORY, number).stream()
                .map(SimulatedComment::content)
                .filter(content -> content.contains(MergeRequestComments.MARKER + "comment="))
                .toList();
        System.out.println("merge request " + number + ": " + result + ", " + statuses + ", " + checks);
        assertEquals(1, comments.size(), comments.toString());
        if (result.equals("SUCCESS")) {
            assertEquals(Map.of("Jenkins/merge-request/main", "success", "unit tests", "success"), statuses);
            assertEquals(Map.of("Lint (main)", "neutral", "Tests (main)", "success"), checks);
            assertTrue(comments.get(0).contains("succeeded"), comments.toString());
            assertTrue(comments.get(0).contains("Preview"), comments.toString());
        } else {
            // a step without an answer over a restart, such as junit, ends a Pipeline in which it was at work
            boolean failed = result.equals("FAILURE");
            assertEquals(failed ? "failure" : "error", statuses.get("Jenkins/merge-request/main"));
            assertFalse(statuses.containsValue("pending"), statuses.toString());
            assertTrue(Set.of("neutral", "success").containsAll(checks.values()), checks.toString());
            assertTrue(comments.get(0).contains(failed ? "failed" : "aborted"), comments.toString());
        }
    }

    /** Runs in Jenkins. */
    private static String prepare(JenkinsRule rule, String endpoint) throws Exception {
        ConnectedController.connect(rule, endpoint);
        return ConnectedController.door(ConnectedController.project(
                rule,
                "reviews",
                new OriginMergeRequestDiscoveryTrait(MergeRequestDiscoveryTrait.Strategy.MERGE),
                new BuildStatusTrait(),
                new MergeRequestCommentTrait()));
    }

    /** Runs in Jenkins. The result of the merge request's only build. */
    private static String awaitResults(JenkinsRule rule, Integer number) throws Exception {
        WorkflowMultiBranchProject project = (WorkflowMultiBranchProject) rule.jenkins.getItem("reviews");
        Supplier<WorkflowRun> last = () -> {
            WorkflowJob job = project.getItem("MR-" + number);
            return job == null ? null : job.getLastBuild();
        };
        // one that was killed before its first step is deleted, and built again
        Await.until("a build", () -> last.get() != null);
        DeliveryQueue.get().awaitIdle();
        for (int seconds = 0; seconds < 60 && (last.get() == null || last.get().isBuilding()); seconds++) {
            if (seconds == 20) {
                last.get().doStop();
            } else if (seconds == 40) {
                last.get().doTerm();
                last.get().doKill();
            }
            Thread.sleep(1_000);
        }
        assertFalse(last.get().isBuilding(), "even kill does not end it");
        assertEquals(1, project.getItem("MR-" + number).getBuilds().size(), "one build");
        return String.valueOf(last.get().getResult());
    }

    /** Runs in Jenkins. */
    private static void awaitSent(JenkinsRule rule) throws Exception {
        Await.until("results sent", () -> Outbox.get().waiting() == 0);
    }
}
