package io.jenkins.plugins.codeup.trigger;

import static io.jenkins.plugins.codeup.delivery.Fixtures.ONES;
import static io.jenkins.plugins.codeup.delivery.Fixtures.TWOS;
import static io.jenkins.plugins.codeup.delivery.Fixtures.ZEROS;
import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Result;
import hudson.model.Run;
import hudson.util.FormValidation;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.endpoint.DeliveryLog;
import io.jenkins.plugins.codeup.endpoint.DeliveryQueue;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Level;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;

/** A wrong value of the trigger is named wherever it comes from, and affects only what its field is for. */
class WrongSettingsTest {

    private static final String NOTE_PATTERN =
            "notePattern: \"(x\" is not a regular expression (Unclosed group). Until it is corrected, comments start no builds.";
    private static final String ACTION = "mergeRequestActions: \"opning\" is no action or state of a merge request";

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.unconnected().withoutQuietPeriod();

    private final CodeupSimulator simulator = codeup.simulator();
    private final JenkinsRule jenkins = codeup.jenkins();

    @Test
    @FieldCase("T1")
    void ofAJenkinsfileAreInTheBuildLogAndTheOthersStillCount() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "pipeline");
        job.setDefinition(new CpsFlowDefinition("""
                properties([pipelineTriggers([codeup(notePattern: '(x', noteEvents: true, tagPushEvents: true,
                  mergeRequestsEvents: true, mergeRequestActions: 'open opning', tags: 'regex:[',
                  secretCredentialsId: 'nowhere', connection: 'none')])])
                """, true));
        ItemWebhook hook = codeup.deliverTo(job);
        try (LogRecorder log =
                new LogRecorder().record(CodeupTrigger.class, Level.WARNING).capture(20)) {
            Run<?, ?> build = jenkins.buildAndAssertSuccess(job);
            String warning = "WARNING: wrong setting of the Codeup trigger. ";
            jenkins.assertLogContains(warning + NOTE_PATTERN, build);
            jenkins.assertLogContains(warning + ACTION, build);
            jenkins.assertLogContains(warning + "tags: \"regex:[\" is not a regular expression", build);
            jenkins.assertLogContains(warning + "secretCredentialsId \"nowhere\" was not found", build);
            jenkins.assertLogContains(warning + "connection \"none\" is not configured", build);
            assertTrue(
                    log.getMessages().stream()
                            .anyMatch(line ->
                                    line.equals("The Codeup trigger of pipeline has a wrong setting. " + NOTE_PATTERN)),
                    log.getMessages().toString());
        }
        simulator.comment(REPOSITORY_ID, 3, "dev", "main", TWOS, "rebuild");
        assertBuilds(job, 1);
        assertEquals(
                "No build: notePattern of this job's trigger contains an invalid pattern. Correct \"(x\"",
                result(hook));
        simulator.pushTag(REPOSITORY_ID, "refs/tags/v1", ZEROS, TWOS);
        assertBuilds(job, 1);
        assertEquals(
                "No build: tags of this job's trigger contains an invalid pattern. Correct \"regex:[\"", result(hook));
        simulator.push(REPOSITORY_ID, "refs/heads/main", ONES, TWOS, "m");
        assertBuilds(job, 2);
        simulator.mergeRequest(REPOSITORY_ID, 1, "open", "dev", "main", TWOS);
        assertBuilds(job, 3);
    }

    /** Jenkins itself checks the type of an argument. */
    @Test
    @FieldCase("T2")
    void ofAnotherTypeFailTheBuildThatSetsThem() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "typed");
        job.setDefinition(new CpsFlowDefinition("properties([pipelineTriggers([codeup(pushEvents: 'yes')])])", true));
        Run<?, ?> build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains("pushEvents", build);
    }

    @Test
    @FieldCase("T1")
    void ofADeclarativePipelineAreInTheLogOfItsFirstBuild() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "declarative");
        job.setDefinition(new CpsFlowDefinition("""
                pipeline {
                  agent none
                  triggers { codeup(notePattern: '(x') }
                  stages { stage('s') { steps { echo 'x' } } }
                }
                """, true));
        jenkins.assertLogContains(NOTE_PATTERN, jenkins.buildAndAssertSuccess(job));
    }

    @Test
    @FieldCase("T1")
    void ofStoredXmlAreInJenkinssLogAndWithEachDeliveryThatTheyAffect() throws Exception {
        String name = CodeupTrigger.class.getName();
        String xml = "<project><triggers><" + name + "><repository>https://user:pass-word@x y/</repository>"
                + "<branches>main dev</branches></" + name + "></triggers></project>";
        FreeStyleProject job;
        try (LogRecorder log =
                new LogRecorder().record(CodeupTrigger.class, Level.WARNING).capture(20)) {
            job = (FreeStyleProject) jenkins.jenkins.createProjectFromXML(
                    "stored", new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
            assertEquals(
                    List.of("The Codeup trigger of stored has a wrong setting. repository: \"https://****@x y/\" is no"
                            + " repository. Enter its number (100), its path (team/app) or its clone URL. Until it is"
                            + " corrected, no event starts a build."),
                    log.getMessages());
        }
        ItemWebhook hook = codeup.deliverTo(job);
        simulator.push(REPOSITORY_ID, "refs/heads/main", ONES, TWOS, "m");
        assertBuilds(job, 0);
        assertEquals(
                "No build: repository of this job's trigger is invalid. Replace \"https://****@x y/\" by the"
                        + " repository's number, path or clone URL",
                result(hook));
        CodeupTrigger.of(job).setRepository("team/app");
        simulator.push(REPOSITORY_ID, "refs/heads/dev", ONES, TWOS, "m");
        assertBuilds(job, 1);
    }

    @Test
    @FieldCase({"F01", "F02", "F03", "T1"})
    void areNamedInTheForm() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        var form = jenkins.jenkins.getDescriptorByType(CodeupTrigger.DescriptorImpl.class);
        for (String row : """
                Branches|main，release/*|
                Branches|*/main origin/dev refs/heads/x|
                Branches|main, :^dev|branches: no branch or tag can be named &quot;:^dev&quot;
                Branches|regex:(|branches: &quot;regex:(&quot; is not a regular expression (Unclosed group)
                ExcludedBranches|/main|excludedBranches: no branch or tag can be named
                SourceBranches|a..b|sourceBranches: no branch or tag can be named
                ExcludedSourceBranches|[ab]|excludedSourceBranches: no branch or tag can be named
                Tags|refs/tags/v1|
                Tags|v1~|tags: no branch or tag can be named
                Paths|/src/**, ./lib|
                Paths|regex:[|paths: &quot;regex:[&quot; is not a regular expression
                ExcludedPaths|regex:[|excludedPaths: &quot;regex:[&quot;
                IgnoredAuthors|regex:[|ignoredAuthors: &quot;regex:[&quot;
                NotePattern|(x|notePattern: &quot;(x&quot; is not a regular expression
                NotePattern| |
                MergeRequestActions|open，update opning|mergeRequestActions: &quot;opning&quot; is no action
                Repository|a b|repository: &quot;a b&quot; is no repository
                SecretCredentialsId|nowhere|secretCredentialsId &quot;nowhere&quot; was not found
                SecretCredentialsId||
                """.lines().toList()) {
            String[] cells = row.split("\\|", -1);
            FormValidation check = (FormValidation) form.getClass()
                    .getMethod("doCheck" + cells[0], Item.class, String.class)
                    .invoke(form, job, cells[1]);
            assertEquals(cells[2].isEmpty() ? FormValidation.Kind.OK : FormValidation.Kind.ERROR, check.kind, row);
            assertTrue(cells[2].isEmpty() || check.getMessage().contains(cells[2]), check.getMessage());
        }
    }

    private void assertBuilds(Job<?, ?> job, int number) throws Exception {
        DeliveryQueue.get().awaitIdle();
        jenkins.waitUntilNoActivity();
        assertEquals(number, job.getBuilds().size());
    }

    private static String result(ItemWebhook hook) {
        return DeliveryLog.of(hook.id()).lines().get(0).getResult();
    }
}
