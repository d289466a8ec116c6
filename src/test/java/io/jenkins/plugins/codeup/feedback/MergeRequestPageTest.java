package io.jenkins.plugins.codeup.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.checks.api.ChecksAnnotation;
import io.jenkins.plugins.checks.api.ChecksAnnotation.ChecksAnnotationLevel;
import io.jenkins.plugins.checks.api.ChecksConclusion;
import io.jenkins.plugins.checks.api.ChecksDetails;
import io.jenkins.plugins.checks.api.ChecksOutput;
import io.jenkins.plugins.checks.api.ChecksPublisherFactory;
import io.jenkins.plugins.checks.api.ChecksStatus;
import io.jenkins.plugins.codeup.client.MergeRequestComments;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.scm.BranchDiscoveryTrait;
import io.jenkins.plugins.codeup.scm.CommentCommandsTrait;
import io.jenkins.plugins.codeup.scm.MergeRequestDiscoveryTrait;
import io.jenkins.plugins.codeup.scm.Organization;
import io.jenkins.plugins.codeup.scm.OriginMergeRequestDiscoveryTrait;
import io.jenkins.plugins.codeup.simulator.data.Role;
import io.jenkins.plugins.codeup.simulator.data.SimulatedCheckRun;
import io.jenkins.plugins.codeup.simulator.data.SimulatedComment;
import io.jenkins.plugins.codeup.simulator.data.SimulatedStatus;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import jenkins.scm.api.trait.SCMSourceTrait;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;

/** What a developer sees on a merge request's page in Codeup, by real builds with the JUnit and Checks API plugins. */
class MergeRequestPageTest {

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

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();
    private static int repositories;
    private String path;
    private long repository;

