package io.jenkins.plugins.codeup.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.codeup.endpoint.DeliveryLog;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.scm.AbortOlderBuildsTrait;
import io.jenkins.plugins.codeup.scm.Organization;
import io.jenkins.plugins.codeup.trigger.CodeupBuildAction;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.util.List;
import java.util.stream.Collectors;
import jenkins.model.CauseOfInterruption;
import jenkins.model.InterruptedBuildAction;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** A push to a merge request aborts builds of its older commits where that is asked for, and never what people started. */
class OlderBuildsTest {

    /** The first commit's builds never end by themselves. */
    private static final String SCRIPT = "if (env.CODEUP_COMMIT == '%s') { sleep 600 }";

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();
    private MergeRequestPage page;
    private String first;

    @BeforeEach
    void createRepository() {
        page = new MergeRequestPage(organization);
        first = organization.git(page.repository()).commit("feature", "wait", "yes");
    }

    @AfterEach
    void everythingIsSent() throws Exception {
        page.settle();
    }

    private WorkflowJob job(boolean abort) throws Exception {
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setRepository(page.path());
        trigger.setManageWebhook(false);
        trigger.setPushEvents(false);
        trigger.setMergeRequestsEvents(true);
        trigger.setAbortOlderBuilds(abort);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(SCRIPT.formatted(first), true));
        job.addTrigger(trigger);
        organization.deliver(job, page.repository());
        return job;
    }

    private void open() {
        organization.sources().openMergeRequest(page.repository(), page.repository(), "feature", "main");
    }

    private String push() {
        return organization.sources().commit(page.repository(), "feature", "wait", "no");
    }

    private WorkflowRun sleeping(WorkflowJob job) throws Exception {
        Await.until("a build", () -> job.getLastBuild() != null);
        WorkflowRun run = job.getLastBuild();
        jenkins.waitForMessage("Sleeping for", run);
        return run;
    }

    private static String interruptions(Run<?, ?> run) {
        return run.getAction(InterruptedBuildAction.class).getCauses().stream()
                .map(CauseOfInterruption::getShortDescription)
                .collect(Collectors.joining());
    }

    @Test
    void aRunningBuildOfAJobIsAbortedAndNamesItsSuccessor() throws Exception {
        WorkflowJob job = job(true);
        open();
        WorkflowRun older = sleeping(job);
        String second = push();
        jenkins.waitForCompletion(older);
        page.settle();
        assertEquals(Result.ABORTED, older.getResult());
        jenkins.assertLogContains(second.substring(0, 8), older);
        assertEquals(2, job.getBuilds().size());
        jenkins.assertBuildStatusSuccess(job.getLastBuild());
        assertEquals(
                "Aborted: #2 builds a newer push to merge request !1 (" + second.substring(0, 8) + ")",
                interruptions(older));
    }

    @Test
    void withoutTheOptionItRunsOn() throws Exception {
        WorkflowJob job = job(false);
        open();
        WorkflowRun older = sleeping(job);
        push();
        Await.until("the newer build", () -> job.getLastBuild() != older);
        jenkins.waitForCompletion(job.getLastBuild());
        assertTrue(older.isBuilding());
        older.doStop();
        jenkins.waitForCompletion(older);
    }

    @Test
    void whatSomebodyStartedByHandIsNotAborted() throws Exception {
        WorkflowJob job = job(true);
        open();
        WorkflowRun older = sleeping(job);
        job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause()), older.getAction(CodeupBuildAction.class));
        Await.until("the build by hand", () -> job.getLastBuild() != older);
        WorkflowRun byHand = job.getLastBuild();
        jenkins.waitForMessage("Sleeping for", byHand);
        push();
        jenkins.waitForCompletion(older);
        Await.until("the newer build", () -> job.getLastBuild() != byHand);
        jenkins.waitForCompletion(job.getLastBuild());
        assertEquals(Result.ABORTED, older.getResult());
        assertTrue(byHand.isBuilding());
        byHand.doStop();
        jenkins.waitForCompletion(byHand);
    }

    @Test
    void aBuildThatWaitsLeavesTheQueueAlsoIfTheTargetChangedMeanwhile() throws Exception {
        organization.git(page.repository()).commit("release", "a", "1");
        WorkflowJob job = job(true);
        job.setQuietPeriod(3600);
        open();
        Await.until("a waiting build", () -> commits(job).equals(List.of(first)));
        organization.sources().retargetMergeRequest(page.repository(), 1, "release");
        String second = push();
        Await.until("the newer one alone", () -> commits(job).equals(List.of(second)));
        List<String> results = DeliveryLog.of(ItemWebhook.of(job).id()).lines().stream()
                .map(DeliveryLog.Line::english)
                .toList();
        assertTrue(results.contains("No build: it was removed from the queue"), results.toString());
        jenkins.jenkins.getQueue().clear();
    }

    private static List<String> commits(WorkflowJob job) {
        return Queue.getInstance().getItems((Queue.Task) job).stream()
                .map(item -> item.getAction(CodeupBuildAction.class).variable("CODEUP_COMMIT"))
                .toList();
    }

    @Test
    void inAMultibranchProjectItIsAbortedToo() throws Exception {
        WorkflowMultiBranchProject project = page.project(new BuildStatusTrait(), new AbortOlderBuildsTrait());
        open();
        Await.until("a job", () -> project.getItem("MR-1") != null);
        WorkflowJob job = project.getItem("MR-1");
        WorkflowRun older = sleeping(job);
        String second = push();
        jenkins.waitForCompletion(older);
        page.settle();
        assertEquals(Result.ABORTED, older.getResult());
        assertEquals(List.of(2, 1), job.getBuilds().stream().map(Run::getNumber).toList());
        jenkins.assertBuildStatusSuccess(job.getLastBuild());
        assertTrue(interruptions(older).contains("#2 builds a newer push"), interruptions(older));
        assertEquals("error", page.statuses(first).get("Jenkins/merge-request/main"));
        assertEquals("success", page.statuses(second).get("Jenkins/merge-request/main"));
    }
}
