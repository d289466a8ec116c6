package io.jenkins.plugins.codeup.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import hudson.model.Action;
import hudson.model.FreeStyleProject;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.plugins.git.BranchSpec;
import hudson.plugins.git.GitSCM;
import hudson.plugins.git.UserRemoteConfig;
import hudson.plugins.git.util.BuildData;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import java.io.File;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.FlagExtension;

/** Jobs that check out by git build the pushed commit. */
class GitJobsTest {

    @RegisterExtension
    private final FlagExtension<Boolean> localCheckout = new FlagExtension<>(
            () -> GitSCM.ALLOW_LOCAL_CHECKOUT, allowed -> GitSCM.ALLOW_LOCAL_CHECKOUT = allowed, true);

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.unconnected().withoutQuietPeriod();

    private final JenkinsRule jenkins = codeup.jenkins();
    private GitServer git;

    @TempDir
    private File directory;

    @BeforeEach
    void start() throws Exception {
        git = new GitServer(directory.toPath().resolve("app"));
    }

    @Test
    void thePushedCommitIsBuiltNotWhatCameAfterIt() throws Exception {
        String pushed = git.commit("main", "a", "1");
        git.commit("main", "a", "2");
        FreeStyleProject job = freestyle();
        push(codeup.deliverTo(job), "main", pushed);
        assertEquals(pushed, built(only(job)));
    }

    @Test
    void aPipelineFromGitBuildsThePushedCommit() throws Exception {
        String pushed = git.commit("main", "Jenkinsfile", "node { checkout scm }");
        git.commit("main", "a", "2");
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "pipeline");
        CpsScmFlowDefinition definition = new CpsScmFlowDefinition(scm(), "Jenkinsfile");
        job.setDefinition(definition);
        job.addTrigger(new CodeupTrigger());
        push(codeup.deliverTo(job), "main", pushed);
        assertEquals(pushed, built(only(job)));
    }

    @Test
    void ofABurstTheNewestCommitOfEachBranchIsBuilt() throws Exception {
        FreeStyleProject job = freestyle();
        ItemWebhook hook = codeup.deliverTo(job);
        String main = null;
        String dev = null;
        job.setQuietPeriod(3600);
        for (int i = 0; i < 5; i++) {
            main = git.commit("main", "a", "m" + i);
            push(hook, "main", main);
            dev = git.commit("dev", "b", "d" + i);
            push(hook, "dev", dev);
        }
        Queue.Item[] waiting = jenkins.jenkins.getQueue().getItems();
        assertEquals(2, waiting.length);
        for (Queue.Item item : waiting) {
            assertEquals(1, item.getActions(PushedCommitAction.class).size());
            job.scheduleBuild2(0, item.getAllActions().toArray(new Action[0]));
        }
        jenkins.waitUntilNoActivity();
        Set<String> commits = new TreeSet<>();
        for (Run<?, ?> build : job.getBuilds()) {
            commits.add(built(build));
        }
        assertEquals(new TreeSet<>(List.of(main, dev)), commits);
    }

    @Test
    @FieldCase("J14")
    void exactlyThePushedBranchIsBuiltWhateverItsName() throws Exception {
        FreeStyleProject job = freestyle();
        ItemWebhook hook = codeup.deliverTo(job);
        int builds = 0;
        for (String branch : List.of("feature/x#1", "a%2Fb", "功能/𠮷")) {
            String commit = git.commit(branch, "a", branch);
            push(hook, branch, commit);
            jenkins.waitUntilNoActivity();
            builds++;
            assertEquals(builds, job.getBuilds().size(), branch);
            Run<?, ?> build = jenkins.assertBuildStatusSuccess(job.getLastBuild());
            assertEquals(commit, built(build));
            assertEquals(branch, build.getEnvironment(TaskListener.NULL).get("CODEUP_BRANCH"));
        }
    }

    /** Case J11: the tag's own object is no commit, and the clone has no tags. */
    @Test
    @FieldCase({"D01", "J11"})
    void ofAnAnnotatedTagTheCommitIsBuilt() throws Exception {
        String commit = git.commit("main", "a", "1");
        git.git("tag", "-a", "v1", "-m", "release");
        String tag = git.git("rev-parse", "v1");
        assertNotEquals(commit, tag);
        git.commit("main", "a", "2");
        FreeStyleProject job = freestyle();
        CodeupTrigger.of(job).setTagPushEvents(true);
        String delivery = git.delivery("x", Fixtures.ZEROS, tag)
                .replace(
                        "\"object_kind\":\"push\",\"ref\":\"refs/heads/x\"",
                        "\"object_kind\":\"tag_push\",\"ref\":\"refs/tags/v1\",\"checkout_sha\":\"" + commit + "\"");
        assertEquals(
                202,
                Deliveries.send(codeup.deliverTo(job), "Tag Push Hook", delivery)
                        .statusCode());
        Deliveries.awaitIdle();
        assertEquals(commit, built(only(job)));
    }

    @Test
    void aPushToAnotherRepositoryStartsNothing() throws Exception {
        git.commit("main", "a", "1");
        FreeStyleProject job = freestyle();
        Deliveries.fixture(codeup.deliverTo(job), "Push Hook", "push.json");
        Deliveries.awaitBuilds(jenkins);
        assertEquals(0, job.getBuilds().size());
    }

    private FreeStyleProject freestyle() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setScm(scm());
        job.addTrigger(new CodeupTrigger());
        return job;
    }

    private GitSCM scm() {
        return new GitSCM(
                List.of(new UserRemoteConfig(git.url(), null, null, null)),
                List.of(new BranchSpec("**")),
                null,
                null,
                List.of());
    }

    private void push(ItemWebhook hook, String branch, String commit) throws Exception {
        int status = Deliveries.send(hook, "Push Hook", git.delivery(branch, Fixtures.ONES, commit))
                .statusCode();
        assertEquals(202, status);
        Deliveries.awaitIdle();
    }

    private Run<?, ?> only(Job<?, ?> job) throws Exception {
        jenkins.waitUntilNoActivity();
        assertEquals(1, job.getBuilds().size());
        return jenkins.assertBuildStatusSuccess(job.getLastBuild());
    }

    private static String built(Run<?, ?> build) {
        return build.getAction(BuildData.class).getLastBuiltRevision().getSha1String();
    }
}
