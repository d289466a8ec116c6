package io.jenkins.plugins.codeup.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Result;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.trigger.MergeRequestSequence.Expected;
import io.jenkins.plugins.codeup.trigger.MergeRequestSequence.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Some random lives of merge requests, with real deliveries to real Pipelines. See {@link MergeRequestSequencesTest}. */
class MergeRequestSequencesInJenkinsTest {

    private static final int SEQUENCES = 5;
    private static final int STEPS = 8;

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.unconnected().withoutQuietPeriod();

    private final JenkinsRule jenkins = codeup.jenkins();

    @Test
    void eachStepBuildsAndAbortsWhatTheModelSays() throws Exception {
        long seed = Long.getLong("sequences.seed", System.nanoTime());
        System.out.println("sequences.seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < SEQUENCES; i++) {
            play("sequences.seed=" + seed + ", sequence " + i, random);
        }
    }

    private void play(String where, Random random) throws Exception {
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setMergeRequestsEvents(true);
        trigger.setSkipDrafts(random.nextInt(4) != 0);
        trigger.setAbortOlderBuilds(random.nextInt(4) != 0);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("sleep 600", true));
        job.addTrigger(trigger);
        ItemWebhook hook = codeup.deliverTo(job);
        MergeRequestSequence sequence =
                new MergeRequestSequence(1, random, trigger.isSkipDrafts(), trigger.isAbortOlderBuilds(), false);
        List<String> steps = new ArrayList<>();
        for (int i = 0; i < STEPS && !sequence.isOver(); i++) {
            Expected expected = i == 0 ? sequence.open() : sequence.next();
            steps.add(expected.step());
            check(where + ": " + steps, job, hook, expected, sequence);
        }
        for (Running left : sequence.running()) {
            stop(job.getBuildByNumber(left.number()));
        }
    }

    private void check(
            String where, WorkflowJob job, ItemWebhook hook, Expected expected, MergeRequestSequence sequence)
            throws Exception {
        if (expected.finished() != 0) {
            stop(job.getBuildByNumber(expected.finished()));
        }
        if (expected.byHand()) {
            WorkflowRun again = job.getLastBuild();
            job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause()), again.getAction(CodeupBuildAction.class));
        }
        if (expected.delivery() != null) {
            Deliveries.send(hook, "Merge Request Hook", expected.delivery());
        }
        Deliveries.awaitIdle();
        TreeSet<Integer> running = new TreeSet<>();
        sequence.running().forEach(one -> running.add(one.number()));
        Await.until(
                where,
                () -> job.getNextBuildNumber() == sequence.builds() + 1
                        && running(job).equals(running));
        for (int number : running) {
            jenkins.waitForMessage("Sleeping for", job.getBuildByNumber(number));
        }
        for (int number : expected.aborted()) {
            WorkflowRun aborted = job.getBuildByNumber(number);
            jenkins.waitForCompletion(aborted);
            assertEquals(Result.ABORTED, aborted.getResult(), where);
            jenkins.assertLogContains("a newer push to merge request !1", aborted);
        }
    }

    private static TreeSet<Integer> running(WorkflowJob job) {
        TreeSet<Integer> running = new TreeSet<>();
        job.getBuilds().stream().filter(WorkflowRun::isBuilding).forEach(one -> running.add(one.getNumber()));
        return running;
    }

    private void stop(WorkflowRun run) throws Exception {
        run.doStop();
        jenkins.waitForCompletion(run);
    }
}
