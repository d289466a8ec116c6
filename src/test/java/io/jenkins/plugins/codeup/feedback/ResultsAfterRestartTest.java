package io.jenkins.plugins.codeup.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.scm.BranchDiscoveryTrait;
import io.jenkins.plugins.codeup.scm.MergeRequestDiscoveryTrait;
import io.jenkins.plugins.codeup.scm.Organization;
import io.jenkins.plugins.codeup.scm.OriginMergeRequestDiscoveryTrait;
import io.jenkins.plugins.codeup.simulator.data.SimulatedComment;
import io.jenkins.plugins.codeup.simulator.data.SimulatedStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A build that goes on after a restart ends what it began to report, and writes no second comment. */
class ResultsAfterRestartTest {

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @RegisterExtension
    private final Organization organization = Organization.acrossRestarts();

    @TempDir
    private Path directory;

    @Test
    void aBlockEndsWithItsResultAndTheCommentStaysOne() throws Throwable {
        Path flag = directory.resolve("go-on");
        long[] repository = new long[1];
        String[] commit = new String[1];
        sessions.then(jenkins -> {
            organization.connect();
            repository[0] = organization.repository("team/app");
            organization
                    .git(repository[0])
                    .commit(
                            "main",
                            "Jenkinsfile",
                            "node { codeupCommitStatus('tests') { waitUntil(initialRecurrencePeriod: 250) { fileExists '"
                                    + flag + "' } } }");
            commit[0] = organization.git(repository[0]).commit("feature", "a", "1");
            organization.sources().openMergeRequest(repository[0], repository[0], "feature", "main");
            WorkflowMultiBranchProject project = organization.project(
                    jenkins,
                    "team/app",
                    false,
                    new OriginMergeRequestDiscoveryTrait(MergeRequestDiscoveryTrait.Strategy.MERGE),
                    new BuildStatusTrait(),
                    new MergeRequestCommentTrait());
            Await.until(
                    "a comment and a status",
                    () -> comments(repository[0]).size() == 1 && isState(commit[0], "pending"));
            assertTrue(project.getItem("MR-1").getLastBuild().isBuilding());
        });
        Files.writeString(flag, "");
        sessions.then(jenkins -> {
            WorkflowJob job = jenkins.jenkins
                    .getAllItems(WorkflowMultiBranchProject.class)
                    .get(0)
                    .getItem("MR-1");
            WorkflowRun run = job.getLastBuild();
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            Await.until(
                    "results sent",
                    () -> isState(commit[0], "success") && Outbox.get().waiting() == 0);
            List<SimulatedComment> comments = comments(repository[0]);
            assertEquals(1, comments.size(), comments.toString());
            assertTrue(comments.get(0).content().contains("succeeded"), comments.toString());
        });
    }

    /** While Jenkins stops, builds go on for some seconds. */
    @Test
    void aBuildIsNotToldAsRunningIfItsEndCouldBeForgotten() throws Throwable {
        sessions.then(jenkins -> {
            organization.connect();
            organization.repositoryWithJenkinsfile("team/app");
            WorkflowMultiBranchProject project = organization.project(
                    jenkins,
                    "team/app",
                    new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL),
                    new BuildStatusTrait());
            Await.until("results sent", () -> states().size() == 2);
            Outbox.close();
            jenkins.buildAndAssertSuccess(project.getItem("main"));
            Await.until(
                    "results sent", () -> states().size() > 2 && Outbox.get().waiting() == 0);
            assertEquals(List.of("pending", "success", "success"), states());
        });
    }

    private List<String> states() {
        return organization.sources().statuses().stream()
                .map(SimulatedStatus::state)
                .toList();
    }

    private boolean isState(String commit, String state) {
        var status = organization.sources().results().statusesOf(commit).get("tests");
        return status != null && status.state().equals(state);
    }

    private List<SimulatedComment> comments(long repository) {
        return organization.sources().results().comments(repository, 1);
    }
}
