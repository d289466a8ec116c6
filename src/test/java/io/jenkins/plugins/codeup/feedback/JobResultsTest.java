package io.jenkins.plugins.codeup.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleProject;
import hudson.model.Items;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.TaskListener;
import hudson.plugins.git.BranchSpec;
import hudson.plugins.git.GitSCM;
import hudson.plugins.git.UserRemoteConfig;
import io.jenkins.plugins.codeup.client.MergeRequestComments;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.connection.RequiredRole;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.scm.Organization;
import io.jenkins.plugins.codeup.simulator.data.Role;
import io.jenkins.plugins.codeup.simulator.data.SimulatedComment;
import io.jenkins.plugins.codeup.simulator.data.SimulatedStatus;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import io.jenkins.plugins.codeup.trigger.CommentCommands;
import io.jenkins.plugins.codeup.trigger.UnstableAs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.SleepBuilder;

/** Results of freestyle and Pipeline jobs that the trigger builds. */
class JobResultsTest {

    private static final String DEVELOPER = "5f00000000000000000000d1";

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();
    private static int repositories;
    private long repository;
    private long other;

    @BeforeEach
    void createRepository() throws Exception {
        Outbox.firstPauseMillis = 50;
        String path = "team/job" + ++repositories;
        repository = organization.repository(path);
        other = organization.repository(path + "-library");
        organization.git(repository).commit("main", "a", "1");
        organization.git(other).commit("main", "b", "1");
        organization
                .simulator()
                .withMember(repository, DEVELOPER, Role.DEVELOPER)
                .actAs(DEVELOPER);
        allow(true);
    }

    private static void allow(boolean statuses) {
        CodeupConnection connection = CodeupConfiguration.get().getConnections().get(0);
        connection.setCredentialsId("token");
        connection.setAllowStatuses(statuses);
        CodeupConfiguration.get().setConnections(List.of(connection));
    }

    @AfterEach
    void everythingIsSent() throws Exception {
        settle();
    }

    private void settle() throws Exception {
        Deliveries.awaitIdle();
        jenkins.waitUntilNoActivity();
        Await.until("results sent", () -> Outbox.get().waiting() == 0);
    }

    private GitSCM scm(long id) {
        return new GitSCM(
                List.of(new UserRemoteConfig(organization.sources().httpUrl(id), null, null, "clone")),
                List.of(new BranchSpec("*/main")),
                null,
                null,
                List.of());
    }

    private static CodeupTrigger trigger() {
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setManageWebhook(false);
        trigger.setMergeRequestsEvents(true);
        return trigger;
    }

