package io.jenkins.plugins.codeup.hooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Item;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.scm.BranchDiscoveryTrait;
import io.jenkins.plugins.codeup.scm.Organization;
import java.net.URL;
import jenkins.branch.OrganizationFolder;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** The page of a project that an organization folder made: whoever may configure the folder rotates its secret. */
class FolderProjectPageTest {

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();

    @Test
    void isForThoseWhoMayConfigureTheFolder() throws Exception {
        organization.manageWebhooks();
        long id = organization.repositoryWithJenkinsfile("team/app");
        OrganizationFolder folder = Organization.folder(
                jenkins, Organization.navigator(new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL)));
        Organization.scan(jenkins, folder);
        Idle.await();
        WorkflowMultiBranchProject project = (WorkflowMultiBranchProject) folder.getItem("team%2Fapp");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("developer", "reader")
                .grant(Item.CONFIGURE)
                .onItems(folder)
                .to("developer"));
        String page = project.getUrl() + "codeup-deliveries/";
        assertEquals(403, request(jenkins, "reader", HttpMethod.GET, page).getStatusCode());
        assertEquals(
                403,
                request(jenkins, "reader", HttpMethod.POST, page + "newSecret").getStatusCode());
        for (String user : new String[] {"admin", "developer"}) {
            assertEquals(200, request(jenkins, user, HttpMethod.GET, page).getStatusCode(), user);
            String before = ItemWebhook.of(project).secret().getPlainText();
            organization.codeup().mustNotLeak(before);
            WebResponse after = request(jenkins, user, HttpMethod.POST, page + "newSecret");
            assertEquals(200, after.getStatusCode());
            assertTrue(after.getContentAsString().contains("Codeup has the new one"), after.getContentAsString());
            String now = ItemWebhook.of(project).secret().getPlainText();
            organization.codeup().mustNotLeak(now);
            assertNotEquals(before, now, "also the second time within a day");
            assertEquals(
                    now, organization.simulator().hooks(id).get(0).settings().secretToken());
        }
        assertFalse(organization.simulator().hooks(id).size() > 1);
    }

    private static WebResponse request(JenkinsRule jenkins, String user, HttpMethod method, String path)
            throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()
                .withThrowExceptionOnFailingStatusCode(false)
                .withJavaScriptEnabled(false)
                .withBasicCredentials(user)) {
            WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), method);
            if (method == HttpMethod.POST) {
                client.addCrumb(request);
            }
            return client.getPage(request).getWebResponse();
        }
    }
}
