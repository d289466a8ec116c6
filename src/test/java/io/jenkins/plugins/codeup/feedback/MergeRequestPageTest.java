package io.jenkins.plugins.codeup.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.scm.BranchDiscoveryTrait;
import io.jenkins.plugins.codeup.scm.MergeRequestDiscoveryTrait;
import io.jenkins.plugins.codeup.scm.Organization;
import io.jenkins.plugins.codeup.scm.OriginMergeRequestDiscoveryTrait;
import io.jenkins.plugins.codeup.simulator.data.SimulatedCheckRun;
import io.jenkins.plugins.codeup.simulator.data.SimulatedComment;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** What a developer sees on a merge request's page in Codeup, by real builds with the JUnit and Checks API plugins. */
class MergeRequestPageTest {

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();
    private MergeRequestPage page;

    @BeforeEach
    void create() {
        page = new MergeRequestPage(organization);
    }

    @AfterEach
    void everythingIsSent() throws Exception {
        organization.simulator().failOneIn(0);
        page.settle();
    }

    @Test
    void aMergeRequestFromItsOpeningToItsMerge() throws Exception {
        WorkflowMultiBranchProject project = page.project();
        organization.simulator().forgetRequests();
        // opened, failing
        String failing =
                organization.git(page.repository()).commit("feature", "result.xml", MergeRequestPage.results(2, 3));
        organization.sources().openMergeRequest(page.repository(), page.repository(), "feature", "main");
        page.settle();
        assertEquals(
                Map.of("Jenkins/merge-request/main", "failure", "unit tests/main", "failure"), page.statuses(failing));
        assertEquals(Map.of("Tests (main)", "failure", "Lint (main)", "neutral"), page.checks(failing));
        assertEquals(
                "warning",
                page.check(failing, "Lint (main)")
                        .fields()
                        .at("/annotations/0/annotationLevel")
                        .asText());
        SimulatedComment comment = page.living(1);
        assertTrue(comment.resolved());
        assertTrue(comment.content().contains("2 of 5 tests failed"), comment.content());
        assertTrue(comment.content().contains("Preview: https://preview.example.com"), comment.content());
        assertFalse(comment.content().contains("<b>"), "markup of others is escaped: " + comment.content());
        assertFalse(comment.content().contains("@all"), "nobody is mentioned: " + comment.content());
        long callsOfFirst = organization.simulator().calls();
        // fixed
        String fixed = organization
                .sources()
                .commit(page.repository(), "feature", "result.xml", MergeRequestPage.results(0, 5));
        page.settle();
        assertEquals(
                Map.of("Jenkins/merge-request/main", "success", "unit tests/main", "success"), page.statuses(fixed));
        assertEquals(Map.of("Tests (main)", "success", "Lint (main)", "neutral"), page.checks(fixed));
        assertEquals(comment.id(), page.living(1).id(), "updated in place");
        assertTrue(
                page.living(1).content().contains("5 tests passed"),
                page.living(1).content());
        // built again by a comment
        WorkflowJob job = project.getItem("MR-1");
        assertEquals(2, job.getLastBuild().getNumber());
        String asked = organization.sources().comment(page.repository(), 1, "/retest\nplease");
        MergeRequestPage.await(() -> job.getLastBuild().getNumber() == 3);
        page.settle();
        assertEquals(Result.SUCCESS, job.getLastBuild().getResult());
        assertEquals(1, page.replies(1).size(), page.replies(1).toString());
        assertTrue(organization
                .sources()
                .results()
                .comment(page.repository(), 1, asked)
                .orElseThrow()
                .resolved());
        assertEquals(Map.of("Tests (main)", "success", "Lint (main)", "neutral"), page.checks(fixed), "none twice");
        // superseded
        String slow = organization.sources().commit(page.repository(), "feature", "wait", "yes");
        MergeRequestPage.await(() -> "pending".equals(page.statuses(slow).get("Jenkins/merge-request/main")));
        MergeRequestPage.await(
                () -> job.getLastBuild().getNumber() == 4 && job.getLastBuild().isBuilding());
        String last = organization.sources().commit(page.repository(), "feature", "wait", "no");
        MergeRequestPage.await(() -> job.getLastBuild().getNumber() == 5);
        page.settle();
        assertEquals("error", page.statuses(slow).get("Jenkins/merge-request/main"));
        assertEquals("success", page.statuses(last).get("Jenkins/merge-request/main"));
        // merged
        organization.sources().merge(page.repository(), 1);
        page.settle();
        assertEquals(comment.id(), page.living(1).id());
        for (String commit : List.of(failing, fixed, slow, last)) {
            assertFalse(
                    page.statuses(commit).containsValue("pending"),
                    page.statuses(commit).toString());
        }
        assertEquals(5, job.getLastBuild().getNumber(), "comments of Jenkins start nothing");
        assertTrue(callsOfFirst < 40, "calls of the first build: " + callsOfFirst);
    }

