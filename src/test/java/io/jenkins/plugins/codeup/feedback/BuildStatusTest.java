package io.jenkins.plugins.codeup.feedback;

import static io.jenkins.plugins.codeup.scm.Organization.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.codeup.scm.BranchDiscoveryTrait;
import io.jenkins.plugins.codeup.scm.MergeRequestDiscoveryTrait;
import io.jenkins.plugins.codeup.scm.Organization;
import io.jenkins.plugins.codeup.scm.OriginMergeRequestDiscoveryTrait;
import io.jenkins.plugins.codeup.simulator.data.SimulatedStatus;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Build statuses are reported to Codeup where the trait is set, and no build fails if that is impossible. */
@WithJenkins
class BuildStatusTest {

    private static final BranchDiscoveryTrait ALL = new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL);

    private Organization organization;
    private JenkinsRule jenkins;
    private long repository;

    @TempDir
    private Path directory;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        organization = new Organization(directory).connect();
        repository = organization.repositoryWithJenkinsfile("team/app");
    }

    @AfterEach
    void stop() throws Exception {
        organization.close();
    }

    private List<SimulatedStatus> reported(int count) throws Exception {
        eventually(jenkins, () -> organization.sources().statuses().size() >= count);
        return organization.sources().statuses();
    }

    @Test
    void aBranchsCommitIsReportedAsPendingAndThenWithItsResult() throws Exception {
        BuildStatusTrait trait = new BuildStatusTrait();
        trait.setContext("CI");
        WorkflowMultiBranchProject project = organization.project(jenkins, "team/app", ALL, trait);
        List<SimulatedStatus> reported = reported(2);
        assertEquals(
                List.of("pending", "success"),
                reported.stream().map(SimulatedStatus::state).toList());
        SimulatedStatus last = reported.get(1);
        assertEquals("CI/branch", last.context());
        assertEquals(
                organization
                        .git(repository)
                        .branch("main")
                        .orElseThrow()
                        .commit()
                        .id(),
                last.commit());
        WorkflowJob main = project.getItem("main");
        assertEquals(jenkins.getURL() + main.getLastBuild().getUrl(), last.targetUrl());
        assertTrue(last.description().startsWith("#1: SUCCESS"), last.description());
    }

    @Test
    void aFailedMergeRequestIsReportedOnItsSourceCommit() throws Exception {
        String commit = organization.git(repository).commit("feature", "Jenkinsfile", "error 'no'");
        organization.sources().openMergeRequest(repository, repository, "feature", "main");
        organization.project(
                jenkins,
                "team/app",
                new OriginMergeRequestDiscoveryTrait(MergeRequestDiscoveryTrait.Strategy.MERGE),
                new BuildStatusTrait());
        List<SimulatedStatus> reported = reported(2);
        SimulatedStatus last = reported.get(reported.size() - 1);
        assertEquals("failure", last.state());
        assertEquals(commit, last.commit());
        assertEquals("Jenkins/merge-request", last.context());
    }

    @Test
    void aBuildDoesNotFailIfItsStatusCannotBeReported() throws Exception {
        try (LogRecorder log =
                new LogRecorder().record(CommitStatusSender.class, Level.ALL).capture(10)) {
            for (int i = 0; i < 2; i++) {
                organization
                        .simulator()
                        .failNext("CreateCommitStatus", Fault.answer(Reply.json(403, "{\"errorCode\":\"Forbidden\"}")));
            }
            WorkflowMultiBranchProject project = organization.project(jenkins, "team/app", ALL, new BuildStatusTrait());
            assertEquals(Result.SUCCESS, project.getItem("main").getLastBuild().getResult());
            eventually(
                    jenkins,
                    () -> organization
                                    .simulator()
                                    .requests("CreateCommitStatus")
                                    .size()
                            == 2);
            eventually(jenkins, () -> log.getMessages().stream().anyMatch(line -> line.contains("Forbidden")));
            assertTrue(log.getMessages().stream().anyMatch(line -> line.contains("Forbidden")));
            assertEquals(List.of(), organization.sources().statuses());
        }
    }

    @Test
    void nothingIsReportedWithoutTheTrait() throws Exception {
        organization.project(jenkins, "team/app", ALL);
        jenkins.waitUntilNoActivity();
        assertEquals(List.of(), organization.simulator().requests("CreateCommitStatus"));
    }
}
