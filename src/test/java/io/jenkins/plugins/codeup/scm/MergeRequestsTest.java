package io.jenkins.plugins.codeup.scm;

import static io.jenkins.plugins.codeup.scm.Organization.names;
import static io.jenkins.plugins.codeup.scm.Organization.scan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.Run;
import io.jenkins.plugins.codeup.simulator.git.GitSources;
import java.util.Set;
import jenkins.scm.api.metadata.ContributorMetadataAction;
import jenkins.scm.api.metadata.ObjectMetadataAction;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Merge requests are built merged or as they are; the Jenkinsfile of an untrusted fork is not run. */
class MergeRequestsTest {

    @RegisterExtension
    private final Organization organization = Organization.connected();

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
        long fork = organization.repository("someone/app");
        organization.git(repository).forkTo(organization.git(fork));
        organization.git(fork).commit("patch", "a", "from the fork");
        organization.git(fork).commit("patch", "Jenkinsfile", jenkinsfile);
        return fork;
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
