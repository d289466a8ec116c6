package io.jenkins.plugins.codeup.scm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.triggers.Trigger;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.jenkins.Users;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** The trigger of multibranch projects as a form. */
class MultibranchTriggerTest {

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.connected();

    private final JenkinsRule jenkins = codeup.jenkins();
    private WorkflowMultiBranchProject project;

    @BeforeEach
    void connect() throws Exception {
        project = jenkins.createProject(WorkflowMultiBranchProject.class, "branches");
    }

    @Test
    void theFormKeepsAllFields() throws Exception {
        MultibranchTrigger trigger = new MultibranchTrigger();
        trigger.setConnection("simulator");
        trigger.setRepository("team/app");
        trigger.setManageWebhook(false);
        project.addTrigger(trigger);
        jenkins.configRoundtrip(project);
        assertEquals(1, project.getTriggers().size());
        Trigger<?> after = project.getTriggers().values().iterator().next();
        jenkins.assertEqualDataBoundBeans(trigger, after);
    }

    @Test
    void connectionsAreListedToThoseWhoMaySeeThem() throws Exception {
        Users users = Users.of(jenkins);
        String path = project.getUrl() + "descriptorByName/" + MultibranchTrigger.class.getName()
                + "/fillConnectionItems?connection=current";
        assertFalse(users.post("reader", path).getContentAsString().contains("simulator"));
        assertTrue(users.post("developer", path).getContentAsString().contains("simulator"));
    }
}
