package io.jenkins.plugins.codeup.scm;

import static io.jenkins.plugins.codeup.scm.Organization.names;
import static io.jenkins.plugins.codeup.scm.Organization.scan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.Result;
import hudson.model.Run;
import hudson.plugins.git.GitSCM;
import hudson.plugins.git.UserRemoteConfig;
import io.jenkins.plugins.codeup.simulator.git.GitSources;
import java.util.List;
import java.util.Set;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.metadata.ContributorMetadataAction;
import jenkins.scm.api.metadata.ObjectMetadataAction;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jvnet.hudson.test.JenkinsRule;

/** Merge requests are built merged or as they are; the Jenkinsfile of an untrusted fork is not run. */
class MergeRequestsTest {

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();
    private long repository;

    @BeforeEach
    void start() throws Exception {
        repository = organization.repositoryWithJenkinsfile("team/app");
    }

    /** A project that has a merge request of a branch of its own, behind the branch main. */
    private WorkflowMultiBranchProject projectWithMergeRequest(
            BranchDiscoveryTrait.Strategy branches, MergeRequestDiscoveryTrait.Strategy mergeRequests)
            throws Exception {
        GitSources git = organization.git(repository);
        git.commit("feature", "b", "from feature");
        git.commit("main", "a", "newer on main");
        organization.sources().openMergeRequest(repository, repository, "feature", "main");
        return organization.project(
                jenkins,
                "team/app",
                new BranchDiscoveryTrait(branches),
                new OriginMergeRequestDiscoveryTrait(mergeRequests));
    }

    @Test
    void aBranchIsBuiltOnceAsItsMergeRequestMergedWithTheTarget() throws Exception {
        WorkflowMultiBranchProject project = projectWithMergeRequest(
                BranchDiscoveryTrait.Strategy.EXCLUDE_MERGE_REQUESTS, MergeRequestDiscoveryTrait.Strategy.MERGE);

        assertEquals(Set.of("MR-1", "main"), names(project));
        WorkflowJob request = project.getItem("MR-1");
        Run<?, ?> build = jenkins.assertBuildStatusSuccess(request.getLastBuild());
        jenkins.assertLogContains("built newer on main", build);
        jenkins.assertLogContains("Merge succeeded", build);
        assertEquals(
                "Merge feature", request.getAction(ObjectMetadataAction.class).getObjectDisplayName());
        assertEquals("dev-a", request.getAction(ContributorMetadataAction.class).getContributor());

        organization.sources().merge(repository, 1);
        scan(jenkins, project);
        assertEquals(Set.of("feature", "main"), names(project), "what is merged is a branch again");
    }

