package io.jenkins.plugins.codeup.scm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Item;
import hudson.triggers.Trigger;
import io.jenkins.plugins.codeup.jenkins.CodeupForJenkins;
import java.net.URL;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The trigger of multibranch projects as a form. */
@WithJenkins
class MultibranchTriggerTest {

    private final CodeupForJenkins codeup = new CodeupForJenkins();
    private JenkinsRule jenkins;
    private WorkflowMultiBranchProject project;

    @BeforeEach
    void connect(JenkinsRule rule) throws Exception {
        jenkins = rule;
        codeup.connect();
        project = jenkins.createProject(WorkflowMultiBranchProject.class, "branches");
    }

    @AfterEach
    void stop() throws Exception {
        codeup.close();
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
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE, Item.EXTENDED_READ)
                .everywhere()
                .to("developer")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader"));
        assertFalse(connections("reader").contains("simulator"));
        assertTrue(connections("developer").contains("simulator"));
    }

    private String connections(String user) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient().login(user)) {
            String path = project.getUrl() + "descriptorByName/" + MultibranchTrigger.class.getName()
                    + "/fillConnectionItems?connection=current";
            WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), HttpMethod.POST);
            client.addCrumb(request);
            return client.getPage(request).getWebResponse().getContentAsString();
        }
    }
}
