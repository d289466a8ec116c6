package io.jenkins.plugins.codeup.scm;

import static io.jenkins.plugins.codeup.scm.Organization.names;
import static io.jenkins.plugins.codeup.scm.Organization.scan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.hooks.Idle;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jenkins.branch.BranchSource;
import jenkins.branch.OrganizationFolder;
import jenkins.scm.api.metadata.ObjectMetadataAction;
import jenkins.scm.api.metadata.PrimaryInstanceMetadataAction;
import jenkins.scm.impl.trait.WildcardSCMSourceFilterTrait;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** An organization's repositories become projects, without a clone; only a complete answer removes any. */
class OrganizationFolderTest {

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();

    @Test
    @FieldCase("K13")
    void eachRepositoryWithAJenkinsfileBecomesAProjectAndIsBuilt() throws Exception {
        organization.repositoryWithJenkinsfile("team/app");
        organization.git(organization.repository("team/docs")).commit("main", "a", "1");
        organization.repository("team/empty");
        long branchy = organization.repository("lib");
        organization.git(branchy).commit("main", "a", "1");
        organization.git(branchy).commit("feature/x", "Jenkinsfile", Organization.JENKINSFILE);

        OrganizationFolder folder = Organization.folder(jenkins, Organization.navigator());
        scan(jenkins, folder);

        assertEquals(Set.of("lib", "team%2Fapp"), names(folder));
        WorkflowMultiBranchProject app = (WorkflowMultiBranchProject) folder.getItem("team%2Fapp");
        assertEquals(Set.of("main"), names(app));
        WorkflowJob main = app.getItem("main");
        jenkins.assertLogContains("built 1", jenkins.assertBuildStatusSuccess(main.getLastBuild()));
        assertNotNull(main.getAction(PrimaryInstanceMetadataAction.class));
        assertEquals(Set.of("feature%2Fx"), names((WorkflowMultiBranchProject) folder.getItem("lib")));
        assertTrue(
                jenkins.jenkins.getRootDir().toPath().resolve("caches").toFile().list() == null, "nothing was cloned");
    }

    @Test
    void repositoriesThatAreArchivedExcludedOrInAnotherGroupAreSkipped() throws Exception {
        organization.repositoryWithJenkinsfile("team/app");
        organization.repositoryWithJenkinsfile("team/sub/app");
        organization.repositoryWithJenkinsfile("team/private-app");
        organization.repositoryWithJenkinsfile("teams/app");
        long archived = organization.repositoryWithJenkinsfile("team/old");
        organization.simulator().changeRepository(archived, "team/old", true);

        CodeupSCMNavigator navigator = Organization.navigator(
                new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL),
                new WildcardSCMSourceFilterTrait("*", "private-*"));
        navigator.setGroup("/team/");
        OrganizationFolder folder = Organization.folder(jenkins, navigator);
        scan(jenkins, folder);
        assertEquals(Set.of("app", "sub%2Fapp"), names(folder));

