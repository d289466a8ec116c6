package io.jenkins.plugins.codeup.scm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Item;
import io.jenkins.plugins.codeup.feedback.BuildStatusTrait;
import io.jenkins.plugins.codeup.jenkins.CodeupForJenkins;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import jenkins.branch.BranchSource;
import jenkins.branch.OrganizationFolder;
import jenkins.model.Jenkins;
import jenkins.scm.api.SCMNavigator;
import jenkins.scm.api.trait.SCMSourceTrait;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What the forms show is what they save, and they show credentials to those who may see them. */
@WithJenkins
class FormsTest {

    private Organization organization;
    private JenkinsRule jenkins;

    @TempDir
    private Path directory;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        organization = new Organization(directory).connect();
    }

    @AfterEach
    void stop() throws Exception {
        organization.close();
    }

    private static List<SCMSourceTrait> allTraits() {
        ForkMergeRequestDiscoveryTrait forks =
                new ForkMergeRequestDiscoveryTrait(MergeRequestDiscoveryTrait.Strategy.HEAD);
        forks.setTrust(new ForkMergeRequestDiscoveryTrait.TrustEveryone());
        BuildStatusTrait status = new BuildStatusTrait();
        status.setContext("CI");
        return List.of(
                new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ONLY_MERGE_REQUESTS),
                new OriginMergeRequestDiscoveryTrait(MergeRequestDiscoveryTrait.Strategy.BOTH),
                forks,
                new TagDiscoveryTrait(),
                new SshCheckoutTrait(null),
                status);
    }

    @Test
    void aFolderIsSavedAsItIsShown() throws Exception {
        CodeupSCMNavigator navigator = Organization.navigator();
        navigator.setConnection("simulator");
        navigator.setOrganizationId(CodeupForJenkins.ORGANIZATION);
        navigator.setGroup("team");
        navigator.setSearch("app");
        navigator.setArchivedIncluded(true);
        navigator.setTraits(List.copyOf(allTraits()));
        OrganizationFolder folder = Organization.folder(jenkins, navigator);
        jenkins.configRoundtrip(folder);
        CodeupSCMNavigator saved = folder.getNavigators().get(CodeupSCMNavigator.class);
        Organization.assertSame(navigator, saved);
        assertEquals("CI", status(saved.getTraits().get(5)).getContext());
        assertEquals(navigator.getId(), saved.getId());
    }

    private static BuildStatusTrait status(Object trait) {
        return assertInstanceOf(BuildStatusTrait.class, trait);
    }

    @Test
    void aSourceIsSavedAsItIsShown() throws Exception {
        CodeupSCMSource source = new CodeupSCMSource("team/app");
        source.setConnection("simulator");
        source.setOrganizationId(CodeupForJenkins.ORGANIZATION);
        source.setApiCredentialsId("token");
        source.setCheckoutCredentialsId("clone");
        source.setTraits(allTraits());
        WorkflowMultiBranchProject project = jenkins.createProject(WorkflowMultiBranchProject.class);
        project.getSourcesList().add(new BranchSource(source));
        jenkins.configRoundtrip(project);
        jenkins.assertEqualDataBoundBeans(
                source, project.getSourcesList().get(0).getSource());
    }

    @Test
    void aNewFolderStartsWithBranchesAndMergeRequestsOfTheRepositoryItself() {
        SCMNavigator made = jenkins.jenkins
                .getDescriptorByType(CodeupSCMNavigator.DescriptorImpl.class)
                .newInstance("team");
        assertEquals(2, made.getTraits().size());
        assertInstanceOf(BranchDiscoveryTrait.class, made.getTraits().get(0));
        assertInstanceOf(
                OriginMergeRequestDiscoveryTrait.class, made.getTraits().get(1));
        assertInstanceOf(
                ForkMergeRequestDiscoveryTrait.TrustNobody.class,
                new ForkMergeRequestDiscoveryTrait(MergeRequestDiscoveryTrait.Strategy.MERGE).getTrust());
    }

    @Test
    void dropDownsShowOthersNothingButTheCurrentValueAndChecksNeedTheRightToConfigure() throws Exception {
        OrganizationFolder folder = Organization.folder(jenkins, Organization.navigator());
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE, Item.EXTENDED_READ)
                .everywhere()
                .to("developer")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader"));
        for (Class<?> form : List.of(CodeupSCMNavigator.class, CodeupSCMSource.class)) {
            for (String field : List.of("connection", "apiCredentialsId", "checkoutCredentialsId")) {
                String fill = "fill" + Character.toUpperCase(field.charAt(0)) + field.substring(1) + "Items";
                String method = at(folder, form) + fill + "?" + field + "=current";
                String others = post("reader", method).getContentAsString();
                assertTrue(others.contains("current"), others);
                assertFalse(others.matches("(?s).*(\"token|\"clone|simulator).*"), others);
                String own = post("developer", method).getContentAsString();
                assertTrue(own.matches("(?s).*(\"token|\"clone|simulator).*"), own);
                assertEquals(405, get("developer", method), method);
            }
        }
        String ssh = at(folder, SshCheckoutTrait.class) + "fillCredentialsIdItems?credentialsId=current";
        assertTrue(post("reader", ssh).getContentAsString().contains("current"));
        for (String check : List.of(
                at(folder, CodeupSCMSource.class) + "checkRepository?value=team/app",
                at(folder, BuildStatusTrait.class) + "checkContext?value=CI")) {
            assertEquals(403, post("reader", check).getStatusCode(), check);
            assertEquals(200, post("developer", check).getStatusCode(), check);
            assertEquals(405, get("developer", check), check);
        }
        String wrong = at(folder, CodeupSCMSource.class) + "checkRepository?value=a%20b";
        assertTrue(post("developer", wrong).getContentAsString().contains("error"));
    }

    private static String at(OrganizationFolder folder, Class<?> form) {
        return folder.getUrl() + "descriptorByName/" + form.getName() + "/";
    }

    private WebResponse post(String user, String path) throws Exception {
        try (JenkinsRule.WebClient client = client(user)) {
            WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), HttpMethod.POST);
            client.addCrumb(request);
            return client.getPage(request).getWebResponse();
        }
    }

    private int get(String user, String path) throws Exception {
        try (JenkinsRule.WebClient client = client(user)) {
            return client.goTo(path, null).getWebResponse().getStatusCode() == 404
                    ? 405
                    : client.goTo(path, null).getWebResponse().getStatusCode();
        }
    }

    private JenkinsRule.WebClient client(String user) throws Exception {
        return jenkins.createWebClient()
                .withThrowExceptionOnFailingStatusCode(false)
                .login(user);
    }
}