    @BeforeEach
    void createRepository() {
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

    @AfterEach
    void everythingIsSent() throws Exception {
        organization.simulator().failOneIn(0);
        settle();
    }

    private void settle() throws Exception {
        Organization.awaitEvents(jenkins);
        Await.until("results sent", () -> Outbox.get().waiting() == 0);
    }

    private static String results(int failed, int passed) {
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

    private WorkflowMultiBranchProject project(SCMSourceTrait... more) throws Exception {
        List<SCMSourceTrait> traits = new ArrayList<>(List.of(
                new OriginMergeRequestDiscoveryTrait(MergeRequestDiscoveryTrait.Strategy.MERGE),
                new BuildStatusTrait(),
                new MergeRequestCommentTrait(),
                new CommentCommandsTrait()));
        traits.addAll(List.of(more));
        WorkflowMultiBranchProject project = organization.project(jenkins, path, traits.toArray(SCMSourceTrait[]::new));
        organization.deliver(project, repository);
        return project;
    }

    private Map<String, String> statuses(String commit) {
        return organization.sources().results().statusesOf(commit).values().stream()
                .collect(Collectors.toMap(SimulatedStatus::context, SimulatedStatus::state, (a, b) -> b, TreeMap::new));
    }

    private Map<String, String> checks(String commit) {
        return organization.sources().results().checkRuns(repository, commit).stream()
                .collect(Collectors.toMap(
                        SimulatedCheckRun::name, SimulatedCheckRun::conclusion, (a, b) -> a + "," + b, TreeMap::new));
    }

    private SimulatedCheckRun check(String commit, String name) {
        return organization.sources().results().checkRuns(repository, commit).stream()
                .filter(run -> run.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<SimulatedComment> comments(long number) {
        return organization.sources().results().comments(repository, number);
    }

    private SimulatedComment living(long number) {
        List<SimulatedComment> found = comments(number).stream()
                .filter(comment -> comment.content().contains(MergeRequestComments.MARKER + "comment="))
                .toList();
        assertEquals(1, found.size(), found.toString());
        return found.get(0);
    }

    private List<String> replies(long number) {
        return comments(number).stream()
                .filter(comment -> comment.content().contains(MergeRequestComments.MARKER + "reply="))
                .map(SimulatedComment::content)
                .toList();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        Await.until("what Codeup shows", condition);
    }

    @Test
    void aMergeRequestFromItsOpeningToItsMerge() throws Exception {
        WorkflowMultiBranchProject project = project();
        organization.simulator().forgetRequests();
        // opened, failing
        String failing = organization.git(repository).commit("feature", "result.xml", results(2, 3));
        organization.sources().openMergeRequest(repository, repository, "feature", "main");
        settle();
        assertEquals(Map.of("Jenkins/merge-request/main", "failure", "unit tests/main", "failure"), statuses(failing));
        assertEquals(Map.of("Tests (main)", "failure", "Lint (main)", "neutral"), checks(failing));
        assertEquals(
                "warning",
                check(failing, "Lint (main)")
                        .fields()
                        .at("/annotations/0/annotationLevel")
                        .asText());
        SimulatedComment comment = living(1);
        assertTrue(comment.resolved());
        assertTrue(comment.content().contains("2 of 5 tests failed"), comment.content());
        assertTrue(comment.content().contains("Preview: https://preview.example.com"), comment.content());
        assertFalse(comment.content().contains("<b>"), "markup of others is escaped: " + comment.content());
        assertFalse(comment.content().contains("@all"), "nobody is mentioned: " + comment.content());
        long callsOfFirst = organization.simulator().calls();
        // fixed
        String fixed = organization.sources().commit(repository, "feature", "result.xml", results(0, 5));
        settle();
        assertEquals(Map.of("Jenkins/merge-request/main", "success", "unit tests/main", "success"), statuses(fixed));
        assertEquals(Map.of("Tests (main)", "success", "Lint (main)", "neutral"), checks(fixed));
        assertEquals(comment.id(), living(1).id(), "updated in place");
        assertTrue(living(1).content().contains("5 tests passed"), living(1).content());
        // built again by a comment
        WorkflowJob job = project.getItem("MR-1");
        assertEquals(2, job.getLastBuild().getNumber());
        String asked = organization.sources().comment(repository, 1, "/retest\nplease");
        await(() -> job.getLastBuild().getNumber() == 3);
        settle();
        assertEquals(Result.SUCCESS, job.getLastBuild().getResult());
        assertEquals(1, replies(1).size(), replies(1).toString());
        assertTrue(organization
                .sources()
                .results()
                .comment(repository, 1, asked)
                .orElseThrow()
                .resolved());
        assertEquals(Map.of("Tests (main)", "success", "Lint (main)", "neutral"), checks(fixed), "none twice");
        // superseded
        String slow = organization.sources().commit(repository, "feature", "wait", "yes");
        await(() -> "pending".equals(statuses(slow).get("Jenkins/merge-request/main")));
        await(() -> job.getLastBuild().getNumber() == 4 && job.getLastBuild().isBuilding());
        String last = organization.sources().commit(repository, "feature", "wait", "no");
        await(() -> job.getLastBuild().getNumber() == 5);
        settle();
        assertEquals("error", statuses(slow).get("Jenkins/merge-request/main"));
        assertEquals("success", statuses(last).get("Jenkins/merge-request/main"));
        // merged
        organization.sources().merge(repository, 1);
        settle();
        assertEquals(comment.id(), living(1).id());
        for (String commit : List.of(failing, fixed, slow, last)) {
            assertFalse(
                    statuses(commit).containsValue("pending"), statuses(commit).toString());
        }
        assertEquals(5, job.getLastBuild().getNumber(), "comments of Jenkins start nothing");
        assertTrue(callsOfFirst < 40, "calls of the first build: " + callsOfFirst);
    }

    @Test
    void nothingIsLostOrDoubledIfEveryTenthCallFails() throws Exception {
        WorkflowMultiBranchProject project = project();
        organization
                .simulator()
                .failOneIn(
                        3,
                        "CreateCommitStatus",
                        "CreateCheckRun",
                        "UpdateCheckRun",
                        "ListCheckRuns",
                        "CreateChangeRequestComment",
                        "UpdateChangeRequestComment",
                        "ListMergeRequestComments");
        String commit = organization.git(repository).commit("feature", "result.xml", results(1, 1));
        organization.sources().openMergeRequest(repository, repository, "feature", "main");
        settle();
        for (int i = 0; i < 3; i++) {
            organization.sources().comment(repository, 1, "/retest");
            int number = i + 2;
            await(() -> project.getItem("MR-1").getLastBuild().getNumber() == number);
            settle();
        }
        assertEquals(Map.of("Jenkins/merge-request/main", "failure", "unit tests/main", "failure"), statuses(commit));
        assertEquals(Map.of("Tests (main)", "failure", "Lint (main)", "neutral"), checks(commit));
        assertTrue(living(1).content().contains("#4"), living(1).content());
        assertEquals(3, replies(1).size());
    }

    @Test
    void contextsAreUniqueForHeadAndMergeAndEachTarget() throws Exception {
        organization.git(repository).update("refs/heads/release", organization.head(repository, "main"));
        String commit = organization.git(repository).commit("feature", "a", "2");
        organization.sources().openMergeRequest(repository, repository, "feature", "main");
        organization.sources().openMergeRequest(repository, repository, "feature", "release");
        organization.project(
                jenkins,
                path,
                new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL),
                new OriginMergeRequestDiscoveryTrait(MergeRequestDiscoveryTrait.Strategy.BOTH),
                new BuildStatusTrait());
        settle();
        assertEquals(
                Set.of(
                        "Jenkins/branch",
                        "Jenkins/merge-request/main",
                        "Jenkins/merge-request/release",
                        "Jenkins/merge-request-head/main",
                        "Jenkins/merge-request-head/release",
                        "unit tests/main",
                        "unit tests/release",
                        "unit tests/feature",
                        // checks of a branch, which has no check runs
                        "Tests (feature)",
                        "Lint (feature)"),
                statuses(commit).keySet());
        assertEquals(
                Set.of(
                        "Tests (main)",
                        "Tests (release)",
                        "Tests (main, head)",
                        "Tests (release, head)",
                        "Lint (main)",
                        "Lint (release)",
                        "Lint (main, head)",
                        "Lint (release, head)"),
                checks(commit).keySet());
    }

    private WorkflowRun builtMergeRequest() throws Exception {
        organization.git(repository).commit("feature", "a", "2");
        organization.sources().openMergeRequest(repository, repository, "feature", "main");
        WorkflowRun run = project().getItem("MR-1").getLastBuild();
        settle();
        return run;
    }

    @Test
    void ofFiveThousandWarningsAndTwoThousandFailedTestsTheWorstAreShownAndTheRestIsLinked() throws Exception {
        String commit = organization.git(repository).commit("feature", "result.xml", results(2_000, 1));
        organization.sources().openMergeRequest(repository, repository, "feature", "main");
        WorkflowRun run = project().getItem("MR-1").getLastBuild();
        settle();
        String comment = living(1).content();
        assertTrue(comment.contains("2,000 of 2,001 tests failed"), comment);
        assertTrue(comment.contains("and 1,980 more"), comment);
        assertTrue(comment.length() < 10_000, "length " + comment.length());
        String text = check(commit, "Tests (main)").fields().at("/output/text").asText();
        assertTrue(text.length() <= 65_535 && text.contains("more test results are not shown"), "" + text.length());

        ChecksOutput.ChecksOutputBuilder output = new ChecksOutput.ChecksOutputBuilder()
                .withTitle("5,000 warnings")
                .withSummary("by a linter");
        for (int i = 0; i < 5_000; i++) {
            output.addAnnotation(new ChecksAnnotation.ChecksAnnotationBuilder()
                    .withPath("src/A" + i + ".java")
                    .withLine(i)
                    .withMessage("m" + i)
                    .withAnnotationLevel(
                            i % 1_000 == 999 ? ChecksAnnotationLevel.FAILURE : ChecksAnnotationLevel.NOTICE)
                    .build());
        }
        organization.simulator().forgetRequests();
        long begun = System.nanoTime();
        publish(run, "Warnings", output.build());
        settle();
        long millis = (System.nanoTime() - begun) / 1_000_000;
        SimulatedCheckRun warnings = check(commit, "Warnings (main)");
        assertEquals(50, warnings.fields().get("annotations").size());
        assertEquals(
                "src/A999.java", warnings.fields().at("/annotations/0/path").asText());
        assertEquals(
                "failure",
                warnings.fields().at("/annotations/4/annotationLevel").asText());
        assertEquals(
                "notice", warnings.fields().at("/annotations/5/annotationLevel").asText());
        String summary = warnings.fields().at("/output/summary").asText();
        assertTrue(summary.contains("50 most serious of 5,000 annotations"), summary);
        assertTrue(summary.contains("](" + jenkins.getURL() + run.getUrl()), summary);
        assertEquals(2, organization.simulator().calls(), "list and create");
        assertTrue(millis < 10_000, millis + " ms");
    }

    private static void publish(Run<?, ?> run, String name, ChecksOutput output) {
        ChecksPublisherFactory.fromRun(run, TaskListener.NULL)
                .publish(new ChecksDetails.ChecksDetailsBuilder()
                        .withName(name)
                        .withStatus(ChecksStatus.COMPLETED)
                        .withConclusion(ChecksConclusion.FAILURE)
                        .withOutput(output)
                        .build());
    }

    @Test
    void aCheckThatCodeupRefusesBecomesACommitStatus() throws Exception {
        WorkflowRun run = builtMergeRequest();
        organization
                .simulator()
                .failNext(
                        "CreateCheckRun",
                        Fault.answer(Reply.json(
                                400, "{\"errorCode\":\"UnsupportedInCurrentEnv\",\"errorMessage\":\"no\"}")));
        publish(
                run,
                "Old",
                new ChecksOutput.ChecksOutputBuilder().withTitle("two errors").build());
        settle();
        String commit = organization.head(repository, "feature");
        assertEquals("failure", statuses(commit).get("Old (main)"));
        assertFalse(checks(commit).containsKey("Old (main)"));
    }

    @Test
    void aCommentThatSomebodyDeletedIsWrittenAgainAndThereIsNeverASecondOne() throws Exception {
        WorkflowRun run = builtMergeRequest();
        String before = living(1).id();
        organization.sources().results().removeComment(before);
        organization.sources().comment(repository, 1, "/retest");
        await(() -> run.getParent().getLastBuild().getNumber() == 2);
        settle();
        assertFalse(before.equals(living(1).id()));
        assertTrue(living(1).content().contains("build=2"), living(1).content());
    }

    @ParameterizedTest
    @CsvSource({
        "VIEWER, /retest, false",
        "VIEWER, /cancel, false",
        "VIEWER, /build DEPLOY=x, false",
        ", /retest, false",
        "DEVELOPER, /retest, true",
        "DEVELOPER, /build DEPLOY=x, true",
        "DEVELOPER, /cancel, true",
        "ADMINISTRATOR, /retest, true",
        "ADMINISTRATOR, /build \"DEPLOY=two words\" SIZE=big, true",
        "ADMINISTRATOR, /cancel, true"
    })
    void whoMayGiveACommandIsAMatterOfTheRole(Role role, String command, boolean allowed) throws Exception {
        WorkflowRun first = builtMergeRequest();
        WorkflowJob job = first.getParent();
        String user = "5f0000000000000000000" + Math.abs(command.hashCode() % 900 + 99);
        organization.simulator().actAs(user);
        if (role != null) {
            organization.simulator().withMember(repository, user, role);
        }
        organization.sources().comment(repository, 1, command);
        await(() -> replies(1).size() == 1);
        settle();
        String reply = replies(1).get(0);
        int expected = allowed && !command.equals("/cancel") ? 2 : 1;
        assertEquals(expected, job.getLastBuild().getNumber(), reply);
        assertEquals(!allowed, reply.contains("The role"), reply);
        if (command.contains("two words")) {
            jenkins.assertLogContains("deploys to two words", job.getLastBuild());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /build OTHER=1         | the parameter OTHER is not declared
            /build KEY=secret      | the parameter KEY is not declared by
            /build SIZE=huge       | the parameter SIZE has no such value
            /build DEPLOY=a DEPLOY=b | the parameter DEPLOY is not declared
            /build DEPLOY          | the parameter DEPLOY is not declared
            """)
    void onlyDeclaredParametersAndTheirValuesAreTaken(String command, String answer) throws Exception {
        WorkflowJob job = builtMergeRequest().getParent();
        organization.sources().comment(repository, 1, command);
        await(() -> replies(1).size() == 1);
        settle();
        assertEquals(1, job.getLastBuild().getNumber());
        String reply = replies(1).get(0).replace("\\", "");
        assertTrue(reply.contains(answer), reply);
        assertFalse(reply.contains("secret"), reply);
    }

    @Test
    void aCommentCancelsWhatRuns() throws Exception {
        organization.git(repository).commit("feature", "wait", "yes");
        WorkflowMultiBranchProject project = project();
        String commit = organization.head(repository, "feature");
        organization.sources().openMergeRequest(repository, repository, "feature", "main");
        await(() -> "pending".equals(statuses(commit).get("Jenkins/merge-request/main")));
        WorkflowRun run = project.getItem("MR-1").getLastBuild();
        jenkins.waitForMessage("Sleeping for", run);
        organization.sources().comment(repository, 1, "/cancel");
        jenkins.waitForCompletion(run);
        settle();
        assertEquals(Result.ABORTED, run.getResult());
        jenkins.assertLogContains("in a comment on merge request !1", run);
        assertEquals("error", statuses(commit).get("Jenkins/merge-request/main"));
        assertNotNull(living(1));
    }

    @Test
    void otherCommentsAndCommandsWithoutTheTraitDoNothing() throws Exception {
        WorkflowJob job = builtMergeRequest().getParent();
        organization.sources().comment(repository, 1, "please /retest");
        organization.sources().comment(repository, 1, "/retested");
        settle();
        assertEquals(1, job.getLastBuild().getNumber());
        assertEquals(List.of(), replies(1));
    }
}