        navigator.setArchivedIncluded(true);
        scan(jenkins, folder);
        assertEquals(Set.of("app", "old", "sub%2Fapp"), names(folder));
    }

    @Test
    void aRepositoryThatIsRenamedArchivedOrRemovedIsLeftToTheOrphanStrategy() throws Exception {
        long renamed = organization.repositoryWithJenkinsfile("before");
        long archived = organization.repositoryWithJenkinsfile("sleepy");
        long removed = organization.repositoryWithJenkinsfile("gone");
        organization.repositoryWithJenkinsfile("stays");
        OrganizationFolder folder = Organization.folder(jenkins, Organization.navigator());
        scan(jenkins, folder);
        assertEquals(Set.of("before", "gone", "sleepy", "stays"), names(folder));

        organization.simulator().changeRepository(renamed, "after", false).changeRepository(archived, "sleepy", true);
        organization.simulator().removeRepository(removed);
        scan(jenkins, folder);
        assertEquals(Set.of("after", "stays"), names(folder));
    }

    @Test
    void anApiThatFailsInMidScanOrphansNothing() throws Exception {
        for (int i = 0; i < 3; i++) {
            long id = organization.repositoryWithJenkinsfile("app" + i);
            organization.git(id).commit("dev", "b", "1");
        }
        OrganizationFolder folder = Organization.folder(jenkins, Organization.navigator());
        scan(jenkins, folder);
        Set<String> before = everything(folder);
        assertEquals(9, before.size());

        for (String operation : List.of("ListRepositories", "ListBranches", "ListChangeRequests")) {
            for (Fault fault : List.of(
                    Fault.answer(Reply.json(500, "{\"errorCode\":\"SYSTEM_ERROR\"}")),
                    Fault.answer(Reply.json(403, "{\"errorCode\":\"Forbidden\"}")),
                    Fault.answer(Reply.json(404, "{\"errorCode\":\"NotFound\"}")),
                    Fault.answer(Reply.json(200, "{}")),
                    Fault.garbage())) {
                organization.simulator().failNext(operation, fault);
                folder.scheduleBuild2(0).getFuture().get();
                jenkins.waitUntilNoActivity();
                assertEquals(before, everything(folder), operation + " failed");
            }
        }
        assertEquals(Result.FAILURE, failed(folder), "and the scan says so");
        for (WorkflowJob job : folder.getAllItems(WorkflowJob.class)) {
            assertTrue(job.isBuildable(), job.getFullName());
        }
    }

    @Test
    @FieldCase("T11")
    void aRepositoryThatCannotBeReadIsSkippedAndTheOthersAreFound() throws Exception {
        organization.repositoryWithJenkinsfile("a-closed");
        organization.repositoryWithJenkinsfile("b-open");
        OrganizationFolder folder = Organization.folder(jenkins, Organization.navigator());
        organization.simulator().failNext("ListBranches", Fault.answer(Reply.json(403, "{}")));
        scan(jenkins, folder);
        String log = Files.readString(folder.getComputation().getLogFile().toPath());
        assertEquals(Result.SUCCESS, folder.getComputation().getResult(), log);
        assertEquals(1, names(folder).size(), log);
        assertTrue(log.contains("it cannot be read"), log);

        scan(jenkins, folder);
        assertEquals(Set.of("a-closed", "b-open"), names(folder));
    }

    @Test
    void theProjectOfARepositoryThatCannotBeReadStaysAndTheOthersAreFound() throws Exception {
        organization.repositoryWithJenkinsfile("a");
        OrganizationFolder folder = Organization.folder(jenkins, Organization.navigator());
        scan(jenkins, folder);
        organization.repositoryWithJenkinsfile("b");
        for (int i = 0; i < 2; i++) {
            organization.simulator().failNext("ListBranches", Fault.answer(Reply.json(403, "{}")));
            scan(jenkins, folder);
            assertTrue(names(folder).contains("a"));
        }
        scan(jenkins, folder);
        assertEquals(Set.of("a", "b"), names(folder));
    }

    @Test
    @FieldCase({"J06", "N02"})
    void aGroupOfAnOrganizationWithAPathOfItsOwn() throws Exception {
        organization.manageWebhooks();
        organization.simulator().withOrganization(SimulatedCodeup.ORGANIZATION, "acme");
        long id = organization.repositoryWithJenkinsfile("team/app");
        organization.repositoryWithJenkinsfile("other/app");
        CodeupSCMNavigator navigator = Organization.navigator();
        navigator.setGroup("team");
        OrganizationFolder folder = Organization.folder(jenkins, navigator);
        scan(jenkins, folder);
        assertEquals(Set.of("app"), names(folder));
        WorkflowMultiBranchProject app = (WorkflowMultiBranchProject) folder.getItem("app");
        jenkins.assertBuildStatusSuccess(app.getItem("main").getLastBuild());
        Idle.await();
        assertEquals(1, organization.simulator().hooks(id).size());
        organization.sources().commit(id, "main", "a", "2");
        Organization.awaitEvents(jenkins);
        jenkins.assertLogContains("acme/team/app.git", app.getItem("main").getBuildByNumber(2));
        scan(jenkins, folder); // the folder's link is known after the first scan
        String url = folder.getAction(ObjectMetadataAction.class).getObjectUrl();
        assertTrue(url.endsWith("/acme/team"), url);
    }

    /** Whoever may fork or create a repository needs no merge request then: its branches would be trusted. */
    @Test
    void withoutAGroupNobodysOwnRepositoriesAndForksAreTaken() throws Exception {
        organization.repositoryWithJenkinsfile("team/app");
        organization.repositoryWithJenkinsfile("team/below/app");
        organization.repositoryWithJenkinsfile("app");
        organization.repositoryWithJenkinsfile("someone/app");
        organization.simulator().withPersonalNamespace("someone");
        CodeupSCMNavigator navigator = Organization.navigator();
        OrganizationFolder folder = Organization.folder(jenkins, navigator);
        scan(jenkins, folder);
        assertEquals(Set.of("app", "team%2Fapp", "team%2Fbelow%2Fapp"), names(folder));
        String log = Files.readString(folder.getComputation().getLogFile().toPath());
        assertTrue(log.contains("Skipped someone/app: it is in none of the groups"), log);

        organization
                .simulator()
                .failNext("ListNamespaces", Fault.answer(Reply.json(403, "{\"errorCode\":\"Forbidden\"}")));
        scan(jenkins, folder);
        assertEquals(Result.FAILURE, folder.getComputation().getResult(), "without an answer nothing is taken");
        assertEquals(3, names(folder).size(), "and nothing is lost");

        navigator.setPersonalIncluded(true);
        scan(jenkins, folder);
        assertEquals(Set.of("app", "someone%2Fapp", "team%2Fapp", "team%2Fbelow%2Fapp"), names(folder));
    }

    @Test
    void anApiThatShowsNoGroupsNeedsOneNamed() throws Exception {
        organization.codeup().connection();
        organization.codeup().addAccessKey(jenkins.jenkins, "key", SimulatedCodeup.KEY_ID, SimulatedCodeup.KEY_SECRET);
        CodeupSCMNavigator navigator = Organization.navigator();
        navigator.setApiCredentialsId("key");
        OrganizationFolder folder = Organization.folder(jenkins, navigator);
        scan(jenkins, folder);
        assertEquals(Result.FAILURE, folder.getComputation().getResult());
        String log = Files.readString(folder.getComputation().getLogFile().toPath());
        assertTrue(log.contains("Enter a group."), log);
    }

    @Test
    @FieldCase({"B20", "J05"})
    void aRenamedRepositoryIsBuiltFromItsNewCloneUrlAfterAScan() throws Exception {
        long id = organization.repositoryWithJenkinsfile("team/before");
        WorkflowMultiBranchProject project = organization.project(
                jenkins, "team/before", new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL));
        organization.simulator().changeRepository(id, "team/after", false);
        organization.git(id).commit("main", "a", "2");
        scan(jenkins, project);
        WorkflowJob main = project.getItem("main");
        assertNotNull(main);
        jenkins.assertLogContains("built 2", jenkins.assertBuildStatusSuccess(main.getLastBuild()));
        jenkins.assertLogContains("team/after.git", main.getLastBuild());
    }

    @Test
    void aJenkinsfileThatWasNotFoundOnceIsSearchedForAgain() throws Exception {
        organization.repositoryWithJenkinsfile("app");
        organization.simulator().failNext("GetFileBlobs", Fault.answer(Reply.json(404, "{}")));
        OrganizationFolder folder = Organization.folder(jenkins, Organization.navigator());
        scan(jenkins, folder);
        assertEquals(Set.of(), names(folder));
        scan(jenkins, folder);
        assertEquals(Set.of("app"), names(folder));
    }

    @Test
    void textThatNamesNoRepositoryIsRejectedByTheScanWithAPlainMessage() throws Exception {
        CodeupSCMSource source = new CodeupSCMSource("no repository");
        source.setApiCredentialsId("token");
        assertEquals("no repository", source.getRemote());
        WorkflowMultiBranchProject project = jenkins.createProject(WorkflowMultiBranchProject.class);
        project.getSourcesList().add(new BranchSource(source));
        scan(jenkins, project);
        assertTrue(Files.readString(project.getComputation().getLogFile().toPath())
                .contains("Enter a repository's numeric ID"));
    }

    @Test
    @FieldCase("T7")
    void theErrorOfAFolderWithoutCredentialsNamesTheFieldAndTheFolder() throws Exception {
        CodeupSCMNavigator navigator = Organization.navigator();
        navigator.setApiCredentialsId(null);
        navigator.setGroup("team");
        OrganizationFolder folder = Organization.folder(jenkins, navigator);
        scan(jenkins, folder);
        String log = Files.readString(folder.getComputation().getLogFile().toPath());
        assertTrue(log.contains("apiCredentialsId is missing"), log);
        assertTrue(log.contains("group=team"), log);
        assertFalse(log.contains(CodeupSCMNavigator.class.getName() + "@"), log);
    }

    private Result failed(OrganizationFolder folder) throws Exception {
        organization.simulator().failNext("ListRepositories", Fault.answer(Reply.json(403, "{}")));
        folder.scheduleBuild2(0).getFuture().get();
        return folder.getComputation().getResult();
    }

    private static Set<String> everything(OrganizationFolder folder) {
        Set<String> names = new TreeSet<>();
        folder.getAllItems().forEach(item -> names.add(item.getFullName()));
        return names;
    }

    @Test
    void aSecondScanReadsTwoListsAndOneOfEachRepositoryAndWritesNothing() throws Exception {
        for (int i = 0; i < 3; i++) {
            long id = organization.repositoryWithJenkinsfile("app" + i);
            organization.git(id).commit("dev", "b", "1");
        }
        CodeupSCMNavigator navigator =
                Organization.navigator(new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL));
        OrganizationFolder folder = Organization.folder(jenkins, navigator);
        scan(jenkins, folder);
        organization.simulator().forgetRequests();
        scan(jenkins, folder);
        List<String> calls = organization.simulator().requests().stream()
                .map(request -> request.method() + " " + request.operation())
                .toList();
        assertEquals(1, calls.stream().filter("GET ListRepositories"::equals).count());
        assertEquals(
                3, calls.stream().filter("GET ListBranches"::equals).count(), "once for the folder and the project");
        assertEquals(1, calls.stream().filter("GET ListNamespaces"::equals).count());
        assertEquals(5, calls.size(), calls::toString);
    }
}
