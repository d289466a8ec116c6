package io.jenkins.plugins.codeup.feedback;

import hudson.model.FreeStyleProject;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.scm.BranchDiscoveryTrait;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.util.HashMap;
import java.util.List;
import jenkins.branch.MultiBranchProject;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jvnet.hudson.test.JenkinsRule;

/** What a {@link DeliveryStream} does in its Jenkins: makes the items of the stream, and counts their builds. */
final class StreamedItems {

    static final List<String> NAMES = List.of("freestyle", "pipeline", "branches");

    private StreamedItems() {}

    static Integer countBuilds(JenkinsRule ignored) {
        int count = 0;
        for (Job<?, ?> job : Jenkins.get().allItems(Job.class)) {
            // the first scan has built it
            if (!job.getName().equals("main")) {
                count += job.getBuilds().size();
            }
        }
        return count;
    }

    static Integer waitingStatuses(JenkinsRule ignored) {
        return Outbox.get().waiting();
    }

    /** Three items, and the path and secret of each one's webhook. */
    static HashMap<String, String> prepare(JenkinsRule rule, String endpoint) throws Exception {
        ConnectedController.connect(rule, endpoint);
        FreeStyleProject freestyle = rule.createFreeStyleProject("freestyle");
        freestyle.setConcurrentBuild(true);
        freestyle.addTrigger(new CodeupTrigger());
        freestyle.save();
        WorkflowJob pipeline = rule.createProject(WorkflowJob.class, "pipeline");
        pipeline.setDefinition(new CpsFlowDefinition("echo 'built'", true));
        pipeline.addTrigger(new CodeupTrigger());
        pipeline.save();
        ConnectedController.project(
                rule, "branches", new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL), new BuildStatusTrait());
        HashMap<String, String> doors = new HashMap<>();
        for (String name : NAMES) {
            doors.put(name, ConnectedController.door(rule.jenkins.getItem(name)));
        }
        return doors;
    }

    /** How often each head was built. */
    static HashMap<String, Integer> builds(JenkinsRule rule) throws Exception {
        HashMap<String, Integer> builds = new HashMap<>();
        for (Job<?, ?> job : Jenkins.get().allItems(Job.class)) {
            for (Run<?, ?> run : job.getBuilds()) {
                String head = job.getParent() instanceof MultiBranchProject
                        ? job.getFullName()
                        : job.getName() + "/"
                                + run.getEnvironment(TaskListener.NULL).get("CODEUP_BRANCH");
                builds.merge(head, 1, Integer::sum);
            }
        }
        return builds;
    }
}
