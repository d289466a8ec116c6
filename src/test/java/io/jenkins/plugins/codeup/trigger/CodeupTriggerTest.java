package io.jenkins.plugins.codeup.trigger;

import static io.jenkins.plugins.codeup.delivery.Fixtures.ONES;
import static io.jenkins.plugins.codeup.delivery.Fixtures.TWOS;
import static io.jenkins.plugins.codeup.delivery.Fixtures.ZEROS;
import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.EnvVars;
import hudson.model.FreeStyleProject;
import hudson.model.Job;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Run;
import hudson.model.StringParameterDefinition;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.connection.RequiredRole;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.endpoint.DeliveryLog;
import io.jenkins.plugins.codeup.endpoint.DeliveryQueue;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Which deliveries start which builds, in real jobs. */
public class CodeupTriggerTest {

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.unconnected().withoutQuietPeriod();

    private final CodeupSimulator simulator = codeup.simulator();
    private final JenkinsRule jenkins = codeup.jenkins();

    @Test
    void eachKindOfEventStartsABuildThatIsToldOfIt() throws Exception {
        FreeStyleProject job = job(everything());
        ItemWebhook hook = codeup.deliverTo(job);

        Deliveries.fixture(hook, "Push Hook", "push.json");
        EnvVars push = environment(onlyBuild(job, 1));
        assertEquals("push", push.get("CODEUP_EVENT"));
        assertEquals("main", push.get("CODEUP_BRANCH"));
        assertEquals(TWOS, push.get("CODEUP_COMMIT"));
        assertEquals(ONES, push.get("CODEUP_COMMIT_BEFORE"));
        assertEquals("dev-a", push.get("CODEUP_USER"));

        Deliveries.fixture(hook, "Tag Push Hook", "tag-push.json");
        EnvVars tag = environment(onlyBuild(job, 2));
        assertEquals("tag_push v0.0.1", tag.get("CODEUP_EVENT") + " " + tag.get("CODEUP_TAG"));

        Deliveries.fixture(hook, "Merge Request Hook", "merge-request-open.json");
        EnvVars request = environment(onlyBuild(job, 3));
        assertEquals("2", request.get("CODEUP_MERGE_REQUEST_ID"));
        assertEquals("更新 a.js", request.get("CODEUP_MERGE_REQUEST_TITLE"));
        assertEquals("dev", request.get("CODEUP_MERGE_REQUEST_SOURCE"));
        assertEquals("main", request.get("CODEUP_MERGE_REQUEST_TARGET"));
        assertEquals("dev", request.get("CODEUP_BRANCH"));

        simulator.comment(REPOSITORY_ID, 3, "dev", "main", TWOS, "rebuild");
        assertEquals("rebuild", environment(onlyBuild(job, 4)).get("CODEUP_COMMENT"));
    }

    @Test
    void byDefaultPushesAloneStartBuilds() throws Exception {
        FreeStyleProject job = job(new CodeupTrigger());
        codeup.deliverTo(job);
        simulator.pushTag(REPOSITORY_ID, "refs/tags/v1", ZEROS, TWOS);
        simulator.mergeRequest(REPOSITORY_ID, 1, "open", "dev", "main", TWOS);
        simulator.comment(REPOSITORY_ID, 1, "dev", "main", TWOS, "x");
        simulator.push(REPOSITORY_ID, "refs/heads/main", ONES, ZEROS);
        simulator.push(REPOSITORY_ID, "refs/heads/main", ONES, TWOS, "docs [ci skip]");
        assertBuilds(job, 0);
        simulator.push(REPOSITORY_ID, "refs/heads/main", ONES, TWOS, "code");
        assertBuilds(job, 1);
    }

