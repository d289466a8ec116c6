package io.jenkins.plugins.codeup.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.Run;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.step.WebhookAction;
import java.nio.charset.StandardCharsets;
import jenkins.branch.BranchSource;
import jenkins.scm.impl.mock.MockSCMController;
import jenkins.scm.impl.mock.MockSCMDiscoverBranches;
import jenkins.scm.impl.mock.MockSCMSource;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Branches of a multibranch project share the project's webhook. */
class BranchJobsTest {

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.connected();

    private final JenkinsRule jenkins = codeup.jenkins();

    private static final byte[] JENKINSFILE =
            "codeupCreateWebhook repository: 'team/app', credentialsId: 'key'".getBytes(StandardCharsets.UTF_8);

    @Test
    void buildsOfBranchesCreateOneWebhookWithTheProjectsUrl() throws Exception {
        try (MockSCMController repositories = MockSCMController.create()) {
            repositories.createRepository("app");
            repositories.addFile("app", "master", "a Pipeline", "Jenkinsfile", JENKINSFILE);
            repositories.cloneBranch("app", "master", "feature");
            WorkflowMultiBranchProject project = jenkins.createProject(WorkflowMultiBranchProject.class, "app");
            project.getSourcesList()
                    .add(new BranchSource(new MockSCMSource(repositories, "app", new MockSCMDiscoverBranches())));
            project.scheduleBuild2(0).getFuture().get();
            jenkins.waitUntilNoActivity();

            assertEquals(2, project.getItems().size());
            for (WorkflowJob branch : project.getItems()) {
                Run<?, ?> build = jenkins.assertBuildStatusSuccess(branch.getLastBuild());
                assertEquals(
                        codeup.hook().id(), build.getAction(WebhookAction.class).getId());
            }
            assertEquals(
                    ItemWebhook.of(project).url(SimulatedCodeup.ROOT_URL),
                    codeup.hookSettings().url());
        }
    }
}
