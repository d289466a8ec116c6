package io.jenkins.plugins.codeup.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.Run;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.scm.BranchDiscoveryTrait;
import io.jenkins.plugins.codeup.scm.Organization;
import io.jenkins.plugins.codeup.simulator.data.SimulatedHook;
import io.jenkins.plugins.codeup.step.WebhookAction;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** The jobs of a multibranch project's branches share the project's webhook URL. */
class BranchJobsTest {

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();

    @Test
    void buildsOfBranchesCreateOneWebhookWithTheProjectsUrl() throws Exception {
        long repository = organization.repository("team/app");
        organization
                .git(repository)
                .commit("main", "Jenkinsfile", "codeupCreateWebhook repository: 'team/app', credentialsId: 'token'");
        organization.git(repository).commit("feature", "a", "1");
        WorkflowMultiBranchProject project =
                organization.project(jenkins, "team/app", new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL));

        assertEquals(2, project.getItems().size());
        List<SimulatedHook> hooks = organization.simulator().hooks(repository);
        assertEquals(1, hooks.size());
        assertEquals(
                ItemWebhook.of(project).url(SimulatedCodeup.ROOT_URL),
                hooks.get(0).settings().url());
        for (WorkflowJob branch : project.getItems()) {
            Run<?, ?> build = jenkins.assertBuildStatusSuccess(branch.getLastBuild());
            assertEquals(hooks.get(0).id(), build.getAction(WebhookAction.class).getId());
        }
    }
}
