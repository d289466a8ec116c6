package io.jenkins.plugins.codeup.step;

import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.KEY_ID;
import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.KEY_SECRET;
import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Run;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.hooks.Idle;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.Role;
import io.jenkins.plugins.codeup.simulator.data.SimulatedMember;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;

/** The documentation's examples of the trigger, as they stand there: from a connection to a build on an event. */
class TriggerExamplesTest {

    private static final String ZEROS = "0".repeat(40);
    private static final String ONES = "1".repeat(40);
    private static final String TWOS = "2".repeat(40);

    @RegisterExtension
    private final SimulatedCodeup codeup = SimulatedCodeup.managingWebhooks();

    private final CodeupSimulator simulator = codeup.simulator();
    private final JenkinsRule jenkins = codeup.jenkins();

    @BeforeEach
    void deliverToThisJenkins() {
        CodeupConfiguration.get().getConnections().get(0).setWebhookRootUrl(null);
    }

    @Test
    void buildOnPush() throws Exception {
        WorkflowJob job = builtOnce("build-on-push");
        simulator.push(REPOSITORY_ID, "refs/heads/main", ONES, TWOS, "message");
        jenkins.assertLogContains("Branch main, commit " + TWOS + ", pushed by ", secondBuild(job));
    }

    @Test
    void buildOnTag() throws Exception {
        WorkflowJob job = builtOnce("build-on-tag");
        simulator.push(REPOSITORY_ID, "refs/heads/main", ONES, TWOS, "message");
        simulator.pushTag(REPOSITORY_ID, "refs/tags/v1.2", ZEROS, TWOS);
        jenkins.assertLogContains("Tag v1.2, commit " + TWOS, secondBuild(job));
    }

    @Test
    void buildOnMergeRequest() throws Exception {
        WorkflowJob job = builtOnce("build-on-merge-request");
        simulator.mergeRequest(REPOSITORY_ID, 6, "open", "feature", "elsewhere", TWOS);
        simulator.mergeRequest(REPOSITORY_ID, 7, "open", "feature", "release/1", TWOS);
        jenkins.assertLogContains("Merge request 7, feature into release/1", secondBuild(job));
    }

    @Test
    void buildOnComment() throws Exception {
        WorkflowJob job = builtOnce("build-on-comment");
        simulator.withMember(REPOSITORY_ID, SimulatedMember.SOMEONE, Role.DEVELOPER);
        simulator.comment(REPOSITORY_ID, 7, "feature", "main", TWOS, "rebuilding");
        simulator.comment(REPOSITORY_ID, 7, "feature", "main", TWOS, "please Rebuild this");
        jenkins.assertLogContains("asked for a build of " + TWOS, secondBuild(job));
    }

    @Test
    void removeWebhooks() throws Exception {
        codeup.addAccessKey(jenkins.jenkins, "codeup-key", KEY_ID, KEY_SECRET);
        simulator.addHook(
                REPOSITORY_ID,
                settings("https://ci.example.com/jenkins/codeup-webhook/0123456789abcdef0123456789abcdef"));
        simulator.addHook(REPOSITORY_ID, settings("https://elsewhere.example.com/"));
        jenkins.buildAndAssertSuccess(job("remove-webhooks"));
        assertEquals("https://elsewhere.example.com/", codeup.hookSettings().url());
    }

    @ParameterizedTest
    @CsvSource({
        "build-on-push, README.md", "build-on-push, README.zh_CN.md",
        "build-on-push, docs/guide.md", "build-on-push, docs/guide.zh_CN.md",
        "build-on-tag, docs/guide.md", "build-on-tag, docs/guide.zh_CN.md",
        "build-on-merge-request, docs/guide.md", "build-on-merge-request, docs/guide.zh_CN.md",
        "build-on-comment, docs/guide.md", "build-on-comment, docs/guide.zh_CN.md"
    })
    void documentsShowTheExample(String example, String document) throws Exception {
        String text = text(example);
        String shown = "```groovy\n" + text.substring(text.indexOf("pipeline {")) + "```\n";
        assertTrue(Files.readString(Path.of(document)).contains(shown));
    }

    private static HookSettings settings(String url) {
        return new HookSettings(url, true, true, true, true, true, "", "");
    }

    private WorkflowJob builtOnce(String example) throws Exception {
        WorkflowJob job = job(example);
        jenkins.buildAndAssertSuccess(job);
        Idle.await();
        codeup.mustNotLeak(codeup.hookSettings().secretToken());
        return job;
    }

    private Run<?, ?> secondBuild(WorkflowJob job) throws Exception {
        Deliveries.awaitIdle();
        jenkins.waitUntilNoActivity();
        assertEquals(2, job.getBuilds().size());
        return jenkins.assertBuildStatusSuccess(job.getBuildByNumber(2));
    }

    private WorkflowJob job(String example) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, example);
        job.setDefinition(new CpsFlowDefinition(text(example), true));
        return job;
    }

    private static String text(String example) throws IOException {
        return Files.readString(Path.of("docs", "examples", example, "Jenkinsfile"));
    }
}
