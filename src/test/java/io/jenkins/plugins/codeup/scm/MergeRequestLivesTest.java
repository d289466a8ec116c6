package io.jenkins.plugins.codeup.scm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.computed.DefaultOrphanedItemStrategy;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.simulator.SimulatedSources;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import jenkins.scm.api.SCMEvents;
import jenkins.scm.api.trait.SCMSourceTrait;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * Some random lives of merge requests in multibranch projects, with real pushes: after each step those builds have begun and
 * run on that a model says. {@code -Dsequences.seed} repeats some, {@code
 * -Dsequences.lives} says how many.
 */
class MergeRequestLivesTest {

    private static final int LIVES = Integer.getInteger("sequences.lives", 4);
    private static final int STEPS = 9;

    private enum Step {
        PUSH,
        READY,
        DRAFT,
        EDIT,
        RETARGET,
        CLOSE,
        REOPEN,
        BY_HAND,
        MERGE
    }

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();

    @Test
    void afterEachStepTheBuildsAreThoseOfTheModel() throws Exception {
        long seed = Long.getLong("sequences.seed", System.nanoTime());
        System.out.println("sequences.seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < LIVES; i++) {
            new Life("sequences.seed=" + seed + ", life " + i, i, random).play();
        }
    }

    private final class Life {

        private final SimulatedSources sources = organization.sources();
        private final String where;
        private final Random random;
        private final long repository;
        private final WorkflowMultiBranchProject project;
        private final boolean skipDrafts;
        private final boolean abort;
        private final List<String> steps = new ArrayList<>();
        /** The builds that run, by their numbers, with the commits that they are of. */
        private final TreeMap<Integer, String> running = new TreeMap<>();

        private final TreeSet<Integer> byHand = new TreeSet<>();
        private int builds;
        private int pushes;
        private boolean open = true;
        private boolean draft;
        private boolean retargeted;
        /** Whether the newest commit was built since the merge request was opened last. */
        private boolean built;

        private boolean over;

        Life(String where, int number, Random random) throws Exception {
            this.where = where;
            this.random = random;
            String path = "team/life" + number;
            repository = organization.repository(path);
            organization.git(repository).commit("main", "Jenkinsfile", "sleep 600");
            organization.git(repository).commit("release", "a", "1");
            organization.git(repository).commit("feature", "a", "1");
            skipDrafts = random.nextInt(4) != 0;
            abort = random.nextInt(4) != 0;
            List<SCMSourceTrait> traits = new ArrayList<>(
                    List.of(new OriginMergeRequestDiscoveryTrait(MergeRequestDiscoveryTrait.Strategy.HEAD)));
            if (skipDrafts) {
                traits.add(new SkipDraftsTrait());
            }
            if (abort) {
                traits.add(new AbortOlderBuildsTrait());
            }
            project = organization.project(jenkins, path, traits.toArray(SCMSourceTrait[]::new));
            // a job of a closed merge request stays, so that builds count on
            project.setOrphanedItemStrategy(new DefaultOrphanedItemStrategy(false, -1, -1));
            organization.deliver(project, repository);
        }

        void play() throws Exception {
            draft = random.nextInt(3) == 0;
            steps.add(draft ? "open draft" : "open");
            if (draft) {
                sources.openDraft(repository, "feature", "main");
            } else {
                sources.openMergeRequest(repository, repository, "feature", "main");
            }
            expectBuild();
            check();
            for (int i = 0; i < STEPS && !over; i++) {
                Step step;
                do {
                    step = Step.values()[random.nextInt(Step.values().length)];
                } while (!isPossible(step));
                steps.add(step.name());
                perform(step);
                check();
            }
            for (int left : List.copyOf(running.keySet())) {
                WorkflowRun run = job().getBuildByNumber(left);
                run.doStop();
                jenkins.waitForCompletion(run);
            }
        }

        private WorkflowJob job() {
            return project.getItem("MR-1");
        }

        private boolean isPossible(Step step) {
            return switch (step) {
                case REOPEN -> !open;
                case READY -> open && draft;
                case DRAFT -> open && !draft;
                case BY_HAND -> open && running.size() < 3;
                case CLOSE, MERGE -> open && random.nextInt(3) == 0;
                default -> open;
            };
        }

        private void perform(Step step) throws Exception {
            switch (step) {
                case PUSH -> {
                    built = false;
                    sources.commit(repository, "feature", "a", String.valueOf(++pushes));
                    expectBuild();
                }
                case READY -> {
                    draft = false;
                    sources.markDraft(repository, 1, false);
                    if (!built) {
                        expectBuild();
                    }
                }
                case DRAFT -> {
                    draft = true;
                    sources.markDraft(repository, 1, true);
                }
                case EDIT -> sources.editMergeRequest(repository, 1);
                case RETARGET -> {
                    retargeted = !retargeted;
                    sources.retargetMergeRequest(repository, 1, retargeted ? "release" : "main");
                }
                case CLOSE -> {
                    open = false;
                    sources.closeMergeRequest(repository, 1);
                }
                case REOPEN -> {
                    open = true;
                    sources.reopenMergeRequest(repository, 1);
                    expectBuild();
                }
                case BY_HAND -> {
                    job().scheduleBuild2(0, new CauseAction(new Cause.UserIdCause()));
                    running.put(++builds, organization.head(repository, "feature"));
                    byHand.add(builds);
                }
                case MERGE -> {
                    over = true;
                    sources.merge(repository, 1);
                }
            }
        }

        /** The newest commit is to be built, unless it waits. */
        private void expectBuild() {
            if (draft && skipDrafts) {
                return;
            }
            String commit = organization.head(repository, "feature");
            if (abort) {
                running.entrySet()
                        .removeIf(one -> !byHand.contains(one.getKey())
                                && !one.getValue().equals(commit));
            }
            running.put(++builds, commit);
            built = true;
        }

        private void check() throws Exception {
            Deliveries.awaitIdle();
            assertTrue(SCMEvents.awaitAll(SCMEvents.getWatermark(), 60, TimeUnit.SECONDS));
            String told = where + ": " + steps + ", builds " + builds + ", running " + running.keySet();
            if (over) {
                return;
            }
            Await.until(
                    told,
                    () -> builds == 0
                            || job() != null
                                    && job().getNextBuildNumber() == builds + 1
                                    && job().getBuildByNumber(builds) != null);
            for (int number : running.keySet()) {
                jenkins.waitForMessage("Sleeping for", job().getBuildByNumber(number));
            }
            Await.until(told, () -> builds == 0 || running().equals(running.keySet()));
            for (int number = 1; number <= builds; number++) {
                if (!running.containsKey(number)) {
                    Run<?, ?> ended = jenkins.waitForCompletion(job().getBuildByNumber(number));
                    assertEquals(Result.ABORTED, ended.getResult(), told);
                }
            }
        }

        private TreeSet<Integer> running() {
            TreeSet<Integer> numbers = new TreeSet<>();
            job().getBuilds().stream().filter(WorkflowRun::isBuilding).forEach(one -> numbers.add(one.getNumber()));
            return numbers;
        }
    }
}
