package io.jenkins.plugins.codeup.scm;

import static io.jenkins.plugins.codeup.scm.Organization.awaitEvents;
import static io.jenkins.plugins.codeup.scm.Organization.scan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.computed.DefaultOrphanedItemStrategy;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.endpoint.DeliveryLog;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.nio.file.Files;
import jenkins.scm.api.trait.SCMSourceTrait;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Behaviours that keep branches and merge requests from being built by themselves, and what the page says then. */
class AutomaticBuildsTest {

    private static final SCMSourceTrait ALL = new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL);
    private static final SCMSourceTrait MERGE_REQUESTS =
            new OriginMergeRequestDiscoveryTrait(MergeRequestDiscoveryTrait.Strategy.HEAD);

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();
    private long repository;
    private WorkflowMultiBranchProject project;

    @BeforeEach
    void createRepository() {
        repository = organization.repositoryWithJenkinsfile("team/app");
    }

    private void project(SCMSourceTrait... traits) throws Exception {
        project = organization.project(jenkins, "team/app", traits);
        organization.deliver(project, repository);
    }

    @Test
    @FieldCase("J07")
    void aCommitThatAsksToBeSkippedIsNotBuiltButByHand() throws Exception {
        project(ALL, new SkipCiTrait());
        organization.sources().commit(repository, "main", "a", "2", "docs [skip ci]");
        awaitEvents(jenkins);
        assertBuilds("main", 1);
        assertTrue(result().contains("the commit message or title contains [ci skip]"), result());
        assertTrue(page("main").contains("the commit message or title contains [ci skip]"));
        scan(jenkins, project);
        assertBuilds("main", 1);
        assertTrue(log().contains("main: No build: the commit message"), log());
        jenkins.buildAndAssertSuccess(project.getItem("main"));
        organization.sources().commit(repository, "main", "a", "3");
        awaitEvents(jenkins);
        assertBuilds("main", 3);
        assertFalse(page("main").contains("[ci skip]"));
    }

    @Test
    @FieldCase("J07")
    void aNewBranchThatIsNotBuiltHasAJobThatSaysWhy() throws Exception {
        project(ALL, new SkipCiTrait());
        organization.sources().commit(repository, "docs", "a", "2", "docs [ci skip]");
        awaitEvents(jenkins);
        assertBuilds("docs", 0);
        assertTrue(page("docs").contains("[ci skip]"));
    }

    @Test
    @FieldCase("J07")
    void whatIgnoredAuthorsPushOrCommitIsNotBuilt() throws Exception {
        project(ALL, new IgnoredAuthorsTrait("Bot@example.com, dev-a"));
        organization.sources().commit(repository, "main", "a", "2");
        awaitEvents(jenkins);
        assertBuilds("main", 0);
        assertTrue(result().contains("the author dev-a is ignored"), result());
        organization.git(repository).commit("robot", "a", "2", "bump", "bot");
        organization.git(repository).commit("human", "a", "2", "fix", "dev-c");
        scan(jenkins, project);
        assertBuilds("robot", 0);
        assertBuilds("human", 1);
        assertBuilds("main", 0);
    }

    @Test
    @FieldCase("D08")
    void aDraftWaitsAndIsBuiltAtOnceWhenItIsReady() throws Exception {
        project(MERGE_REQUESTS, new SkipDraftsTrait());
        organization.git(repository).commit("feature", "b", "1");
        long number = organization.sources().openDraft(repository, "feature", "main");
        awaitEvents(jenkins);
        assertBuilds("MR-1", 0);
        assertTrue(page("MR-1").contains("merge request !1 is a draft"));
        organization.sources().commit(repository, "feature", "b", "2");
        organization.sources().editMergeRequest(repository, number);
        awaitEvents(jenkins);
        scan(jenkins, project);
        assertBuilds("MR-1", 0);
        organization.sources().markDraft(repository, number, false);
        awaitEvents(jenkins);
        assertBuilds("MR-1", 1);
        assertNull(project.getItem("MR-1").getAction(HeldBack.class));
        organization.sources().editMergeRequest(repository, number);
        organization.sources().markDraft(repository, number, true);
        organization.sources().markDraft(repository, number, false);
        awaitEvents(jenkins);
        assertBuilds("MR-1", 1);
    }

    @Test
    void aDraftThatIsReopenedWaitsThoughItsCommitWasBuiltBefore() throws Exception {
        project(MERGE_REQUESTS, new SkipDraftsTrait());
        project.setOrphanedItemStrategy(new DefaultOrphanedItemStrategy(false, -1, -1));
        organization.git(repository).commit("feature", "b", "1");
        long number = organization.sources().openMergeRequest(repository, repository, "feature", "main");
        awaitEvents(jenkins);
        assertBuilds("MR-1", 1);
        organization.sources().markDraft(repository, number, true);
        organization.sources().closeMergeRequest(repository, number);
        awaitEvents(jenkins);
        organization.sources().reopenMergeRequest(repository, number);
        awaitEvents(jenkins);
        assertBuilds("MR-1", 1);
        assertTrue(page("MR-1").contains("merge request !1 is a draft"));
    }

    @Test
    void onlyChangesOfTheFilesAreBuiltAndTheyAreAskedForOnceAtMost() throws Exception {
        PathsTrait paths = new PathsTrait();
        paths.setPaths("src/**");
        project(ALL, MERGE_REQUESTS, paths);
        organization.sources().commit(repository, "main", "docs/guide.md", "2");
        awaitEvents(jenkins);
        assertBuilds("main", 1);
        assertTrue(result().contains("the file patterns exclude all changed files"), result());
        organization.simulator().forgetRequests();
        scan(jenkins, project);
        assertBuilds("main", 1);
        assertEquals(0, organization.simulator().requests("GetCompare").size(), "it is known");
        organization.sources().commit(repository, "main", "src/a", "3");
        awaitEvents(jenkins);
        assertBuilds("main", 2);
        assertEquals(1, organization.simulator().requests("GetCompare").size());

        organization.git(repository).commit("feature", "docs/b", "1");
        organization.sources().openMergeRequest(repository, repository, "feature", "main");
        awaitEvents(jenkins);
        assertBuilds("MR-1", 0);
        organization.sources().commit(repository, "feature", "src/b", "1");
        awaitEvents(jenkins);
        assertBuilds("MR-1", 1);
    }

    @Test
    void ifCodeupCannotBeAskedForTheFilesItIsBuiltAndTheLogSaysSo() throws Exception {
        PathsTrait paths = new PathsTrait();
        paths.setExcludedPaths("docs/**");
        project(ALL, paths);
        organization
                .simulator()
                .failNext(
                        "GetCompare",
                        Fault.answer(Reply.json(403, "{\"errorCode\":\"Forbidden\",\"errorMessage\":\"no right\"}")));
        organization.git(repository).commit("main", "docs/guide.md", "2");
        scan(jenkins, project);
        assertBuilds("main", 2);
        assertTrue(log().contains("main is built without a look at its changed files"), log());
    }

    private void assertBuilds(String job, int number) {
        WorkflowJob found = project.getItem(job);
        assertEquals(number, found == null ? -1 : found.getBuilds().size(), job);
    }

    private String result() throws Exception {
        return DeliveryLog.of(ItemWebhook.of(project).id()).lines().get(0).english();
    }

    private String log() throws Exception {
        return Files.readString(project.getComputation().getLogFile().toPath());
    }

    private String page(String job) throws Exception {
        return jenkins.createWebClient()
                .withJavaScriptEnabled(false)
                .getPage(project.getItem(job))
                .getWebResponse()
                .getContentAsString();
    }
}
