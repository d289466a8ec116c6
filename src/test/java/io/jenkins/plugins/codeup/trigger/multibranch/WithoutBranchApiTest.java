package io.jenkins.plugins.codeup.trigger.multibranch;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.ExtensionList;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.codeup.step.CreateWebhookBuilder;
import io.jenkins.plugins.codeup.trigger.TriggerItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** The Branch API and folders are optional: a Jenkins without them starts and has the plugin. */
class WithoutBranchApiTest {

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension()
            .omitPlugins(
                    "branch-api",
                    "cloudbees-folder",
                    "workflow-multibranch",
                    "pipeline-model-definition",
                    "pipeline-groovy-lib",
                    "configuration-as-code");

    @Test
    void startsAndAJobIsItsOwnTriggerItem() throws Throwable {
        jenkins.then(WithoutBranchApiTest::check);
    }

    private static void check(JenkinsRule rule) throws Throwable {
        assertNull(rule.jenkins.getPlugin("branch-api"));
        assertTrue(rule.jenkins.getPluginManager().getPlugin("codeup-webhook").isActive());
        assertTrue(ExtensionList.lookup(TriggerItem.class).isEmpty(), "what would call the Branch API is not there");
        FreeStyleProject job = rule.createFreeStyleProject();
        assertSame(job, TriggerItem.of(job));
        assertTrue(rule.jenkins.getDescriptor(CreateWebhookBuilder.class) != null);
    }
}
