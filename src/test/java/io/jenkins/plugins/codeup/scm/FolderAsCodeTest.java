package io.jenkins.plugins.codeup.scm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.codeup.feedback.BuildStatusTrait;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import jenkins.branch.OrganizationFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** The guide's example of a folder by Job DSL in a configuration as code. */
class FolderAsCodeTest {

    private static final Path EXAMPLE = Path.of("docs", "examples", "organization-folder", "jenkins.yaml");

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();

    @Test
    void theExampleMakesAFolderThatFindsRepositories() throws Exception {
        organization.repositoryWithJenkinsfile("team/app");
        organization.repositoryWithJenkinsfile("other/app");
        ConfigurationAsCode.get().configure(EXAMPLE.toUri().toString());
        OrganizationFolder folder = jenkins.jenkins.getItemByFullName("team", OrganizationFolder.class);

        CodeupSCMNavigator expected = new CodeupSCMNavigator();
        expected.setOrganizationId(SimulatedCodeup.ORGANIZATION);
        expected.setApiCredentialsId("token");
        expected.setCheckoutCredentialsId("clone");
        expected.setGroup("team");
        ForkMergeRequestDiscoveryTrait forks =
                new ForkMergeRequestDiscoveryTrait(MergeRequestDiscoveryTrait.Strategy.MERGE);
        expected.setTraits(List.of(
                new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.EXCLUDE_MERGE_REQUESTS),
                new OriginMergeRequestDiscoveryTrait(MergeRequestDiscoveryTrait.Strategy.MERGE),
                forks,
                new TagDiscoveryTrait(),
                new BuildStatusTrait()));
        CodeupSCMNavigator made = folder.getNavigators().get(CodeupSCMNavigator.class);
        Organization.assertSame(expected, made);

        Organization.scan(jenkins, folder);
        assertEquals(Set.of("app"), Organization.names(folder));
    }

    @Test
    void guidesShowThatExample() throws Exception {
        for (String guide : new String[] {"guide.md", "guide.zh_CN.md"}) {
            String text = Files.readString(Path.of("docs", guide));
            assertTrue(text.contains("```yaml\n" + Files.readString(EXAMPLE) + "```\n"), guide);
        }
    }
}
