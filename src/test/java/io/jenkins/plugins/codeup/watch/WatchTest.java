package io.jenkins.plugins.codeup.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.connection.EventSource;
import io.jenkins.plugins.codeup.connection.RequiredRole;
import io.jenkins.plugins.codeup.endpoint.DeliveryLog;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.Users;
import io.jenkins.plugins.codeup.scm.BranchDiscoveryTrait;
import io.jenkins.plugins.codeup.scm.Organization;
import io.jenkins.plugins.codeup.simulator.data.Role;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import io.jenkins.plugins.codeup.trigger.CodeupCause;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Events in a Codeup that can't reach Jenkins: found by the watch, they start builds as those of webhooks do. */
class WatchTest {

    /** What was pushed a moment ago counts as settled, too. */
    private static final long SETTLED = -TimeUnit.HOURS.toMillis(1);

    private static final long UNSETTLED = OrganizationWatch.unsettledMillis;

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();
    private long app;

    @AfterEach
    void unsettled() {
        OrganizationWatch.unsettledMillis = UNSETTLED;
    }

    @BeforeEach
    void watch() {
        Rounds.use(EventSource.WATCH);
        app = organization.repositoryWithJenkinsfile("team/app");
    }

    @Test
    void aPushStartsABuildWithoutAWebhookAndWhatWasThereBeforeStartsNone() throws Exception {
        FreeStyleProject job = job(new CodeupTrigger());
        Rounds.run(jenkins);
        assertEquals(List.of(), builds(job));

        String commit = organization.sources().commit(app, "main", "a", "2");
        Rounds.run(jenkins);
        FreeStyleBuild build = jenkins.assertBuildStatusSuccess(job.getLastBuild());
        assertEquals("main", variable(build, "CODEUP_BRANCH"));
        assertEquals(commit, variable(build, "CODEUP_COMMIT"));
        assertEquals("dev-a", variable(build, "CODEUP_USER"));
        assertNotNull(build.getCause(CodeupCause.class));

        Rounds.run(jenkins);
        Rounds.turn(jenkins);
        assertEquals(1, builds(job).size(), "once");
        assertEquals(List.of(), organization.simulator().hooks(app));
    }

    @Test
    void pagesSayHowTheRepositoryIsWatchedOrWhyNot() throws Exception {
        FreeStyleProject job = job(new CodeupTrigger());
        Rounds.run(jenkins);
        Users users = Users.of(jenkins);
        String page = users.text("developer", job.getUrl() + "codeup-deliveries/");
        assertTrue(page.contains("\"simulator\" watches repository 60811b5eed6e867404f60000/team/app"), page);
        assertTrue(users.text("manager", "manage/codeup-webhooks/").contains("1 repository, last asked"));
        organization.simulator().withoutPersonalAccessToken(Organization.TOKEN);
        Rounds.run(jenkins);
        String failing = users.text("developer", job.getUrl() + "codeup-deliveries/");
        assertTrue(failing.contains("fails since") && failing.contains("InvalidTokenError"), failing);
    }

    @Test
    void whenNothingHappensARoundTakesTwoCalls() throws Exception {
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setMergeRequestsEvents(true);
        job(trigger);
        Rounds.run(jenkins);
        OrganizationWatch.unsettledMillis = SETTLED;
        Rounds.run(jenkins);
        organization.simulator().forgetRequests();
        Rounds.run(jenkins);
        assertEquals(
                List.of("ListRepositories", "ListChangeRequests"),
                organization.simulator().requests().stream()
                        .map(request -> request.operation())
                        .toList());
    }

    @Test
    void ofSeveralPushesBetweenTwoRoundsTheNewestHeadOfEachBranchIsBuilt() throws Exception {
        FreeStyleProject job = job(new CodeupTrigger());
        Rounds.run(jenkins);
        organization.sources().commit(app, "main", "a", "2");
        organization.sources().commit(app, "main", "a", "3");
        organization.sources().commit(app, "feature", "a", "4");
        Rounds.run(jenkins);
        assertEquals(
                List.of(organization.head(app, "feature"), organization.head(app, "main")),
                builds(job).stream()
                        .sorted(Comparator.comparing(build -> variable(build, "CODEUP_BRANCH")))
                        .map(build -> variable(build, "CODEUP_COMMIT"))
                        .toList());
    }

    @Test
    void aPushThatCodeupDoesNotTellIsFoundInTurn() throws Exception {
        FreeStyleProject job = job(new CodeupTrigger());
        Rounds.run(jenkins);
        organization.simulator().withActivity(false);
        organization.sources().commit(app, "main", "a", "2");
        Rounds.turn(jenkins);
        assertEquals(1, builds(job).size());
    }

