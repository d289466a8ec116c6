package io.jenkins.plugins.codeup.scm;

import static io.jenkins.plugins.codeup.scm.Organization.awaitEvents;
import static io.jenkins.plugins.codeup.scm.Organization.names;
import static io.jenkins.plugins.codeup.scm.Organization.scan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.ExtensionList;
import hudson.model.Run;
import hudson.plugins.git.GitSCM;
import hudson.plugins.git.UserRemoteConfig;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.connection.CodeupApi;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.data.Role;
import io.jenkins.plugins.codeup.simulator.data.SimulatedMember;
import io.jenkins.plugins.codeup.simulator.git.GitSources;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import io.jenkins.plugins.codeup.trigger.PushedRefs;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMSource;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * Merge requests of people who may not push to the repository: made by a push (AGit flow), for which the viewer's role is
 * enough, or from a fork. All are built; whose Jenkinsfile is run is a matter of trust.
 */
class ReviewTrustTest {

    private static final String STRANGE = "node { checkout scm; echo \"a stranger's file, ${readFile('a')}\" }";

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private static int count;

    private final JenkinsRule jenkins = organization.jenkins();
    private final CodeupSimulator simulator = organization.simulator();
    private String path;
    private long repository;
    /** A connection of its own, as what git serves is asked once a connection. */
    private String connection;

    @BeforeEach
    void start() {
        count++;
        path = "team/app-" + count;
        repository = organization.repositoryWithJenkinsfile(path);
        connection = "connection-" + count;
        CodeupConnection one = new CodeupConnection(connection);
        one.setApi(CodeupApi.YUNXIAO);
        one.setEndpoint(simulator.endpoint().toString());
        one.setOrganizationId(SimulatedCodeup.ORGANIZATION);
        one.setTotalTimeoutSeconds(5);
        List<CodeupConnection> all = new ArrayList<>(CodeupConfiguration.get().getConnections());
        all.add(one);
        CodeupConfiguration.get().setConnections(all);
    }

    @AfterEach
    void reset() {
        simulator.actAs(SimulatedMember.SOMEONE);
        organization.sources().servePushedAs("refs/merge-requests/%d/head");
    }

