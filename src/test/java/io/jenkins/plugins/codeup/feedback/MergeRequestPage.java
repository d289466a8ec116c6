package io.jenkins.plugins.codeup.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.codeup.client.MergeRequestComments;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.scm.CommentCommandsTrait;
import io.jenkins.plugins.codeup.scm.MergeRequestDiscoveryTrait;
import io.jenkins.plugins.codeup.scm.Organization;
import io.jenkins.plugins.codeup.scm.OriginMergeRequestDiscoveryTrait;
import io.jenkins.plugins.codeup.simulator.data.Role;
import io.jenkins.plugins.codeup.simulator.data.SimulatedCheckRun;
import io.jenkins.plugins.codeup.simulator.data.SimulatedComment;
import io.jenkins.plugins.codeup.simulator.data.SimulatedStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import jenkins.scm.api.trait.SCMSourceTrait;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;

/** A repository with a Pipeline, and what Codeup shows on the pages of its merge requests. */
final class MergeRequestPage {

    private static final String JENKINSFILE = """
            properties([disableConcurrentBuilds(abortPrevious: true), parameters([
                string(name: 'DEPLOY', defaultValue: 'none'),
                choice(name: 'SIZE', choices: ['small', 'big']),
                password(name: 'KEY', description: 'a secret')])])
            node {
                checkout scm
                echo "deploys to ${params.DEPLOY}"
                if (fileExists('wait') && readFile('wait') == 'yes') { sleep 600 }
                codeupCommitStatus('unit tests/{target}') { junit 'result.xml' }
                publishChecks name: 'Lint', title: 'one warning', summary: 'see below', conclusion: 'NEUTRAL',
                    annotations: [[path: 'a', startLine: 1, endLine: 1, message: 'unused', annotationLevel: 'WARNING']]
                codeupComment text: 'Preview: https://preview.example.com'
            }
            """;

    private static final String DEVELOPER = "5f00000000000000000000d1";

    private static int repositories;

    private final Organization organization;
    private final String path;
    private final long repository;

    /** Creates the repository, and an author of merge requests who is a developer of it. */
    MergeRequestPage(Organization organization) {
        this.organization = organization;
        Outbox.firstPauseMillis = 50;
        path = "team/app" + ++repositories;
        repository = organization.repository(path);
        organization.git(repository).commit("main", "Jenkinsfile", JENKINSFILE);
        organization.git(repository).commit("main", "a", "1");
        organization.git(repository).commit("main", "result.xml", results(0, 1));
        organization
                .simulator()
                .withMember(repository, DEVELOPER, Role.DEVELOPER)
                .actAs(DEVELOPER);
    }

    String path() {
        return path;
    }

    long repository() {
        return repository;
    }

    /** Waits until builds have ended and Codeup was told everything. */
    void settle() throws Exception {
        Organization.awaitEvents(organization.jenkins());
        Await.until("results sent", () -> Outbox.get().waiting() == 0);
    }

    static String results(int failed, int passed) {
        StringBuilder xml = new StringBuilder("<testsuite name='s' tests='" + (failed + passed) + "'>");
        for (int i = 0; i < failed; i++) {
            xml.append("<testcase classname='com.example.A' name='fails &lt;b&gt; @all [")
                    .append(i)
                    .append("]'>")
                    .append("<failure message='no'>at A.java:1</failure></testcase>");
        }
        for (int i = 0; i < passed; i++) {
            xml.append("<testcase classname='com.example.A' name='passes")
                    .append(i)
                    .append("'/>");
        }
        return xml.append("</testsuite>").toString();
    }

    /** A project that builds merge requests, reports results, and takes commands. */
    WorkflowMultiBranchProject project() throws Exception {
        return project(new BuildStatusTrait(), new MergeRequestCommentTrait(), new CommentCommandsTrait());
    }

    /** A project that builds merge requests. */
    WorkflowMultiBranchProject project(SCMSourceTrait... more) throws Exception {
        List<SCMSourceTrait> traits = new ArrayList<>(List.of(more));
        traits.add(new OriginMergeRequestDiscoveryTrait(MergeRequestDiscoveryTrait.Strategy.MERGE));
        WorkflowMultiBranchProject project =
                organization.project(organization.jenkins(), path, traits.toArray(SCMSourceTrait[]::new));
        organization.deliver(project, repository);
        return project;
    }

    Map<String, String> statuses(String commit) {
        return organization.sources().results().statusesOf(commit).values().stream()
                .collect(Collectors.toMap(SimulatedStatus::context, SimulatedStatus::state, (a, b) -> b, TreeMap::new));
    }

    Map<String, String> checks(String commit) {
        return organization.sources().results().checkRuns(repository, commit).stream()
                .collect(Collectors.toMap(
                        SimulatedCheckRun::name, SimulatedCheckRun::conclusion, (a, b) -> a + "," + b, TreeMap::new));
    }

    SimulatedCheckRun check(String commit, String name) {
        return organization.sources().results().checkRuns(repository, commit).stream()
                .filter(run -> run.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    List<SimulatedComment> comments(long number) {
        return organization.sources().results().comments(repository, number);
    }

    SimulatedComment living(long number) {
        List<SimulatedComment> found = comments(number).stream()
                .filter(comment -> comment.content().contains(MergeRequestComments.MARKER + "comment="))
                .toList();
        assertEquals(1, found.size(), found.toString());
        return found.get(0);
    }

    List<String> replies(long number) {
        return comments(number).stream()
                .filter(comment -> comment.content().contains(MergeRequestComments.MARKER + "reply="))
                .map(SimulatedComment::content)
                .toList();
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        Await.until("what Codeup shows", condition);
    }

    /** The first build of merge request 1, from {@code feature} to {@code main}. */
    WorkflowRun builtMergeRequest() throws Exception {
        organization.git(repository).commit("feature", "a", "2");
        organization.sources().openMergeRequest(repository, repository, "feature", "main");
        WorkflowRun run = project().getItem("MR-1").getLastBuild();
        settle();
        return run;
    }
}
