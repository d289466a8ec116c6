package io.jenkins.plugins.codeup.scm;

import static io.jenkins.plugins.codeup.scm.Organization.awaitEvents;
import static io.jenkins.plugins.codeup.scm.Organization.names;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Queue;
import hudson.model.queue.CauseOfBlockage;
import hudson.model.queue.QueueTaskDispatcher;
import io.jenkins.plugins.codeup.jenkins.Await;
import java.util.Set;
import jenkins.branch.OrganizationFolder;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/** The scan of a project goes on with what its folder has just read, unless that may be out of date. */
class ScanHandoverTest {

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private static volatile boolean held;

    private final JenkinsRule jenkins = organization.jenkins();
    private long repository;
    private OrganizationFolder folder;

    /** Holds the scans of projects back, as the queue does if many wait. */
    @TestExtension
    public static class Hold extends QueueTaskDispatcher {

        @Override
        public CauseOfBlockage canRun(Queue.Item item) {
            return held && item.task instanceof WorkflowMultiBranchProject
                    ? CauseOfBlockage.fromMessage(Messages._CodeupSCMSource_branches())
                    : null;
        }
    }

    @BeforeEach
    void scanTheFolderAlone() throws Exception {
        repository = organization.repositoryWithJenkinsfile("team/app");
        organization.git(repository).update("refs/heads/feature", organization.head(repository, "main"));
        folder = Organization.folder(
                jenkins, Organization.navigator(new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL)));
        held = true;
        folder.scheduleBuild2(0).getFuture().get();
        assertEquals(1, folder.getItems().size());
    }

    @AfterEach
    void release() {
        held = false;
    }

    @Test
    void branchesAreReadOnceForTheFolderAndTheProject() throws Exception {
        scanTheProject();
        assertEquals(Set.of("main", "feature"), names(project()));
        assertEquals(1, organization.simulator().requests("ListBranches").size());
        assertEquals(
                1 + 2,
                organization.simulator().requests("GetFileBlobs").size(),
                "once for both branches, which have one commit, and once for each build");
    }

    @Test
    void aBranchWithAnEventBetweenTheTwoScansStays() throws Exception {
        organization.deliver(project(), repository);
        organization.sources().commit(repository, "late", "a", "2");
        Await.until("the branch has a job", () -> project().getItem("late") != null);
        scanTheProject();
        assertEquals(Set.of("main", "feature", "late"), names(project()));
        assertTrue(organization.simulator().requests("ListBranches").size() > 1, "read again");
    }

    @Test
    void whoeverStartsAScanGetsWhatIsThereNow() throws Exception {
        organization.git(repository).commit("late", "a", "2");
        project().scheduleBuild2(0, new CauseAction(new Cause.UserIdCause()));
        scanTheProject();
        assertEquals(Set.of("main", "feature", "late"), names(project()));
    }

    @Test
    void theNextScanReadsTheBranchesAgain() throws Exception {
        scanTheProject();
        organization.git(repository).commit("late", "a", "2");
        project().scheduleBuild2(0).getFuture().get();
        assertEquals(Set.of("main", "feature", "late"), names(project()));
    }

    private WorkflowMultiBranchProject project() {
        return (WorkflowMultiBranchProject) folder.getItems().iterator().next();
    }

    private void scanTheProject() throws Exception {
        held = false;
        jenkins.jenkins.getQueue().scheduleMaintenance();
        awaitEvents(jenkins);
    }
}
