package io.jenkins.plugins.codeup.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.ExtensionList;
import hudson.model.FreeStyleProject;
import hudson.model.TaskListener;
import hudson.plugins.git.BranchSpec;
import hudson.plugins.git.GitSCM;
import hudson.plugins.git.UserRemoteConfig;
import hudson.plugins.git.util.BuildData;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.endpoint.DeliveryLog;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.scm.Organization;
import io.jenkins.plugins.codeup.simulator.data.Role;
import io.jenkins.plugins.codeup.simulator.data.SimulatedMember;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Plain jobs build the merge requests that developers made by a push, where the trigger asks for it. */
class PushedMergeRequestsTest {

    private static final String BRANCHES = "+refs/heads/*:refs/remotes/origin/*";
    private static final String REVIEWS =
            BRANCHES + " +refs/merge-requests/*/head:refs/remotes/origin/merge-requests/*/head";

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();
    private static int repositories;
    private long repository;
    private FreeStyleProject job;
    private CodeupTrigger trigger;

    @BeforeEach
    void createRepository() {
        ExtensionList.lookupSingleton(PushedRefs.class).forget();
        CodeupConnection connection = CodeupConfiguration.get().getConnections().get(0);
        connection.setCredentialsId("token");
        CodeupConfiguration.get().setConnections(List.of(connection));
        repository = organization.repository("team/review" + ++repositories);
        organization.git(repository).commit("main", "a", "1");
        actAs("developer", Role.DEVELOPER);
    }

    @AfterEach
    void reset() {
        organization.simulator().actAs(SimulatedMember.SOMEONE);
        organization.sources().servePushedAs("refs/merge-requests/%d/head");
    }

    private void actAs(String user, Role role) {
        organization.simulator().withMember(repository, user, role).actAs(user);
    }

    private void job(String refspec) throws Exception {
        trigger = new CodeupTrigger();
        trigger.setManageWebhook(false);
        trigger.setPushEvents(false);
        trigger.setMergeRequestsEvents(true);
        trigger.setPushedMergeRequests(true);
        job = jenkins.createFreeStyleProject();
        String url = organization.sources().httpUrl(repository);
        job.setScm(new GitSCM(
                List.of(new UserRemoteConfig(url, "origin", refspec, "clone")),
                List.of(new BranchSpec("**")),
                null,
                null,
                List.of()));
        job.addTrigger(trigger);
        organization.deliver(job, repository);
    }

    private String push(String content) throws Exception {
        return organization.pushForReview(repository, "main", Map.of("a", content));
    }

    @Test
    @FieldCase("D30")
    void aDevelopersPushIsBuiltAtTheCommitThatCodeupTells() throws Exception {
        job(REVIEWS);
        assertBuilt(1, push("2"));
        assertEquals(
                "refs/merge-requests/1/head",
                job.getLastBuild().getEnvironment(TaskListener.NULL).get("CODEUP_MERGE_REQUEST_REF"));
        assertBuilt(2, push("3"));
    }

    @Test
    void onlyChangesOfTheSelectedFilesAreBuilt() throws Exception {
        job(REVIEWS);
        trigger.setExcludedPaths("a");
        push("2");
        assertNotBuilt("the file patterns exclude all changed files");
        trigger.setExcludedPaths("b");
        assertBuilt(1, push("3"));
    }

    private void assertBuilt(int number, String commit) throws Exception {
        assertBuilds(number);
        BuildData built = jenkins.assertBuildStatusSuccess(job.getLastBuild()).getAction(BuildData.class);
        assertEquals(commit, built.getLastBuiltRevision().getSha1String());
    }

    @Test
    @FieldCase("D30")
    void aViewersPushIsNotBuilt() throws Exception {
        job(REVIEWS);
        actAs("viewer", Role.VIEWER);
        push("2");
        assertNotBuilt("a push made merge request !1, and dev-a is not among the developers");
    }

    @Test
    @FieldCase("D30")
    void thePageSaysWhatTheJobMustFetch() throws Exception {
        job(BRANCHES);
        push("2");
        assertNotBuilt("add +refs/merge-requests/*/head:refs/remotes/origin/merge-requests/*/head to the Refspec");
    }

    @Test
    @FieldCase("D30")
    void thePageSaysIfGitServesNoRefOfIt() throws Exception {
        organization.sources().servePushedAs(null);
        job(REVIEWS);
        push("2");
        assertNotBuilt("is under no ref that git can fetch");
    }

    @Test
    @FieldCase("D30")
    void withoutTheOptionNoneIsBuilt() throws Exception {
        job(REVIEWS);
        trigger.setPushedMergeRequests(false);
        push("2");
        assertNotBuilt("the merge request was made by a push and has no source branch");
    }

    private void assertNotBuilt(String why) throws Exception {
        assertBuilds(0);
        String result = DeliveryLog.of(ItemWebhook.of(job).id()).lines().get(0).english();
        assertTrue(result.startsWith("No build: ") && result.contains(why), result);
    }

    private void assertBuilds(int number) throws Exception {
        Deliveries.awaitBuilds(jenkins);
        assertEquals(
                number,
                job.getBuilds().size(),
                () -> DeliveryLog.of(id()).lines().get(0).english());
    }

    private String id() {
        try {
            return ItemWebhook.of(job).id();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
