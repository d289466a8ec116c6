package io.jenkins.plugins.codeup.burst;

import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.feedback.ConnectedController;
import io.jenkins.plugins.codeup.scm.BranchDiscoveryTrait;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.data.MemorySources;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import jenkins.model.Jenkins;
import jenkins.scm.api.SCMRevisionAction;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * A burst of pushes to a multibranch project that knows none of their branches yet.
 *
 * @param seconds from the first request until no event and no build was left
 * @param newest how many branches were last built at their newest commit
 */
record MultibranchBurst(Answers answers, double seconds, int newest) {

    static final int BRANCHES = 100;
    private static final String PROJECT = "multibranch";

    /** No plugin with steps can be loaded without the plugin durable-task. */
    private static final class WithoutSteps extends MemorySources {

        WithoutSteps() {
            super(1);
        }

        @Override
        public Optional<byte[]> file(String ref, String path) {
            return super.file(ref, path)
                    .map(any -> "currentBuild.description = 'built'".getBytes(StandardCharsets.US_ASCII));
        }
    }

    static MultibranchBurst of(RealJenkinsExtension jenkins, int pushes) throws Throwable {
        MemorySources sources = new WithoutSteps();
        try (CodeupSimulator codeup = ConnectedController.simulator()) {
            codeup.sources().put(ConnectedController.REPOSITORY, sources);
            String door = jenkins.runRemotely(
                    MultibranchBurst::prepare, codeup.endpoint().toString());
            List<Push> all = IntStream.range(0, pushes)
                    .mapToObj(number -> Push.number(number, BRANCHES))
                    .toList();
            HashMap<String, String> newest = new HashMap<>();
            all.forEach(push -> newest.put(push.branch(), push.commit()));
            newest.forEach(sources::set);
            List<byte[]> requests = all.stream()
                    .map(push -> push.request(door, ConnectedController.REPOSITORY))
                    .toList();
            long begin = System.nanoTime();
            Answers answers = Answers.to(jenkins.getUrl(), requests);
            int built = jenkins.runRemotely(MultibranchBurst::await, newest);
            return new MultibranchBurst(answers, (System.nanoTime() - begin) / 1e9, built);
        }
    }

    private static String prepare(JenkinsRule rule, String endpoint) throws Throwable {
        ConnectedController.connect(rule, endpoint);
        rule.jenkins.setNumExecutors(BurstBenchmark.EXECUTORS);
        return Contender.door(ItemWebhook.of(ConnectedController.project(
                rule, PROJECT, new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL))));
    }

    private static Integer await(JenkinsRule rule, HashMap<String, String> newest) throws Throwable {
        ConnectedController.awaitQuiet(rule);
        WorkflowMultiBranchProject project = Jenkins.get().getItemByFullName(PROJECT, WorkflowMultiBranchProject.class);
        int built = 0;
        for (Map.Entry<String, String> head : newest.entrySet()) {
            WorkflowJob job = project.getItemByBranchName(head.getKey());
            SCMRevisionAction revision =
                    job == null || job.getLastBuild() == null ? null : job.getLastBuild().getAction(SCMRevisionAction.class);
            built += revision != null && Objects.toString(revision.getRevision()).contains(head.getValue()) ? 1 : 0;
        }
        return built;
    }

    String sentence() {
        return """
                The multibranch project had processed all events and ended all builds after %.0f s; %d of the %d branches were built
                at their newest commit.""".formatted(seconds, newest, BRANCHES);
    }

    @Override
    public String toString() {
        return "%s; %d of %d branches built at their newest commit in %.0f s"
                .formatted(answers, newest, BRANCHES, seconds);
    }
}
