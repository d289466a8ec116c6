package io.jenkins.plugins.codeup.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.connection.EventSource;
import io.jenkins.plugins.codeup.scm.BranchDiscoveryTrait;
import io.jenkins.plugins.codeup.scm.CodeupSCMNavigator;
import io.jenkins.plugins.codeup.scm.Organization;
import java.util.Set;
import java.util.TreeSet;
import jenkins.branch.OrganizationFolder;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Repositories of a folder's organization that are new, renamed or archived: the watch sees it. */
class FolderWatchTest {

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();
    private OrganizationFolder folder;
    private long app;

    @BeforeEach
    void scan() throws Exception {
        Rounds.use(EventSource.WATCH);
        app = organization.repositoryWithJenkinsfile("team/app");
        CodeupSCMNavigator navigator =
                Organization.navigator(new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL));
        navigator.setGroup("team");
        folder = Organization.folder(jenkins, navigator);
        Organization.scan(jenkins, folder);
        Rounds.run(jenkins);
        Rounds.run(jenkins);
        assertEquals(Set.of("app"), projects());
    }

    @Test
    void aNewRepositoryBecomesAProjectWithoutAFullScan() throws Exception {
        organization.repositoryWithJenkinsfile("team/sub/new");
        organization.repositoryWithJenkinsfile("other/not-in-the-group");
        organization.simulator().forgetRequests();
        Rounds.run(jenkins);
        Organization.awaitEvents(jenkins);
        assertEquals(Set.of("app", "sub/new"), projects());
        assertEquals(
                1,
                folder.getItemByProjectName("sub/new")
                        .getItem("main")
                        .getBuilds()
                        .size());
        assertEquals(1, organization.simulator().calls("ListRepositories"), "no full scan");

        organization.sources().commit(organization.repository("team/later"), "main", "a", "1");
        Rounds.run(jenkins);
        Organization.awaitEvents(jenkins);
        assertEquals(Set.of("app", "sub/new"), projects(), "it has no Jenkinsfile");
    }

    @Test
    void pushesToAProjectOfTheFolderAreBuilt() throws Exception {
        organization.sources().commit(app, "main", "a", "2");
        Rounds.run(jenkins);
        Organization.awaitEvents(jenkins);
        WorkflowJob main = (WorkflowJob) folder.getItemByProjectName("app").getItem("main");
        assertEquals(2, main.getBuilds().size());
        assertFalse(main.getLastBuild().getCauses().isEmpty());
    }

    @Test
    void aRenamedRepositoryGetsAProjectOfItsNewNameAndAnArchivedOneLosesIt() throws Exception {
        organization.simulator().changeRepository(app, "team/renamed", false);
        Rounds.turn(jenkins);
        Organization.awaitEvents(jenkins);
        assertTrue(projects().contains("renamed"), projects()::toString);

        organization.simulator().changeRepository(app, "team/renamed", true);
        Rounds.turn(jenkins);
        Organization.awaitEvents(jenkins);
        assertFalse(projects().contains("app"), projects()::toString);
    }

    private Set<String> projects() {
        Set<String> names = new TreeSet<>();
        folder.getItems().forEach(project -> names.add(project.getDisplayName()));
        return names;
    }
}
