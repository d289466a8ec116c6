package io.jenkins.plugins.codeup.discovery;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.trigger.ItemHook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** Git is optional: a Jenkins without it starts, has the plugin, and offers no folders and sources that need it. */
class WithoutGitTest {

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension().omitPlugins("git");

    @Test
    void startsWithoutFoldersAndSources() throws Throwable {
        jenkins.then(WithoutGitTest::check);
    }

    private static void check(JenkinsRule rule) throws Throwable {
        assertNull(rule.jenkins.getPlugin("git"));
        assertTrue(rule.jenkins.getPluginManager().getPlugin("codeup-webhook").isActive());
        assertTrue(rule.jenkins.getPluginManager().getPlugin("branch-api").isActive());
        assertNull(rule.jenkins.getDescriptorByName("io.jenkins.plugins.codeup.discovery.CodeupSCMNavigator"));
        assertNull(rule.jenkins.getDescriptorByName("io.jenkins.plugins.codeup.discovery.CodeupSCMSource"));
        assertTrue(ItemHook.of(rule.createFreeStyleProject()) != null);
    }
}
