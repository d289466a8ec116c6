package io.jenkins.plugins.codeup.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.codeup.client.CommitStatuses.CommitStatus;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.scm.BranchDiscoveryTrait;
import io.jenkins.plugins.codeup.scm.MergeRequestDiscoveryTrait;
import io.jenkins.plugins.codeup.scm.Organization;
import io.jenkins.plugins.codeup.scm.OriginMergeRequestDiscoveryTrait;
import io.jenkins.plugins.codeup.simulator.data.SimulatedStatus;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Build statuses are reported to Codeup where the trait is set, and no build fails if that is impossible. */
class BuildStatusTest {

    private static final BranchDiscoveryTrait ALL = new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL);

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();
    private long repository;

    @BeforeEach
    void start() throws Exception {
        repository = organization.repositoryWithJenkinsfile("team/app");
    }

    private List<SimulatedStatus> reported(int count) throws Exception {
        Await.until(count + " statuses", () -> organization.sources().statuses().size() >= count);
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
        assertEquals(organization.head(repository, "main"), last.commit());
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
        assertEquals("Jenkins/merge-request/main", last.context());
    }

    @Test
    void aStatusThatCannotBeReportedIsReportedLaterAndTheBuildDoesNotWait() throws Exception {
        Outbox.firstPauseMillis = 100;
        for (int i = 0; i < 4; i++) {
            organization
                    .simulator()
                    .failNext("CreateCommitStatus", Fault.answer(Reply.json(403, "{\"errorCode\":\"Forbidden\"}")));
        }
        WorkflowMultiBranchProject project = organization.project(jenkins, "team/app", ALL, new BuildStatusTrait());
        assertEquals(Result.SUCCESS, project.getItem("main").getLastBuild().getResult());
        List<SimulatedStatus> reported = reported(1);
        assertEquals("success", reported.get(reported.size() - 1).state());
        Await.until("statuses sent", () -> Outbox.get().waiting() == 0);
        assertEquals(5, organization.simulator().requests("CreateCommitStatus").size(), "a late pending is left out");
    }

    @Test
    void aBuildThatWasReportedAsPendingEndsWhenItsJobIsDeleted() throws Exception {
        WorkflowMultiBranchProject project = organization.project(jenkins, "team/app", ALL, new BuildStatusTrait());
        reported(2);
        running(project);
        assertEquals("pending", reported(3).get(2).state());
        project.getItem("main").delete();
        SimulatedStatus last = reported(4).get(3);
        assertEquals("error", last.state());
        assertEquals("1".repeat(40), last.commit());
        Await.until("statuses sent", () -> Outbox.get().waiting() == 0);
    }

    @Test
    void aBuildEndsInCodeupWhenItsProjectIsDeletedThoughItsCredentialsAreThoseOfTheProject() throws Exception {
        Outbox.firstPauseMillis = 100;
        WorkflowMultiBranchProject project = organization.project(jenkins, "team/app", ALL, new BuildStatusTrait());
        reported(2);
        running(project);
        assertEquals("pending", reported(3).get(2).state());
        organization
                .simulator()
                .failNext("CreateCommitStatus", Fault.answer(Reply.json(403, "{\"errorCode\":\"Forbidden\"}")));
        project.delete();
        SimulatedStatus last = reported(4).get(3);
        assertEquals("error", last.state());
        assertEquals("1".repeat(40), last.commit());
        Await.until("statuses sent", () -> Outbox.get().waiting() == 0);
    }

    @Test
    void aBuildEndsInCodeupWhenItsBranchIsGoneAtTheNextScan() throws Exception {
        organization.git(repository).commit("gone", "a", "2");
        WorkflowMultiBranchProject project = organization.project(jenkins, "team/app", ALL, new BuildStatusTrait());
        reported(4);
        running(project, "gone");
        assertEquals("pending", reported(5).get(4).state());
        organization.git(repository).update("refs/heads/gone", "0".repeat(40));
        Organization.scan(jenkins, project);
        assertEquals("error", reported(6).get(5).state());
    }

    private static void running(WorkflowMultiBranchProject project) throws Exception {
        running(project, "main");
    }

    /** Tells Codeup of a build that runs and of which Jenkins knows nothing more. */
    private static void running(WorkflowMultiBranchProject project, String branch) throws Exception {
        Outbox.get()
                .add(new CommitStatusResult(
                        project.getFullName() + "/" + branch + "#99",
                        ReportedBuild.find(project.getItem(branch).getLastBuild())
                                .target(),
                        null,
                        "1".repeat(40),
                        CommitStatus.State.PENDING,
                        "Jenkins/branch",
                        "runs",
                        null));
    }

    @Test
    void aStoredResultIsReadAlsoOneOfALaterVersion() throws Exception {
        String stored = """
                {"kind":"status","run":"project/main#1",
                 "target":{"item":"project","source":"s","connection":"codeup","organization":"60811b5eed6e867404f60000",
                  "repository":7,"addedByALaterVersion":1},
                 "commit":"1111111111111111111111111111111111111111","state":"SUCCESS","context":"Jenkins/branch",
                 "description":"#1","targetUrl":"https://jenkins.example.com/","addedByALaterVersion":1}
                """;
        CommitStatusResult result = new CommitStatusResult(
                "project/main#1",
                new ResultTarget("project", "s", "codeup", "60811b5eed6e867404f60000", 7L, null),
                null,
                "1".repeat(40),
                CommitStatus.State.SUCCESS,
                "Jenkins/branch",
                "#1",
                "https://jenkins.example.com/");
        assertEquals(result, Outbox.read(stored.getBytes(StandardCharsets.UTF_8)));
        assertEquals(result, Outbox.read(Outbox.write(result)));
    }

    @Test
    void nothingIsReportedWithoutTheTrait() throws Exception {
        organization.project(jenkins, "team/app", ALL);
        long other = organization.repositoryWithJenkinsfile("team/other");
        organization.project(jenkins, "team/other", ALL, new BuildStatusTrait());
        List<SimulatedStatus> reported = reported(2);
        String commit = organization.head(other, "main");
        assertEquals(
                List.of(commit, commit),
                reported.stream().map(SimulatedStatus::commit).toList(),
                "statuses are sent in order, so that one of the first project would have come before");
    }
}