    @Test
    void tagsAreBuiltAndWhatIsDeletedIsToldButNotBuilt() throws Exception {
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setTagPushEvents(true);
        FreeStyleProject job = job(trigger);
        organization.sources().commit(app, "feature", "a", "2");
        Rounds.run(jenkins);
        organization.sources().update(app, "refs/tags/v1", organization.head(app, "main"));
        Rounds.run(jenkins);
        assertEquals(List.of("v1"), variables(job, "CODEUP_TAG"));

        organization.sources().update(app, "refs/tags/v1", "0".repeat(40));
        organization.sources().update(app, "refs/heads/feature", "0".repeat(40));
        Rounds.run(jenkins);
        assertEquals(1, builds(job).size());
        assertEquals(
                List.of("tag_push v1", "push feature", "tag_push v1"),
                lines(job).stream()
                        .map(line -> line.getEvent() + " " + line.getRef())
                        .toList());
        assertTrue(lines(job).get(1).getResult().contains("deleted"), lines(job)::toString);
    }

    @Test
    void mergeRequestsAreBuiltWhenTheyAreOpenedPushedToReopenedOrMerged() throws Exception {
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setPushEvents(false);
        trigger.setMergeRequestsEvents(true);
        trigger.setMergeRequestActions("open, update, reopen, close, merge");
        FreeStyleProject job = job(trigger);
        String first = organization.sources().commit(app, "feature", "a", "2");
        Rounds.run(jenkins);
        long number = organization.sources().openMergeRequest(app, app, "feature", "main");
        Rounds.run(jenkins);
        String second = organization.sources().commit(app, "feature", "a", "3");
        Rounds.run(jenkins);
        organization.sources().editMergeRequest(app, number);
        Rounds.run(jenkins);
        organization.sources().merge(app, number);
        Rounds.run(jenkins);
        assertEquals(List.of("open", "update", "merge"), variables(job, "CODEUP_MERGE_REQUEST_ACTION"));
        assertEquals(List.of(first, second, second), variables(job, "CODEUP_COMMIT"));
        assertEquals("dev-a", variable(builds(job).get(0), "CODEUP_USER"));
        assertEquals("feature", variable(builds(job).get(0), "CODEUP_MERGE_REQUEST_SOURCE"));
    }

    @Test
    void aMergeRequestThatWasOpenBeforeIsBuiltWhenItIsPushedTo() throws Exception {
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setMergeRequestsEvents(true);
        trigger.setPushEvents(false);
        organization.sources().commit(app, "feature", "a", "2");
        organization.sources().openMergeRequest(app, app, "feature", "main");
        FreeStyleProject job = job(trigger);
        Rounds.run(jenkins);
        assertEquals(List.of(), builds(job));
        organization.sources().commit(app, "feature", "a", "3");
        Rounds.run(jenkins);
        assertEquals(List.of("update"), variables(job, "CODEUP_MERGE_REQUEST_ACTION"));
    }

    @Test
    void commentsStartBuildsOfThoseWhoseRoleTheApiTells() throws Exception {
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setPushEvents(false);
        trigger.setNoteEvents(true);
        trigger.setNotePattern("build");
        trigger.setNoteRole(RequiredRole.DEVELOPER);
        FreeStyleProject job = job(trigger);
        organization.simulator().withMember(app, "user-dev", Role.DEVELOPER);
        organization.sources().commit(app, "feature", "a", "2");
        long number = organization.sources().openMergeRequest(app, app, "feature", "main");
        organization.sources().comment(app, number, "please build, before the watch");
        Rounds.run(jenkins);
        organization.simulator().actAs("user-stranger");
        organization.sources().comment(app, number, "please build, of a stranger");
        organization.simulator().actAs("user-dev");
        organization.sources().comment(app, number, "please build");
        Rounds.run(jenkins);
        assertEquals(List.of("please build"), variables(job, "CODEUP_COMMENT"));
        assertEquals(2, lines(job).size(), lines(job)::toString);
    }

    @Test
    void afterAnOutageAllIsCaughtUpAndBuiltOnce() throws Exception {
        FreeStyleProject job = job(new CodeupTrigger());
        Rounds.run(jenkins);
        organization.simulator().failOneIn(1, "ListRepositories", "ListBranches", "GetRepository");
        organization.sources().commit(app, "main", "a", "2");
        Rounds.run(jenkins);
        organization.sources().commit(app, "feature", "a", "3");
        Rounds.run(jenkins);
        assertEquals(List.of(), builds(job));
        assertTrue(Rounds.watch().status().failingSince() > 0);

        organization.simulator().failOneIn(0);
        organization.sources().commit(app, "main", "a", "4");
        Rounds.run(jenkins);
        Rounds.run(jenkins);
        assertEquals(2, builds(job).size());
        assertEquals(0, Rounds.watch().status().failingSince());
    }

