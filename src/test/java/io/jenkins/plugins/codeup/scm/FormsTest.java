package io.jenkins.plugins.codeup.scm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.feedback.BuildStatusTrait;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.jenkins.Users;
import java.util.List;
import jenkins.branch.BranchSource;
import jenkins.branch.OrganizationFolder;
import jenkins.scm.api.SCMNavigator;
import jenkins.scm.api.trait.SCMSourceTrait;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** The forms save what they show, and list credentials only to people who may see them. */
class FormsTest {

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();

    private static List<SCMSourceTrait> allTraits() {
        ForkMergeRequestDiscoveryTrait forks =
                new ForkMergeRequestDiscoveryTrait(MergeRequestDiscoveryTrait.Strategy.HEAD);
        forks.setTrust(new ForkMergeRequestDiscoveryTrait.TrustEveryone());
        BuildStatusTrait status = new BuildStatusTrait();
        status.setContext("CI");
        BranchDiscoveryTrait branches = new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ONLY_MERGE_REQUESTS);
        branches.setAlwaysIncluded("release/*");
        PathsTrait paths = new PathsTrait();
        paths.setPaths("src/**");
        paths.setExcludedPaths("**.md");
        return List.of(
                branches,
                new OriginMergeRequestDiscoveryTrait(MergeRequestDiscoveryTrait.Strategy.BOTH),
                forks,
                new TagDiscoveryTrait(),
                new SkipDraftsTrait(),
                new AbortOlderBuildsTrait(),
                new SkipCiTrait(),
                new IgnoredAuthorsTrait("bot"),
                paths,
                new SshCheckoutTrait(null),
                status);
    }

    @Test
    void aFolderIsSavedAsItIsShown() throws Exception {
        CodeupSCMNavigator navigator = Organization.navigator();
        navigator.setConnection("simulator");
        navigator.setOrganizationId(SimulatedCodeup.ORGANIZATION);
        navigator.setGroup("team");
        navigator.setSearch("app");
        navigator.setArchivedIncluded(true);
        navigator.setTraits(List.copyOf(allTraits()));
        OrganizationFolder folder = Organization.folder(jenkins, navigator);
        jenkins.configRoundtrip(folder);
        CodeupSCMNavigator saved = folder.getNavigators().get(CodeupSCMNavigator.class);
        Organization.assertSame(navigator, saved);
        assertEquals("CI", status(saved.getTraits().get(10)).getContext());
        assertEquals(navigator.getId(), saved.getId());
    }

    private static BuildStatusTrait status(Object trait) {
        return assertInstanceOf(BuildStatusTrait.class, trait);
    }

    @Test
    void aSourceIsSavedAsItIsShown() throws Exception {
        CodeupSCMSource source = new CodeupSCMSource("team/app");
        source.setConnection("simulator");
        source.setOrganizationId(SimulatedCodeup.ORGANIZATION);
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
        Users users = Users.of(jenkins);
        for (Class<?> form : List.of(CodeupSCMNavigator.class, CodeupSCMSource.class)) {
            for (String field : List.of("connection", "apiCredentialsId", "checkoutCredentialsId")) {
                String fill = "fill" + Character.toUpperCase(field.charAt(0)) + field.substring(1) + "Items";
                String method = at(folder, form) + fill + "?" + field + "=current";
                String others = users.post("reader", method).getContentAsString();
                assertTrue(others.contains("current"), others);
                assertFalse(others.matches("(?s).*(\"token|\"clone|simulator).*"), others);
                String own = users.post("developer", method).getContentAsString();
                assertTrue(own.matches("(?s).*(\"token|\"clone|simulator).*"), own);
                users.assertPostOnly("developer", method);
            }
        }
        String ssh = at(folder, SshCheckoutTrait.class) + "fillCredentialsIdItems?credentialsId=current";
        assertTrue(users.post("reader", ssh).getContentAsString().contains("current"));
        for (String check : List.of(
                at(folder, CodeupSCMSource.class) + "checkRepository?value=team/app",
                at(folder, BuildStatusTrait.class) + "checkContext?value=CI")) {
            assertEquals(403, users.post("reader", check).getStatusCode(), check);
            assertEquals(200, users.post("developer", check).getStatusCode(), check);
            users.assertPostOnly("developer", check);
        }
        String wrong = at(folder, CodeupSCMSource.class) + "checkRepository?value=a%20b";
        assertTrue(users.post("developer", wrong).getContentAsString().contains("error"));
    }

    private static String at(OrganizationFolder folder, Class<?> form) {
        return folder.getUrl() + "descriptorByName/" + form.getName() + "/";
    }
}
