package io.jenkins.plugins.codeup.step;

import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.KEY_ID;
import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.KEY_SECRET;
import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** The examples of the documentation run as they are. */
class ExamplesTest {

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.unconnected();

    private final JenkinsRule jenkins = codeup.jenkins();

    @BeforeEach
    void connect() throws Exception {
        // the examples must not need what an administrator may have left out
        codeup.connection().setOrganizationId(null);
        codeup.addAccessKey(jenkins.jenkins, "codeup-key", KEY_ID, KEY_SECRET);
        codeup.addSecretText(jenkins.jenkins, "codeup-hook-secret", "the-hook-secret-that-must-not-leak");
    }

    @Test
    void createWebhook() throws Exception {
        WorkflowJob job = job("create-webhook");

        jenkins.assertLogContains("created", jenkins.buildAndAssertSuccess(job));
        jenkins.assertLogContains("is up to date", jenkins.buildAndAssertSuccess(job));

        HookSettings made = codeup.hookSettings();
        assertEquals("https://hooks.example.com/team-app", made.url());
        assertTrue(made.pushEvents() && made.mergeRequestsEvents());
    }

    @Test
    void firstPipelineOfTheReadmesIsThatExample() throws Exception {
        String example = text("create-webhook");
        String withoutComment = example.substring(example.indexOf("pipeline {"));
        for (String readme : new String[] {"README.md", "README.zh_CN.md"}) {
            assertTrue(Files.readString(Path.of(readme)).contains("```groovy\n" + withoutComment + "```\n"), readme);
        }
    }

    @Test
    void wireAllRepositories() throws Exception {
        for (int i = 0; i < 3; i++) {
            codeup.simulator().withRepository(2_000_000L + i, "team/service-" + i);
        }
        codeup.simulator().withRepository(3_000_000L, "other/service");

        Run<?, ?> build = jenkins.buildAndAssertSuccess(job("wire-all-repositories"));

        jenkins.assertLogContains("4 of 4 repositories have their webhook", build);
        assertEquals("https://hooks.example.com/codeup", codeup.hookSettings().url());
        for (int i = 0; i < 3; i++) {
            assertEquals(1, codeup.simulator().hooks(2_000_000L + i).size());
        }
        assertTrue(codeup.simulator().hooks(3_000_000L).isEmpty(), "another group's repository is left alone");
    }

    @Test
    void wireAllRepositoriesReportsTheOneThatFailsAndContinuesWithTheOthers() throws Exception {
        long last = REPOSITORY_ID + 1;
        codeup.simulator().withRepository(last, "team/service");
        codeup.simulator().failNext("AddWebhook", Fault.answer(new Reply(403, Map.of(), new byte[0])));

        Run<?, ?> build = jenkins.buildAndAssertStatus(Result.FAILURE, job("wire-all-repositories"));

        int hooks = codeup.simulator().hooks(REPOSITORY_ID).size()
                + codeup.simulator().hooks(last).size();
        assertEquals(1, hooks, "the second got its own although the first failed");
        String without = codeup.simulator().hooks(last).isEmpty() ? "team/service" : "team/app";
        jenkins.assertLogContains("1 of 2 repositories have their webhook", build);
        jenkins.assertLogContains("ERROR: No webhook in: " + SimulatedCodeup.ORGANIZATION + "/" + without, build);
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
