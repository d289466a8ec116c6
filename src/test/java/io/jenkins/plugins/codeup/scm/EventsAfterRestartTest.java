package io.jenkins.plugins.codeup.scm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.jenkins.JenkinsSessions;
import java.util.List;
import jenkins.scm.api.metadata.PrimaryInstanceMetadataAction;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What events need of a scan outlives the source object. */
class EventsAfterRestartTest {

    @RegisterExtension
    private final JenkinsSessions sessions = new JenkinsSessions();

    @RegisterExtension
    private final Organization organization = Organization.acrossRestarts();

    @Test
    @FieldCase({"B2", "B28", "J19", "J23"})
    void aPushIsMatchedByTheCloneUrlAndTheDefaultBranchStaysPrimary() throws Throwable {
        long[] repository = new long[1];
        sessions.then(jenkins -> {
            organization.connect();
            repository[0] = organization.repositoryWithJenkinsfile("team/app");
            organization.git(repository[0]).commit("main", "Jenkinsfile", "echo \"primary ${env.BRANCH_IS_PRIMARY}\"");
            WorkflowMultiBranchProject project = organization.project(
                    jenkins, "team/app", new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL));
            assertNotNull(project.getItem("main").getAction(PrimaryInstanceMetadataAction.class));
            organization.project(
                    jenkins,
                    String.valueOf(repository[0]),
                    new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL));
        });
        sessions.then(jenkins -> {
            List<WorkflowMultiBranchProject> projects = jenkins.jenkins.getAllItems(WorkflowMultiBranchProject.class);
            assertEquals(2, projects.size());
            for (WorkflowMultiBranchProject project : projects) {
                organization.deliver(project, repository[0]);
            }
            organization.simulator().forgetRequests();
            organization.sources().commit(repository[0], "main", "a", "2");
            Organization.awaitEvents(jenkins);
            for (WorkflowMultiBranchProject project : projects) {
                WorkflowJob main = project.getItem("main");
                assertEquals(2, main.getBuilds().size());
                jenkins.assertLogContains("primary true", main.getLastBuild());
                assertNotNull(main.getAction(PrimaryInstanceMetadataAction.class));
            }
            assertTrue(organization.simulator().requests("ListBranches").isEmpty(), "no full scan");
            assertTrue(organization.simulator().requests("GetRepository").isEmpty(), "the location is stored");
        });
    }
}