    @Test
    void aRoundThatFailsHalfwayIsMadeAgainWithoutSecondBuilds() throws Exception {
        long other = organization.repositoryWithJenkinsfile("team/other");
        FreeStyleProject job = job(new CodeupTrigger());
        CodeupTrigger trigger = new CodeupTrigger();
        FreeStyleProject second = job("team/other", trigger);
        Rounds.run(jenkins);
        organization.sources().commit(app, "main", "a", "2");
        organization.sources().commit(other, "main", "a", "2");
        organization.simulator().failOneIn(2, "ListBranches");
        for (int i = 0; i < 8; i++) {
            Rounds.run(jenkins);
        }
        organization.simulator().failOneIn(0);
        Rounds.run(jenkins);
        assertEquals(1, builds(job).size());
        assertEquals(1, builds(second).size());
    }

    @Test
    void callsKeepToTheConnectionsLimitAndAThrottledRoundIsMadeUpFor() throws Exception {
        CodeupConnection connection = Rounds.use(EventSource.WATCH);
        connection.setMaxConcurrentCalls(2);
        CodeupConfiguration.get().setConnections(List.of(connection));
        List<FreeStyleProject> jobs = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            organization.repositoryWithJenkinsfile("team/app-" + i);
            jobs.add(job("team/app-" + i, new CodeupTrigger()));
        }
        organization.simulator().withLatency(Duration.ofMillis(20));
        Rounds.run(jenkins);
        assertEquals(2, organization.simulator().mostAtOnce());

        for (int i = 0; i < 8; i++) {
            organization.sources().commit(app + 1 + i, "main", "a", "2");
            organization
                    .simulator()
                    .failNext(
                            "ListBranches",
                            Fault.answer(
                                    Reply.json(429, "{\"errorCode\":\"TooManyRequests\",\"errorMessage\":\"x\"}")));
        }
        Rounds.run(jenkins);
        Rounds.run(jenkins);
        for (FreeStyleProject job : jobs) {
            assertEquals(1, builds(job).size());
        }
    }

    @Test
    void withoutTheRightToMergeRequestsPushesAreStillFoundAndThePageSaysWhatIsMissing() throws Exception {
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setMergeRequestsEvents(true);
        FreeStyleProject job = job(trigger);
        Rounds.run(jenkins);
        organization.sources().commit(app, "main", "a", "2");
        organization
                .simulator()
                .failNext(
                        "ListChangeRequests",
                        Fault.answer(Reply.json(403, "{\"errorCode\":\"Forbidden\",\"errorMessage\":\"x\"}")));
        Rounds.run(jenkins);
        assertEquals(1, builds(job).size());
    }

    @Test
    void branchesOfAMultibranchProjectFollow() throws Exception {
        WorkflowMultiBranchProject project =
                organization.project(jenkins, "team/app", new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL));
        Rounds.run(jenkins);
        organization.sources().commit(app, "feature", "a", "2");
        Rounds.run(jenkins);
        Organization.awaitEvents(jenkins);
        assertEquals(1, project.getItem("feature").getBuilds().size());
        assertEquals(1, project.getItem("main").getBuilds().size());
    }

    @Test
    void aJobThatDoesNotWantManagedWebhooksIsNotWatched() throws Exception {
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setManageWebhook(false);
        FreeStyleProject job = job(trigger);
        Rounds.run(jenkins);
        organization.sources().commit(app, "main", "a", "2");
        Rounds.run(jenkins);
        assertEquals(List.of(), builds(job));
    }

    @Test
    void repositoriesThatAreReadTogetherAtFirstHaveTheirTurnsOneAfterAnother() throws Exception {
        for (int i = 0; i < 20; i++) {
            organization.repositoryWithJenkinsfile("team/lib" + i);
            job("team/lib" + i, new CodeupTrigger());
        }
        Rounds.run(jenkins);
        OrganizationWatch.unsettledMillis = SETTLED;
        Rounds.run(jenkins);
        organization.simulator().forgetRequests();
        Rounds.turn(jenkins, Duration.ofMinutes(5));
        long checked = organization.simulator().calls("ListBranches");
        assertTrue(checked >= 3 && checked <= 17, checked + " of 20 in half the time of a turn");
    }

    private FreeStyleProject job(CodeupTrigger trigger) throws Exception {
        return job("team/app", trigger);
    }

    private FreeStyleProject job(String repository, CodeupTrigger trigger) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        trigger.setRepository(repository);
        job.addTrigger(trigger);
        job.save();
        return job;
    }

    /** Oldest first. */
    private static List<FreeStyleBuild> builds(FreeStyleProject job) {
        List<FreeStyleBuild> builds = new ArrayList<>(job.getBuilds());
        builds.sort(Comparator.comparing(FreeStyleBuild::getNumber));
        return builds;
    }

    private static List<String> variables(FreeStyleProject job, String name) {
        return builds(job).stream().map(build -> variable(build, name)).toList();
    }

    private static String variable(FreeStyleBuild build, String name) {
        try {
            return build.getEnvironment(TaskListener.NULL).get(name);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static List<DeliveryLog.Line> lines(FreeStyleProject job) throws Exception {
        return DeliveryLog.of(ItemWebhook.of(job).id()).lines();
    }
}