    @Test
    void someBranchesAreBuiltAlthoughTheyHaveAMergeRequest() throws Exception {
        for (String branch : List.of("release/1", "feature")) {
            organization.git(repository).commit(branch, "b", "1");
            organization.sources().openMergeRequest(repository, repository, branch, "main");
        }
        BranchDiscoveryTrait branches = new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.EXCLUDE_MERGE_REQUESTS);
        branches.setAlwaysIncluded("release/*, hotfix");
        WorkflowMultiBranchProject project = organization.project(jenkins, "team/app", branches);
        assertEquals(Set.of("main", "release%2F1"), names(project));
    }

    @Test
    void theSourceBranchIsBuiltAsItIsWithTheStrategyHeadOrBoth() throws Exception {
        WorkflowMultiBranchProject project = projectWithMergeRequest(
                BranchDiscoveryTrait.Strategy.ONLY_MERGE_REQUESTS, MergeRequestDiscoveryTrait.Strategy.BOTH);
        assertEquals(Set.of("MR-1-head", "MR-1-merge", "feature"), names(project));
        jenkins.assertLogContains(
                "built 1",
                jenkins.assertBuildStatusSuccess(project.getItem("MR-1-head").getLastBuild()));
        jenkins.assertLogContains(
                "built newer on main",
                jenkins.assertBuildStatusSuccess(project.getItem("MR-1-merge").getLastBuild()));
    }

    @Test
    void aForksJenkinsfileIsNotRunUnlessForksAreTrusted() throws Exception {
        long fork = fork("echo 'the Jenkinsfile of the fork was run'");
        organization.sources().openMergeRequest(repository, fork, "patch", "main");
        WorkflowMultiBranchProject project = organization.project(
                jenkins, "team/app", new ForkMergeRequestDiscoveryTrait(MergeRequestDiscoveryTrait.Strategy.MERGE));
        assertEquals(Set.of("MR-1"), names(project));
        Run<?, ?> build =
                jenkins.assertBuildStatusSuccess(project.getItem("MR-1").getLastBuild());
        jenkins.assertLogNotContains("the Jenkinsfile of the fork was run", build);
        jenkins.assertLogContains("built from the fork", build);

        ForkMergeRequestDiscoveryTrait trusting =
                new ForkMergeRequestDiscoveryTrait(MergeRequestDiscoveryTrait.Strategy.HEAD);
        trusting.setTrust(new ForkMergeRequestDiscoveryTrait.TrustEveryone());
        WorkflowMultiBranchProject trusted = organization.project(jenkins, "team/app", trusting);
        jenkins.assertLogContains(
                "the Jenkinsfile of the fork was run",
                jenkins.assertBuildStatusSuccess(trusted.getItem("MR-1").getLastBuild()));
    }

    @Test
    void mergeRequestsFromForksAreNotBuiltByDefault() throws Exception {
        long fork = fork(Organization.JENKINSFILE);
        organization.sources().openMergeRequest(repository, fork, "patch", "main");
        WorkflowMultiBranchProject project = organization.project(
                jenkins, "team/app", CodeupTraits.defaults().toArray(new jenkins.scm.api.trait.SCMSourceTrait[0]));
        assertEquals(Set.of("main"), names(project));
    }

    private long fork(String jenkinsfile) {
        return fork("patch", jenkinsfile);
    }

    private long fork(String branch, String jenkinsfile) {
        long fork = organization.repository("someone/app");
        organization.git(repository).forkTo(organization.git(fork));
        organization.git(fork).commit(branch, "a", "from the fork");
        organization.git(fork).commit(branch, "Jenkinsfile", jenkinsfile);
        return fork;
    }

    /** A branch that is called as the job of its merge request is what git finds where no revision is known. */
    @ParameterizedTest
    @EnumSource(
            value = MergeRequestDiscoveryTrait.Strategy.class,
            names = {"HEAD", "MERGE"})
    void theJenkinsfileOfAForkIsNotRunWhenItsMergeRequestWasClosedSinceTheScan(
            MergeRequestDiscoveryTrait.Strategy strategy) throws Exception {
        long fork = fork("MR-1", "echo 'a stranger was here'");
        long number = organization.sources().openMergeRequest(repository, fork, "MR-1", "main");
        WorkflowMultiBranchProject project =
                organization.project(jenkins, "team/app", new ForkMergeRequestDiscoveryTrait(strategy));
        WorkflowJob job = project.getItem("MR-1");
        jenkins.assertLogContains("built from the fork", jenkins.assertBuildStatusSuccess(job.getLastBuild()));

        organization.sources().closeMergeRequest(repository, number);
        Run<?, ?> build =
                jenkins.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0).get());
        jenkins.assertLogNotContains("a stranger was here", build);
        jenkins.assertLogContains("Merge request !1 is not open", build);
    }

    @Test
    void theJenkinsfileOfAForkIsNotRunWhileItsBranchIsMissing() throws Exception {
        long fork = fork("MR-1", "echo 'a stranger was here'");
        organization.sources().openMergeRequest(repository, fork, "MR-1", "main");
        WorkflowMultiBranchProject project = organization.project(
                jenkins, "team/app", new ForkMergeRequestDiscoveryTrait(MergeRequestDiscoveryTrait.Strategy.HEAD));
        WorkflowJob job = project.getItem("MR-1");
        organization.git(fork).update("refs/heads/MR-1", "0".repeat(40));
        Run<?, ?> build =
                jenkins.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0).get());
        jenkins.assertLogContains("Merge request !1 cannot be built", build);
    }

    @ParameterizedTest
    @EnumSource(
            value = MergeRequestDiscoveryTrait.Strategy.class,
            names = {"HEAD", "MERGE"})
    void withoutARevisionTheTargetBranchIsBuiltAndTheForkIsNoRemote(MergeRequestDiscoveryTrait.Strategy strategy)
            throws Exception {
        long fork = fork("MR-1", Organization.JENKINSFILE);
        organization.sources().openMergeRequest(repository, fork, "MR-1", "main");
        WorkflowMultiBranchProject project =
                organization.project(jenkins, "team/app", new ForkMergeRequestDiscoveryTrait(strategy));
        SCMSource source = project.getSCMSources().get(0);
        SCMHead head = SCMHead.HeadByItem.findHead(project.getItem("MR-1"));
        GitSCM scm = (GitSCM) source.build(head, null);
        assertEquals(
                List.of(organization.sources().httpUrl(repository)),
                scm.getUserRemoteConfigs().stream()
                        .map(UserRemoteConfig::getUrl)
                        .toList());
        assertEquals("main", scm.getBranches().get(0).getName());
    }

    @Test
    void aMergeRequestWhoseForkWasDeletedIsSkippedAndTheOthersAreBuilt() throws Exception {
        long fork = fork(Organization.JENKINSFILE);
        organization.sources().openMergeRequest(repository, fork, "patch", "main");
        organization.git(repository).commit("feature", "b", "1");
        organization.sources().openMergeRequest(repository, repository, "feature", "main");
        organization.simulator().removeRepository(fork);
        WorkflowMultiBranchProject project = organization.project(
                jenkins,
                "team/app",
                new OriginMergeRequestDiscoveryTrait(MergeRequestDiscoveryTrait.Strategy.MERGE),
                new ForkMergeRequestDiscoveryTrait(MergeRequestDiscoveryTrait.Strategy.MERGE));
        assertEquals(Set.of("MR-2"), names(project));
    }
}
