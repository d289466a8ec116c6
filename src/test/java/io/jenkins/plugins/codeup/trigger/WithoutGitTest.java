package io.jenkins.plugins.codeup.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.ExtensionList;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.endpoint.DeliveryHandler;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** Git, the SCM API and multibranch projects are optional: a delivery starts builds in a Jenkins without them. */
class WithoutGitTest {

    private static final String PUSH = "{\"object_kind\":\"push\",\"ref\":\"refs/heads/main\",\"after\":\""
            + "2222222222222222222222222222222222222222\",\"repository\":{\"url\":\"https://codeup.aliyun.com/o/app\"}}";

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension()
            .omitPlugins(
                    "git",
                    "git-client",
                    "scm-api",
                    "branch-api",
                    "cloudbees-folder",
                    "configuration-as-code",
                    // what would ask for the SCM API
                    "workflow-api",
                    "workflow-support",
                    "workflow-cps",
                    "workflow-job",
                    "workflow-scm-step",
                    "workflow-basic-steps",
                    "workflow-durable-task-step",
                    "workflow-multibranch",
                    "pipeline-model-api",
                    "pipeline-model-definition",
                    "pipeline-model-extensions",
                    "pipeline-stage-step",
                    "pipeline-stage-tags-metadata",
                    "pipeline-input-step",
                    "pipeline-groovy-lib",
                    "plugin-util-api",
                    "font-awesome-api",
                    "bootstrap5-api",
                    "prism-api");

    @Test
    void aDeliveryStartsABuild() throws Throwable {
        jenkins.then(WithoutGitTest::check);
    }

    private static void check(JenkinsRule rule) throws Throwable {
        for (String plugin : List.of("git", "scm-api", "branch-api", "workflow-job")) {
            assertNull(rule.jenkins.getPlugin(plugin), plugin);
        }
        assertTrue(ExtensionList.lookup(JobSources.class).isEmpty(), "what would call git is not there");
        assertEquals(1, ExtensionList.lookup(DeliveryHandler.class).size());
        FreeStyleProject job = rule.createFreeStyleProject();
        job.setQuietPeriod(0);
        job.addTrigger(new CodeupTrigger());
        assertEquals(202, Deliveries.send(ItemWebhook.of(job), "Push Hook", PUSH).statusCode());
        for (int i = 0; i < 600 && job.getLastBuild() == null; i++) {
            Thread.sleep(100);
        }
        rule.waitUntilNoActivity();
        assertEquals(1, job.getBuilds().size());
    }
}
