package io.jenkins.plugins.codeup.scm;

import static io.jenkins.plugins.codeup.scm.Organization.awaitEvents;
import static io.jenkins.plugins.codeup.scm.Organization.names;
import static io.jenkins.plugins.codeup.scm.Organization.scan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.util.List;
import java.util.Set;
import jenkins.branch.OrganizationFolder;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Between two scans the projects of a folder follow the deliveries, and check only what those name. */
class EventsTest {

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();
    private long repository;
    private OrganizationFolder folder;
    private WorkflowMultiBranchProject project;

    @BeforeEach
    void start() throws Exception {
        repository = organization.repositoryWithJenkinsfile("team/app");
        organization.repositoryWithJenkinsfile("team/other");
        folder = Organization.folder(jenkins, Organization.navigator());
        scan(jenkins, folder);
        project = (WorkflowMultiBranchProject) folder.getItem("team%2Fapp");
        organization.deliver(project, repository);
        organization.simulator().forgetRequests();
    }

    @Test
    void aPushToANewBranchBuildsItWithoutAScanAndOnlyIt() throws Exception {
        organization.git(repository).commit("untold", "a", "2");
        String scanned = project.getComputation().getTimestamp().toInstant().toString();
        organization.sources().commit(repository, "feature/new", "a", "3");
        awaitEvents(jenkins);
        WorkflowJob job = project.getItem("feature%2Fnew");
        assertNotNull(job);
        jenkins.assertLogContains("built 3", jenkins.assertBuildStatusSuccess(job.getLastBuild()));
        assertEquals(Set.of("feature%2Fnew", "main"), names(project));
        assertEquals(1, project.getItem("main").getBuilds().size());
        assertEquals(
                scanned, project.getComputation().getTimestamp().toInstant().toString());
        assertTrue(organization.simulator().requests("ListBranches").isEmpty(), "only the branch was asked for");
        assertTrue(organization.simulator().requests("ListRepositories").isEmpty());
    }

    @Test
    void aBranchWithoutAJenkinsfileBecomesNoJob() throws Exception {
        organization.git(repository).update("refs/heads/bare", orphan());
        organization.sources().commit(repository, "bare", "b", "1");
        awaitEvents(jenkins);
        assertEquals(Set.of("main"), names(project));
    }

    /** A commit of a repository that has no Jenkinsfile, brought here. */
    private String orphan() {
        long id = organization.repository("team/bare");
        String commit = organization.git(id).commit("bare", "x", "1");
        organization.git(id).forkTo(organization.git(repository));
        return commit;
    }

    @Test
    void aMergeRequestIsOpenedUpdatedAndMerged() throws Exception {
        organization.git(repository).commit("feature", "b", "1");
        long number = organization.sources().openMergeRequest(repository, repository, "feature", "main");
        awaitEvents(jenkins);
        assertEquals(1, builds("MR-1"), "opened");
        assertEquals(Set.of("MR-1", "main"), names(project));
        jenkins.assertBuildStatusSuccess(project.getItem("MR-1").getLastBuild());

        organization.sources().commit(repository, "feature", "a", "newer");
        awaitEvents(jenkins);
        assertEquals(2, builds("MR-1"), "updated");
        jenkins.assertLogContains(
                "built newer",
                jenkins.assertBuildStatusSuccess(project.getItem("MR-1").getLastBuild()));
        assertNull(project.getItem("feature"), "it is built as the merge request");

        organization.sources().merge(repository, number);
        awaitEvents(jenkins);
        assertEquals(2, builds("main"), "merged");
        WorkflowJob request = project.getItem("MR-1");
        assertTrue(request == null || !request.isBuildable(), "gone, or dead until the next scan removes it");
        assertTrue(organization.simulator().requests("ListBranches").isEmpty(), "all without a scan");
    }

    @Test
    void aMergeRequestFromAForkDoesNothingWithoutTheForkTrait() throws Exception {
        long fork = organization.repository("someone/app");
        organization.git(repository).forkTo(organization.git(fork));
        organization.git(fork).commit("patch", "a", "2");
        organization.sources().openMergeRequest(repository, fork, "patch", "main");
        awaitEvents(jenkins);
        assertEquals(Set.of("main"), names(project));
    }

    @Test
    void aDeletedBranchIsNotBuiltAndRemovedByTheNextScan() throws Exception {
        organization.sources().commit(repository, "feature", "a", "2");
        awaitEvents(jenkins);
        organization.sources().update(repository, "refs/heads/feature", "0".repeat(40));
        awaitEvents(jenkins);
        WorkflowJob gone = project.getItem("feature");
        assertFalse(gone != null && gone.isBuildable());
        scan(jenkins, project);
        assertEquals(List.of("main"), List.copyOf(names(project)));
    }

    @Test
    void aPushWhoseCheckFailsInCodeupIsCheckedAgain() throws Exception {
        HeadEvents.firstPauseMillis = 100;
        String unavailable = "{\"errorCode\":\"Forbidden\"}";
        for (int i = 0; i < 3; i++) {
            organization.simulator().failNext("GetBranch", Fault.answer(Reply.json(403, unavailable)));
        }
        organization.sources().commit(repository, "feature", "a", "5");
        awaitEvents(jenkins);
        jenkins.assertLogContains(
                "built 5",
                jenkins.assertBuildStatusSuccess(project.getItem("feature").getLastBuild()));
        assertEquals(1, builds("feature"));
    }

    private int builds(String name) {
        WorkflowJob job = project.getItem(name);
        return job == null ? 0 : job.getBuilds().size();
    }
}
