package io.jenkins.plugins.codeup.scm;

import static io.jenkins.plugins.codeup.scm.Organization.awaitEvents;
import static io.jenkins.plugins.codeup.scm.Organization.names;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Cause;
import java.util.Set;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** With the tag trait, scans and deliveries turn tags into jobs that build the tagged commit. */
class TagsTest {

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();

    @Test
    void aTagIsFoundFollowedAndBuilt() throws Exception {
        long id = organization.repositoryWithJenkinsfile("team/app");
        String old = organization.head(id, "main");
        organization.git(id).update("refs/tags/v1", old);
        organization.git(id).commit("main", "a", "newer");
        WorkflowMultiBranchProject project = organization.project(jenkins, "team/app", new TagDiscoveryTrait());
        assertEquals(Set.of("v1"), names(project));
        WorkflowJob first = project.getItem("v1");
        assertNull(first.getLastBuild(), "tags are not built by themselves unless a strategy says so");
        first.scheduleBuild(0, new Cause.UserIdCause());
        jenkins.waitUntilNoActivity();
        jenkins.assertLogContains("built 1", jenkins.assertBuildStatusSuccess(first.getLastBuild()));

        organization.deliver(project, id);
        organization.simulator().forgetRequests();
        organization.sources().update(id, "refs/tags/v1.1", old);
        awaitEvents(jenkins);
        assertEquals(Set.of("v1", "v1.1"), names(project));
        assertTrue(organization.simulator().requests("ListBranches").isEmpty());
    }
}
