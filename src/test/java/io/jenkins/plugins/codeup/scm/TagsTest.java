package io.jenkins.plugins.codeup.scm;

import static io.jenkins.plugins.codeup.scm.Organization.eventually;
import static io.jenkins.plugins.codeup.scm.Organization.names;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Cause;
import java.nio.file.Path;
import java.util.Set;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** With the tag trait, scans and deliveries turn tags into jobs that build the tagged commit. */
@WithJenkins
class TagsTest {

    @TempDir
    private Path directory;

    @Test
    void aTagIsFoundFollowedAndBuilt(JenkinsRule jenkins) throws Exception {
        try (Organization organization = new Organization(directory).connect()) {
            long id = organization.repositoryWithJenkinsfile("team/app");
            String old =
                    organization.git(id).branch("main").orElseThrow().commit().id();
            organization.git(id).update("refs/tags/v1", old);
            organization.git(id).commit("main", "a", "newer");
            WorkflowMultiBranchProject project = organization.project(jenkins, "team/app", new TagDiscoveryTrait());
            assertEquals(Set.of("v1"), names(project));
            WorkflowJob first = project.getItem("v1");
            assertNull(first.getLastBuild(), "tags are not built by themselves unless a strategy says so");
            first.scheduleBuild(0, new Cause.UserIdCause());
            eventually(jenkins, () -> first.getLastBuild() != null);
            jenkins.assertLogContains("built 1", jenkins.assertBuildStatusSuccess(first.getLastBuild()));

            organization.deliver(project, id);
            organization.simulator().forgetRequests();
            organization.sources().update(id, "refs/tags/v1.1", old);
            eventually(jenkins, () -> project.getItem("v1.1") != null);
            assertEquals(Set.of("v1", "v1.1"), names(project));
            assertTrue(organization.simulator().requests("ListBranches").isEmpty());
        }
    }
}