    @Test
    void nothingIsLostOrDoubledIfEveryThirdCallFails() throws Exception {
        WorkflowMultiBranchProject project = page.project();
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
        String commit =
                organization.git(page.repository()).commit("feature", "result.xml", MergeRequestPage.results(1, 1));
        organization.sources().openMergeRequest(page.repository(), page.repository(), "feature", "main");
        page.settle();
        for (int i = 0; i < 3; i++) {
            organization.sources().comment(page.repository(), 1, "/retest");
            int number = i + 2;
            MergeRequestPage.await(() -> project.getItem("MR-1").getLastBuild().getNumber() == number);
            page.settle();
        }
        assertEquals(
                Map.of("Jenkins/merge-request/main", "failure", "unit tests/main", "failure"), page.statuses(commit));
        assertEquals(Map.of("Tests (main)", "failure", "Lint (main)", "neutral"), page.checks(commit));
        assertTrue(page.living(1).content().contains("#4"), page.living(1).content());
        assertEquals(3, page.replies(1).size());
    }

    @Test
    @FieldCase("A11")
    void contextsAreUniqueForHeadAndMergeAndEachTarget() throws Exception {
        organization.git(page.repository()).update("refs/heads/release", organization.head(page.repository(), "main"));
        String commit = organization.git(page.repository()).commit("feature", "a", "2");
        organization.sources().openMergeRequest(page.repository(), page.repository(), "feature", "main");
        organization.sources().openMergeRequest(page.repository(), page.repository(), "feature", "release");
        organization.project(
                jenkins,
                page.path(),
                new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL),
                new OriginMergeRequestDiscoveryTrait(MergeRequestDiscoveryTrait.Strategy.BOTH),
                new BuildStatusTrait());
        page.settle();
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
                page.statuses(commit).keySet());
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
                page.checks(commit).keySet());
    }

    @Test
    void ofFiveThousandWarningsAndTwoThousandFailedTestsTheWorstAreShownAndTheRestIsLinked() throws Exception {
        String commit =
                organization.git(page.repository()).commit("feature", "result.xml", MergeRequestPage.results(2_000, 1));
        organization.sources().openMergeRequest(page.repository(), page.repository(), "feature", "main");
        WorkflowRun run = page.project().getItem("MR-1").getLastBuild();
        page.settle();
        String comment = page.living(1).content();
        assertTrue(comment.contains("2,000 of 2,001 tests failed"), comment);
        assertTrue(comment.contains("and 1,980 more"), comment);
        assertTrue(comment.length() < 10_000, "length " + comment.length());
        String text =
                page.check(commit, "Tests (main)").fields().at("/output/text").asText();
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
        page.settle();
        long millis = (System.nanoTime() - begun) / 1_000_000;
        SimulatedCheckRun warnings = page.check(commit, "Warnings (main)");
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
        WorkflowRun run = page.builtMergeRequest();
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
        page.settle();
        String commit = organization.head(page.repository(), "feature");
        assertEquals("failure", page.statuses(commit).get("Old (main)"));
        assertFalse(page.checks(commit).containsKey("Old (main)"));
    }

    @Test
    void aCommentThatSomebodyDeletedIsWrittenAgainAndThereIsNeverASecondOne() throws Exception {
        WorkflowRun run = page.builtMergeRequest();
        String before = page.living(1).id();
        organization.sources().results().removeComment(before);
        organization.sources().comment(page.repository(), 1, "/retest");
        MergeRequestPage.await(() -> run.getParent().getLastBuild().getNumber() == 2);
        page.settle();
        assertFalse(before.equals(page.living(1).id()));
        assertTrue(page.living(1).content().contains("build=2"), page.living(1).content());
    }
}