    @Test
    void aPipelineSetsTheTriggerItselfAndItsAddressStays() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "pipeline");
        job.setDefinition(new CpsFlowDefinition("""
                properties([pipelineTriggers([codeup(branches: 'main', mergeRequestsEvents: true)])])
                echo "branch ${env.CODEUP_BRANCH}"
                """, true));
        codeup.deliverTo(job);
        jenkins.buildAndAssertSuccess(job);
        simulator.push(REPOSITORY_ID, "refs/heads/dev", ONES, TWOS, "m");
        assertBuilds(job, 1);
        simulator.push(REPOSITORY_ID, "refs/heads/main", ONES, TWOS, "m");
        jenkins.assertLogContains("branch main", onlyBuild(job, 2));
        simulator.mergeRequest(REPOSITORY_ID, 1, "open", "dev", "main", TWOS);
        jenkins.assertLogContains("branch dev", onlyBuild(job, 3));
    }

    @Test
    void aDeclarativePipelineHasTheTriggerToo() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "declarative");
        job.setDefinition(new CpsFlowDefinition("""
                pipeline {
                  agent none
                  triggers { codeup(tagPushEvents: true, tags: 'v*') }
                  stages { stage('s') { steps { echo "tag ${env.CODEUP_TAG}" } } }
                }
                """, true));
        codeup.deliverTo(job);
        jenkins.buildAndAssertSuccess(job);
        simulator.pushTag(REPOSITORY_ID, "refs/tags/x1", ZEROS, TWOS);
        assertBuilds(job, 1);
        simulator.pushTag(REPOSITORY_ID, "refs/tags/v1", ZEROS, TWOS);
        jenkins.assertLogContains("tag v1", onlyBuild(job, 2));
    }

    @Test
    void anotherRepositorysDeliveriesStartNothing() throws Exception {
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setRepository("team/other");
        FreeStyleProject job = job(trigger);
        codeup.deliverTo(job);
        simulator.push(REPOSITORY_ID, "refs/heads/main", ONES, TWOS, "m");
        assertBuilds(job, 0);
        trigger.setRepository("https://60811b5eed6e867404f60000.codeup.aliyun.com/team/app");
        simulator.push(REPOSITORY_ID, "refs/heads/main", ONES, TWOS, "m");
        assertBuilds(job, 1);
    }

    @Test
    void aDisabledJobAndOneWithoutTriggerAreNotBuilt() throws Exception {
        FreeStyleProject disabled = job(new CodeupTrigger());
        disabled.disable();
        codeup.deliverTo(disabled);
        FreeStyleProject without = jenkins.createFreeStyleProject();
        codeup.deliverTo(without);
        assertEquals(
                List.of(202, 202),
                simulator.push(REPOSITORY_ID, "refs/heads/main", ONES, TWOS, "m").stream()
                        .map(sent -> sent.status())
                        .toList());
        assertBuilds(disabled, 0);
        assertBuilds(without, 0);
    }

    @Test
    @FieldCase("J16")
    void parametersHaveTheirDefaults() throws Exception {
        FreeStyleProject job = job(new CodeupTrigger());
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("WHERE", "here")));
        codeup.deliverTo(job);
        simulator.push(REPOSITORY_ID, "refs/heads/main", ONES, TWOS, "m");
        assertEquals("here", environment(onlyBuild(job, 1)).get("WHERE"));
    }

    @Test
    void theCauseSaysWhoPushedWhatAndIsText() throws Exception {
        FreeStyleProject job = job(everything());
        ItemWebhook hook = codeup.deliverTo(job);
        Deliveries.send(
                hook,
                "Push Hook",
                Fixtures.text("push.json").replace("dev-a\",\"user", "<script>alert(1)</script>\",\"user"));
        Run<?, ?> build = onlyBuild(job, 1);
        CodeupCause cause = build.getCause(CodeupCause.class);
        assertEquals("Codeup: <script>alert(1)</script> pushed to main (22222222)", cause.getShortDescription());
        assertEquals("https://codeup.aliyun.com/60811b5eed6e867404f60000/team/app/commit/" + TWOS, cause.getUrl());
        String html = jenkins.createWebClient()
                .withJavaScriptEnabled(false)
                .getPage(build)
                .getWebResponse()
                .getContentAsString();
        assertFalse(html.contains("<script>alert(1)"), "not run as script");
        assertTrue(html.contains("href=\"" + cause.getUrl() + "\""), "linked");

        Deliveries.send(
                hook,
                "Merge Request Hook",
                Fixtures.text("merge-request-open.json")
                        .replaceFirst(
                                "\"url\":\"https://[^\"]*merge_request/5100001\"", "\"url\":\"javascript:alert(2)\""));
        assertEquals(null, onlyBuild(job, 2).getCause(CodeupCause.class).getUrl());
    }

    @Test
    void aHostileTitleDoesNotKeepABuildFromRunning() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shell");
        CodeupTrigger trigger = everything();
        job.addTrigger(trigger);
        job.setDefinition(new CpsFlowDefinition("node { sh 'test -n \"$CODEUP_MERGE_REQUEST_TITLE\"' }", true));
        ItemWebhook hook = codeup.deliverTo(job);
        Deliveries.send(
                hook,
                "Merge Request Hook",
                Fixtures.text("merge-request-open.json").replace("更新", "a\\u0000b\\n$(touch /tmp/x)"));
        jenkins.assertBuildStatusSuccess(onlyBuild(job, 1));
    }

    /** As Job Builder and Terraform post it. */
    @Test
    @FieldCase({"B6", "J22"})
    void aTriggerStoredAsAnEmptyElementHasTheDefaultsOfTheForm() throws Exception {
        String name = CodeupTrigger.class.getName();
        FreeStyleProject job = stored("empty", "<" + name + "/>");
        jenkins.assertEqualDataBoundBeans(new CodeupTrigger(), CodeupTrigger.of(job));
        codeup.deliverTo(job);
        simulator.push(REPOSITORY_ID, "refs/heads/main", ONES, TWOS, "m");
        assertBuilds(job, 1);
        simulator.push(REPOSITORY_ID, "refs/heads/main", ONES, TWOS, "docs [ci skip]");
        simulator.mergeRequest(REPOSITORY_ID, 1, "open", "dev", "main", TWOS);
        assertBuilds(job, 1);

        CodeupTrigger some = CodeupTrigger.of(stored(
                "some",
                "<" + name + "><mergeRequestsEvents>true</mergeRequestsEvents><skipCi>false</skipCi>"
                        + "<manageWebhook>false</manageWebhook></" + name + ">"));
        assertEquals(
                List.of(true, true, false, false, "open, reopen, update"),
                List.of(
                        some.isPushEvents(),
                        some.isMergeRequestsEvents(),
                        some.isSkipCi(),
                        some.isManageWebhook(),
                        some.getMergeRequestActions()));
        jenkins.jenkins.reload();
        job = jenkins.jenkins.getItemByFullName("empty", FreeStyleProject.class);
        jenkins.assertEqualDataBoundBeans(new CodeupTrigger(), CodeupTrigger.of(job));
    }

    @Test
    void whatABuildStoresLoadsFromAnEmptyElement() {
        CodeupCause cause = (CodeupCause) Run.XSTREAM2.fromXML("<" + CodeupCause.class.getName() + "/>");
        assertEquals("Codeup: an event", cause.getShortDescription());
        assertEquals(null, cause.getEvent());
        CodeupBuildAction action =
                (CodeupBuildAction) Run.XSTREAM2.fromXML("<" + CodeupBuildAction.class.getName() + "/>");
        EnvVars variables = new EnvVars();
        action.buildEnvironment(null, variables);
        assertTrue(variables.isEmpty());
        assertTrue(action.shouldSchedule(List.of()));
    }

    /** A comment without text is a delivery like others: accepted, and no build. */
    @Test
    @FieldCase("D15")
    void aCommentWithoutTextIsAcceptedAndNotBuilt() throws Exception {
        FreeStyleProject job = job(everything());
        ItemWebhook hook = codeup.deliverTo(job);
        assertEquals(
                202,
                Deliveries.fixture(hook, "Note Hook", "cases/D15-note-empty.json")
                        .statusCode());
        assertBuilds(job, 0);
        assertEquals("No build: the comment has no text", result(hook));
    }

    /** Case J04. */
    @Test
    @FieldCase({"D03", "D03b", "D03c", "D30", "J04"})
    void whatComesFromAForkIsNotBuiltByAPlainJob() throws Exception {
        FreeStyleProject job = job(everything());
        ItemWebhook hook = codeup.deliverTo(job);
        for (String input :
                List.of("D03-mr-fork-source-null", "D03b-mr-fork-source-without-urls", "D03c-mr-fork-ids-only")) {
            Deliveries.fixture(hook, "Merge Request Hook", "cases/" + input + ".json");
            assertBuilds(job, 0);
            assertEquals("No build: the merge request comes from a fork (2000002)", result(hook), input);
            String note = Fixtures.text("cases/" + input + ".json")
                    .replace("\"object_kind\":\"merge_request\"", "\"object_kind\":\"note\"")
                    .replace("\"object_attributes\":", "\"object_attributes\":{\"note\":\"build\"},\"merge_request\":");
            Deliveries.send(hook, "Note Hook", note);
            assertBuilds(job, 0);
            assertEquals("No build: the merge request comes from a fork (2000002)", result(hook), input);
        }
        Deliveries.fixture(hook, "Merge Request Hook", "cases/D30-mr-source-is-a-commit.json");
        assertBuilds(job, 0);
        assertTrue(result(hook).startsWith("No build: the merge request was made by a push"), result(hook));
    }

    /** Case J03: both repositories have a branch main, and the deliveries come within the quiet period. */
    @Test
    @FieldCase({"J03", "P01"})
    void aJobWithTwoRepositoriesBuildsTheSameBranchOfBoth() throws Exception {
        FreeStyleProject job = job(new CodeupTrigger());
        job.setQuietPeriod(3600);
        ItemWebhook hook = codeup.deliverTo(job);
        for (String input : List.of("one", "two", "one", "two")) {
            Deliveries.fixture(hook, "Push Hook", "cases/J01-push-main-of-" + input + ".json");
        }
        DeliveryQueue.get().awaitIdle();
        assertEquals(2, jenkins.jenkins.getQueue().getItems(job).size());
    }

    /** Review B10: a comment on a commit has no branch. */
    @Test
    @FieldCase("B10")
    void commentsOnTwoCommitsAreTwoBuilds() throws Exception {
        FreeStyleProject job = job(everything());
        job.setQuietPeriod(3600);
        ItemWebhook hook = codeup.deliverTo(job);
        String note = Fixtures.text("cases/D14-note-on-commit.json");
        for (String one : List.of(note, note.replace(TWOS, ONES), note.replace("\"id\":1", "\"id\":2"))) {
            Deliveries.send(hook, "Note Hook", one);
        }
        DeliveryQueue.get().awaitIdle();
        assertEquals(2, jenkins.jenkins.getQueue().getItems(job).size());
    }

    @Test
    @FieldCase("D07")
    void editsOfAMergeRequestAreBuiltIfAskedFor() throws Exception {
        CodeupTrigger trigger = everything();
        FreeStyleProject job = job(trigger);
        ItemWebhook hook = codeup.deliverTo(job);
        Deliveries.fixture(hook, "Merge Request Hook", "cases/D07-mr-update-not-by-push.json");
        assertBuilds(job, 0);
        assertTrue(result(hook).startsWith("No build: only title, description"), result(hook));
        trigger.setBuildOnEdits(true);
        Deliveries.fixture(hook, "Merge Request Hook", "cases/D07-mr-update-not-by-push.json");
        assertBuilds(job, 1);
    }

    private static String result(ItemWebhook hook) {
        return DeliveryLog.of(hook.id()).lines().get(0).getResult();
    }

    private FreeStyleProject stored(String name, String triggers) throws Exception {
        String xml = "<project><triggers>" + triggers + "</triggers></project>";
        return (FreeStyleProject) jenkins.jenkins.createProjectFromXML(
                name, new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    public static CodeupTrigger everything() {
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setTagPushEvents(true);
        trigger.setMergeRequestsEvents(true);
        trigger.setNoteEvents(true);
        trigger.setNoteRole(RequiredRole.EVERYONE);
        return trigger;
    }

    private FreeStyleProject job(CodeupTrigger trigger) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.addTrigger(trigger);
        return job;
    }

    private void assertBuilds(Job<?, ?> job, int number) throws Exception {
        Deliveries.awaitBuilds(jenkins);
        assertEquals(number, job.getBuilds().size());
    }

    private Run<?, ?> onlyBuild(Job<?, ?> job, int number) throws Exception {
        assertBuilds(job, number);
        Run<?, ?> build = job.getBuildByNumber(number);
        assertNotNull(build);
        return build;
    }

    private static EnvVars environment(Run<?, ?> build) throws Exception {
        return build.getEnvironment(TaskListener.NULL);
    }
}