    private FreeStyleProject freestyle(CodeupTrigger trigger) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setScm(scm(repository));
        job.addTrigger(trigger);
        trigger.start(job, true);
        organization.deliver(job, repository);
        return job;
    }

    private WorkflowJob pipeline(String script, CodeupTrigger trigger) throws Exception {
        organization.git(repository).commit("main", "Jenkinsfile", script);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsScmFlowDefinition(scm(repository), "Jenkinsfile"));
        job.addTrigger(trigger);
        organization.deliver(job, repository);
        return job;
    }

    /** States and contexts of a commit, as they were sent. */
    private List<String> sent(String commit) {
        return organization.sources().statuses().stream()
                .filter(status -> status.commit().equals(commit))
                .map(status -> status.context() + " " + status.state())
                .toList();
    }

    private List<SimulatedComment> comments() {
        return organization.sources().results().comments(repository, 1);
    }

    @Test
    void aFreestyleBuildIsReportedFromTheQueueToItsEnd() throws Exception {
        FreeStyleProject job = freestyle(trigger());
        job.setQuietPeriod(3);
        job.getBuildersList().add(new SleepBuilder(1));
        String commit = organization.sources().commit(repository, "main", "a", "2");
        Await.until("queued", () -> !sent(commit).isEmpty());
        SimulatedStatus queued = organization.sources().statuses().stream()
                .filter(status -> status.commit().equals(commit))
                .findFirst()
                .orElseThrow();
        assertTrue(queued.description().contains("queue"), queued.toString());
        assertEquals(jenkins.getURL() + job.getUrl(), queued.targetUrl());
        settle();
        String context = "Jenkins/" + job.getName() + "/branch ";
        List<String> sent = sent(commit);
        assertEquals(context + "success", sent.get(sent.size() - 1));
        assertEquals(repository, queued.repositoryId());
    }

    @Test
    void aBuildThatIsCancelledOrReplacedInTheQueueEnds() throws Exception {
        FreeStyleProject job = freestyle(trigger());
        job.setQuietPeriod(60);
        String first = organization.sources().commit(repository, "main", "a", "2");
        Await.until("queued", () -> !sent(first).isEmpty());
        String second = organization.sources().commit(repository, "main", "a", "3");
        Deliveries.awaitIdle();
        for (Queue.Item item : Queue.getInstance().getItems((Queue.Task) job)) {
            Queue.getInstance().cancel(item);
        }
        Await.until("ended", () -> sent(first).get(sent(first).size() - 1).endsWith("error"));
        assertFalse(
                sent(second).stream().anyMatch(one -> one.endsWith("pending")),
                sent(second).toString());
    }

    @Test
    void aBuildEndsInCodeupEvenIfItsJobIsMovedMeanwhile() throws Exception {
        FreeStyleProject job = freestyle(trigger());
        job.getBuildersList().add(new SleepBuilder(3_000));
        String commit = organization.sources().commit(repository, "main", "a", "2");
        Await.until("told as running", () -> job.isBuilding() && !sent(commit).isEmpty());
        Items.move(job, jenkins.createProject(Folder.class));
        settle();
        Map<String, String> last = new LinkedHashMap<>();
        organization.sources().statuses().stream()
                .filter(status -> status.commit().equals(commit))
                .forEach(status -> last.put(status.context(), status.state()));
        assertFalse(last.containsValue("pending"), last.toString());
        assertTrue(last.containsValue("success"), last.toString());
    }

    @Test
    void anUnstableBuildIsWhatTheJobSaysAndTheNameIsItsTemplate() throws Exception {
        CodeupTrigger trigger = trigger();
        trigger.setUnstable(UnstableAs.SUCCESS);
        trigger.setStatusContext("CI {branch}");
        pipeline("unstable 'hm'", trigger);
        String commit = organization.sources().commit(repository, "main", "a", "2");
        settle();
        assertEquals("CI main success", sent(commit).get(sent(commit).size() - 1));
    }

    @Test
    void stepsReportTheCommitOfTheSourceWhateverIsCheckedOutLast() throws Exception {
        WorkflowJob job = pipeline(
                "node { checkout scm; checkout scmGit(branches: [[name: '*/main']], userRemoteConfigs: [[url: '"
                        + organization.sources().httpUrl(other) + "', credentialsId: 'clone']]) }\n"
                        + "codeupCommitStatus('lint') { echo 'fine' }\n"
                        + "try { codeupCommitStatus('tests') { error 'no' } } catch (e) { }\n"
                        + "parallel one: { codeupCommitStatus('one') { echo '1' } }, two: { unstable 'two' }\n"
                        + "codeupSetCommitStatus context: 'deploy', state: 'Success', description: 'to staging'\n"
                        + "codeupSetCommitStatus context: 'forgotten', state: 'pending'\n"
                        + "codeupComment text: 'x'",
                trigger());
        String commit = organization.sources().commit(repository, "main", "a", "2");
        settle();
        List<String> sent = sent(commit);
        for (String last : List.of(
                "lint success",
                "tests failure",
                "one success",
                "deploy success",
                "forgotten error",
                "Jenkins/" + job.getName() + "/branch failure")) { // unstable, by default
            assertTrue(sent.contains(last), last + " in " + sent);
        }
        assertEquals(0, sent(organization.head(other, "main")).size());
        jenkins.assertLogContains("The build is not of a merge request", job.getLastBuild());
        assertTrue(job.getLastBuild().getResult() == Result.UNSTABLE);
    }

    @Test
    void whatTheConnectionDoesNotAllowIsNotSentAndAStepSaysWhy() throws Exception {
        allow(false);
        WorkflowJob job = pipeline("codeupCommitStatus('lint') { echo 'fine' }", trigger());
        organization.simulator().forgetRequests();
        organization.sources().commit(repository, "main", "a", "2");
        settle();
        jenkins.assertBuildStatusSuccess(job.getLastBuild());
        jenkins.assertLogContains("Codeup: status lint is not reported.", job.getLastBuild());
        jenkins.assertLogContains("Results of builds may be reported", job.getLastBuild());
        assertEquals(List.of(), organization.simulator().requests("CreateCommitStatus"));
    }

    @Test
    void aRepositoryThatTheJobDoesNotHaveGetsNothing() throws Exception {
        CodeupTrigger trigger = trigger();
        trigger.setRepository("team/job" + repositories + "-library");
        WorkflowJob job = pipeline("codeupSetCommitStatus context: 'x', state: 'success'", trigger);
        organization.deliver(job, other);
        organization.simulator().forgetRequests();
        organization.sources().commit(other, "main", "b", "2");
        settle();
        jenkins.assertLogContains("is none of the job's sources", job.getLastBuild());
        assertEquals(List.of(), organization.simulator().requests("CreateCommitStatus"));
    }

    @Test
    void aCallThatFailsFailsNoBuildAndItsLogSaysWhy() throws Exception {
        WorkflowJob job = pipeline("sleep 1", trigger());
        organization
                .simulator()
                .failNext(
                        "CreateCommitStatus",
                        Fault.answer(Reply.json(403, "{\"errorCode\":\"Forbidden\",\"errorMessage\":\"no right\"}")));
        String commit = organization.sources().commit(repository, "main", "a", "2");
        settle();
        jenkins.assertBuildStatusSuccess(job.getLastBuild());
        jenkins.assertLogContains("Codeup: not reported yet, will be tried again:", job.getLastBuild());
        jenkins.assertLogContains("no right", job.getLastBuild());
        assertTrue(sent(commit).get(sent(commit).size() - 1).endsWith("success"));
    }

    @Test
    void aMergeRequestHasOneCommentThatStartsNoBuildAndCommandsAreAnswered() throws Exception {
        CodeupTrigger trigger = trigger();
        trigger.setNoteEvents(true);
        trigger.setMergeRequestComment(true);
        CommentCommands commands = new CommentCommands();
        commands.setRetest("again!");
        commands.setRole(RequiredRole.DEVELOPER);
        trigger.setCommands(commands);
        FreeStyleProject job = freestyle(trigger);
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("WHERE", "here")));
        String commit = organization.sources().commit(repository, "feature", "a", "2");
        settle();
        int before = job.getLastBuild().getNumber();
        organization.sources().openMergeRequest(repository, repository, "feature", "main");
        settle();
        assertEquals(before + 1, job.getLastBuild().getNumber(), "comments of Jenkins start nothing");
        assertEquals(1, comments().size());
        assertTrue(comments().get(0).content().contains("succeeded"), comments().toString());
        organization.sources().comment(repository, 1, "again!");
        settle();
        assertEquals(before + 2, job.getLastBuild().getNumber());
        organization.sources().comment(repository, 1, "/build WHERE=there");
        settle();
        assertEquals(before + 3, job.getLastBuild().getNumber());
        assertEquals(
                "there", job.getLastBuild().getEnvironment(TaskListener.NULL).get("WHERE"));
        organization.sources().comment(repository, 1, "/cancel");
        settle();
        assertEquals(
                3,
                comments().stream()
                        .filter(one -> one.content().contains(MergeRequestComments.MARKER + "reply="))
                        .count(),
                comments().toString());
        assertTrue(
                comments().stream().allMatch(SimulatedComment::resolved),
                comments().toString());
        assertEquals(
                "success",
                organization
                        .sources()
                        .results()
                        .statusesOf(commit)
                        .get("jenkins/" + job.getName().toLowerCase(Locale.ROOT) + "/merge-request/main")
                        .state());
    }

    @Test
    void aRunningBuildOfAMergeRequestIsCancelledAndOthersAreNot() throws Exception {
        CodeupTrigger trigger = trigger();
        trigger.setCommands(new CommentCommands());
        WorkflowJob job = pipeline("sleep 600", trigger);
        organization.sources().commit(repository, "feature", "a", "2");
        Await.until("a build of the branch", () -> job.getLastBuild() != null);
        WorkflowRun ofBranch = job.getLastBuild();
        organization.sources().openMergeRequest(repository, repository, "feature", "main");
        Await.until("a build of the merge request", () -> job.getLastBuild() != ofBranch);
        WorkflowRun ofMergeRequest = job.getLastBuild();
        jenkins.waitForMessage("Sleeping", ofMergeRequest);
        organization.sources().comment(repository, 1, "/cancel");
        jenkins.waitForCompletion(ofMergeRequest);
        assertEquals(Result.ABORTED, ofMergeRequest.getResult());
        assertTrue(ofBranch.isBuilding());
        ofBranch.doStop();
        jenkins.waitForCompletion(ofBranch);
    }

    @Test
    void aBuildOfAMergeRequestThatWaitsInTheQueueIsCancelledAndOthersAreNot() throws Exception {
        CodeupTrigger trigger = trigger();
        trigger.setCommands(new CommentCommands());
        FreeStyleProject job = freestyle(trigger);
        job.setQuietPeriod(60);
        organization.sources().commit(repository, "feature", "a", "2");
        organization.sources().openMergeRequest(repository, repository, "feature", "main");
        Deliveries.awaitIdle();
        assertEquals(2, Queue.getInstance().getItems((Queue.Task) job).size());
        organization.sources().comment(repository, 1, "/cancel");
        Await.until(
                "a reply",
                () -> comments().stream()
                        .anyMatch(one -> one.content().contains(MergeRequestComments.MARKER + "reply=")));
        assertTrue(
                comments().stream().anyMatch(one -> one.content().contains("Cancelled: " + job.getName())),
                comments().toString());
        assertEquals(1, Queue.getInstance().getItems((Queue.Task) job).size(), "the branch's build still waits");
        Queue.getInstance().clear();
    }
}