    private WorkflowMultiBranchProject project(
            MergeRequestDiscoveryTrait.Strategy strategy, ForkMergeRequestDiscoveryTrait.TrustNobody nobody)
            throws Exception {
        ForkMergeRequestDiscoveryTrait forks = new ForkMergeRequestDiscoveryTrait(strategy);
        forks.setTrust(nobody == null ? new ForkMergeRequestDiscoveryTrait.TrustDevelopers() : nobody);
        return organization.project(
                jenkins,
                path,
                connection,
                new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.EXCLUDE_MERGE_REQUESTS),
                new OriginMergeRequestDiscoveryTrait(strategy),
                forks);
    }

    private WorkflowMultiBranchProject trustingNobody(MergeRequestDiscoveryTrait.Strategy strategy) throws Exception {
        return project(strategy, new ForkMergeRequestDiscoveryTrait.TrustNobody());
    }

    private WorkflowMultiBranchProject trustingDevelopers() throws Exception {
        return project(MergeRequestDiscoveryTrait.Strategy.HEAD, null);
    }

    private Run<?, ?> built(WorkflowMultiBranchProject project, String name) throws Exception {
        WorkflowJob job = project.getItem(name);
        assertNotNull(job, name + " of " + names(project) + ": " + log(project));
        return jenkins.assertBuildStatusSuccess(job.getLastBuild());
    }

    private static String log(WorkflowMultiBranchProject project) throws Exception {
        return Files.readString(project.getComputation().getLogFile().toPath());
    }

    private Map<String, String> change(String a) {
        return Map.of("a", a, "Jenkinsfile", STRANGE);
    }

    @ParameterizedTest
    @EnumSource(
            value = MergeRequestDiscoveryTrait.Strategy.class,
            names = {"HEAD", "MERGE"})
    @FieldCase("A01")
    void aViewersJenkinsfileIsNotRunButHisPushIsBuilt(MergeRequestDiscoveryTrait.Strategy strategy) throws Exception {
        WorkflowMultiBranchProject project = trustingNobody(strategy);
        organization.deliver(project, repository);
        simulator.actAs("viewer").withMember(repository, "viewer", Role.VIEWER);

        organization.pushForReview(repository, "main", change("by the viewer"));
        awaitEvents(jenkins);
        assertEquals(Set.of("MR-1", "main"), names(project), "by event");
        Run<?, ?> first = built(project, "MR-1");
        jenkins.assertLogContains("built by the viewer", first);
        jenkins.assertLogContains("comes from a fork or a push that is not trusted", first);

        organization.pushForReview(repository, "main", change("amended"));
        awaitEvents(jenkins);
        assertEquals(Set.of("MR-1", "main"), names(project), "no other merge request");
        Run<?, ?> second = built(project, "MR-1");
        assertEquals(2, second.getNumber());
        jenkins.assertLogContains("built amended", second);

        organization.git(repository).commit("feature", "b", "1");
        organization.sources().openMergeRequest(repository, repository, "feature", "main");
        awaitEvents(jenkins);
        scan(jenkins, project);
        assertEquals(Set.of("MR-1", "MR-2", "main"), names(project), "by scan, and the others are found");
        for (WorkflowJob job : project.getItems()) {
            job.getBuilds().forEach(build -> assertNoStranger(build));
        }
    }

    private static void assertNoStranger(Run<?, ?> build) {
        try {
            assertFalse(JenkinsRule.getLog(build).contains("a stranger's file"), build.getFullDisplayName());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Without a known revision, and for whoever it is, the target's branch is all that git fetches. */
    @Test
    void aPushHasNoWayRoundTrust() throws Exception {
        WorkflowMultiBranchProject project = trustingNobody(MergeRequestDiscoveryTrait.Strategy.HEAD);
        organization.pushForReview(repository, "main", change("x"));
        scan(jenkins, project);
        SCMSource source = project.getSCMSources().get(0);
        SCMHead head = SCMHead.HeadByItem.findHead(project.getItem("MR-1"));
        GitSCM scm = (GitSCM) source.build(head, null);
        assertEquals("main", scm.getBranches().get(0).getName());
        for (UserRemoteConfig remote : scm.getUserRemoteConfigs()) {
            assertEquals(organization.sources().httpUrl(repository), remote.getUrl());
            assertFalse(remote.getRefspec().contains("merge-requests"), remote.getRefspec());
        }
    }

    @Test
    void oneThatAPushMadeIsNotFoundWhereForksAreNot() throws Exception {
        organization.pushForReview(repository, "main", change("x"));
        WorkflowMultiBranchProject project = organization.project(
                jenkins,
                path,
                connection,
                CodeupTraits.defaults().toArray(new jenkins.scm.api.trait.SCMSourceTrait[0]));
        assertEquals(Set.of("main"), names(project));
        String log = log(project);
        assertTrue(log.contains("Skipped merge request !1: a push made it"), log);
    }

    /** What Codeup has is not known: a probe finds it, once a connection. */
    @ParameterizedTest
    @ValueSource(strings = {"refs/merge-requests/%d/head", "refs/changes/0%1$d/%1$d/2"})
    void theRefIsFoundByAProbeOnceAConnection(String served) throws Exception {
        organization.sources().servePushedAs(served);
        organization.pushForReview(repository, "main", change("1"));
        WorkflowMultiBranchProject project = trustingNobody(MergeRequestDiscoveryTrait.Strategy.HEAD);
        jenkins.assertLogContains("built 1", built(project, "MR-1"));
        String found = "Merge requests that pushes made are fetched as " + served.formatted(1);
        assertTrue(log(project).contains(found), log(project));

        simulator.actAs("another");
        organization.pushForReview(repository, "main", change("2"));
        scan(jenkins, project);
        jenkins.assertLogContains("built 2", built(project, "MR-2"));
        assertFalse(log(project).contains("are fetched as"), log(project));
    }

    @Test
    void withoutARefABranchAtTheCommitIsFetchedElseThereIsAReason() throws Exception {
        organization.sources().servePushedAs(null);
        GitSources git = organization.git(repository);
        String commit = git.commit("topic", "a", "by a branch");
        String gone = git.commit("gone", "a", "x");
        git.update("refs/heads/gone", "0".repeat(40));
        organization.sources().pushMergeRequest(repository, commit, "topic", "main");
        organization.sources().pushMergeRequest(repository, gone, "topic", "main");
        organization.sources().pushMergeRequest(repository, gone, "", "main");
        WorkflowMultiBranchProject project = trustingNobody(MergeRequestDiscoveryTrait.Strategy.HEAD);
        assertEquals(Set.of("MR-1", "main", "topic"), names(project));
        jenkins.assertLogContains("built by a branch", built(project, "MR-1"));
        String log = log(project);
        for (int number = 2; number <= 3; number++) {
            String reason = "Skipped merge request !" + number + ": a push made it (git pr, refs/for), and its commit "
                    + gone + " is under no ref that git can fetch";
            assertTrue(log.contains(reason), log);
        }
    }

    /** Whoever may read the repository can make such a merge request: it must not end the scan. */
    @Test
    void aScanGoesOnIfGitCannotBeAsked() throws Exception {
        organization.pushForReview(repository, "main", change("x"));
        organization.git(repository).commit("feature", "b", "1");
        organization.sources().openMergeRequest(repository, repository, "feature", "main");
        WorkflowMultiBranchProject project = trustingNobody(MergeRequestDiscoveryTrait.Strategy.HEAD);
        ((CodeupSCMSource) project.getSCMSources().get(0)).setCheckoutCredentialsId(null);
        for (WorkflowJob job : project.getItems()) {
            job.delete();
        }
        ExtensionList.lookupSingleton(PushedRefs.class).forget();
        scan(jenkins, project);
        assertEquals(Set.of("MR-2", "main"), names(project));
        String log = log(project);
        assertTrue(log.contains("git could not be asked for the refs"), log);
        assertTrue(log.contains("Skipped merge request !1: a push made it"), log);
    }

    @Test
    void theJenkinsfileOfADeveloperIsRunAndNobodyElses() throws Exception {
        simulator
                .withMember(repository, "viewer", Role.VIEWER)
                .withMember(repository, "developer", Role.DEVELOPER)
                .withMember(repository, "administrator", Role.ADMINISTRATOR)
                .withBlockedMember(repository, "blocked", Role.DEVELOPER);
        long fork = organization.repository("someone/app-" + count);
        organization.git(repository).forkTo(organization.git(fork));
        List<String> authors = List.of("viewer", "developer", "administrator", "blocked", "stranger", "dev-a");
        for (String author : authors) {
            simulator.actAs(author);
            organization.git(fork).commit(author, "a", author);
            organization.git(fork).commit(author, "Jenkinsfile", STRANGE);
            organization.sources().openMergeRequest(repository, fork, author, "main");
        }
        for (String author : List.of("viewer", "developer")) {
            simulator.actAs(author);
            organization.pushForReview(repository, "main", change("pushed by " + author));
        }
        simulator.forgetRequests();
        WorkflowMultiBranchProject project = trustingDevelopers();
        for (int i = 0; i < authors.size(); i++) {
            assertRuns(project, "MR-" + (i + 1), authors.get(i), Set.of(1, 2).contains(i));
        }
        assertRuns(project, "MR-7", "pushed by viewer", false);
        assertRuns(project, "MR-8", "pushed by developer", true);
        assertEquals(1, simulator.calls("ListRepositoryMembers"), "remembered for all");
        jenkins.assertLogContains(
                "The author of merge request !1 is not trusted: Codeup does not list that user as a developer",
                project.getItem("MR-1").getLastBuild());
    }

    private void assertRuns(WorkflowMultiBranchProject project, String name, String content, boolean own)
            throws Exception {
        Run<?, ?> build = built(project, name);
        jenkins.assertLogContains((own ? "a stranger's file, " : "built ") + content, build);
        if (!own) {
            assertNoStranger(build);
        }
    }

    @Test
    void whileTheMembersCannotBeReadNobodyIsTrusted() throws Exception {
        simulator.withMember(repository, "developer", Role.DEVELOPER).actAs("developer");
        organization.pushForReview(repository, "main", change("x"));
        simulator.failNext("ListRepositoryMembers", Fault.answer(Reply.json(403, "{\"errorCode\":\"Forbidden\"}")));
        WorkflowMultiBranchProject project = trustingDevelopers();
        assertRuns(project, "MR-1", "x", false);
        jenkins.assertLogContains(
                "The author of merge request !1 is not trusted: the members of repository",
                project.getItem("MR-1").getLastBuild());
    }

    @Test
    void aMergeRequestWithoutAnAuthorIsNotTrusted() throws Exception {
        simulator.withMember(repository, "developer", Role.DEVELOPER).actAs("developer");
        organization.pushForReview(repository, "main", change("x"));
        simulator.withOddAnswers("GetChangeRequest", content -> {
            ((com.fasterxml.jackson.databind.node.ObjectNode) content).remove("author");
            return content;
        });
        try {
            assertRuns(trustingDevelopers(), "MR-1", "x", false);
        } finally {
            simulator.withOddAnswers("GetChangeRequest", null);
        }
    }
}
