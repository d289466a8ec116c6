package io.jenkins.plugins.codeup.hooks;

import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.ORGANIZATION;
import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.step.CreateWebhookBuilder;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.nio.file.Files;
import java.nio.file.Path;
import javaposse.jobdsl.plugin.ExecuteDslScripts;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Jobs as code get their webhooks. */
class JobDslTest {

    private static final Path EXAMPLE = Path.of("docs", "examples", "job-per-repository");

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.managingWebhooks();

    private final JenkinsRule jenkins = codeup.jenkins();

    @Test
    void everyFieldOfTheTriggersAndOfTheBuildStepCanBeSetInJobDsl() throws Exception {
        run("""
                job('freestyle') {
                  triggers {
                    codeup {
                      repository('team/app')
                      pushEvents(true)
                      tagPushEvents(true)
                      mergeRequestsEvents(true)
                      noteEvents(false)
                      mergeRequestActions('open, merge')
                      branches('main')
                      connection('simulator')
                      manageWebhook(true)
                    }
                  }
                  steps {
                    codeupCreateWebhook {
                      webhook {
                        repository('team/app')
                        credentialsId('key')
                        pushEvents(true)
                      }
                    }
                  }
                }
                pipelineJob('pipeline') {
                  properties { pipelineTriggers { triggers {
                    codeup { repository('team/app'); manageWebhook(false) }
                  } } }
                }
                multibranchPipelineJob('branches') {
                  branchSources { branchSource { source { git {
                    id('1')
                    remote('https://codeup.aliyun.com/%s/team/app.git')
                  } } } }
                  triggers { codeupBranches { connection('simulator') } }
                }
                """.formatted(ORGANIZATION));
        FreeStyleProject freestyle = jenkins.jenkins.getItemByFullName("freestyle", FreeStyleProject.class);
        CodeupTrigger trigger = CodeupTrigger.of(freestyle);
        assertTrue(trigger.isTagPushEvents() && trigger.isMergeRequestsEvents() && trigger.isManageWebhook());
        assertEquals("open, merge", trigger.getMergeRequestActions());
        assertEquals("simulator", trigger.getConnection());
        CreateWebhookBuilder builder = freestyle.getBuildersList().get(CreateWebhookBuilder.class);
        assertEquals("team/app", builder.getWebhook().getRepository());
        assertEquals("key", builder.getWebhook().getCredentialsId());

        Idle.await();
        String own = ItemWebhook.of(freestyle).url(SimulatedCodeup.ROOT_URL);
        WorkflowMultiBranchProject branches =
                jenkins.jenkins.getItemByFullName("branches", WorkflowMultiBranchProject.class);
        String ofBranches = ItemWebhook.of(branches).url(SimulatedCodeup.ROOT_URL);
        assertEquals(
                java.util.Set.of(own, ofBranches),
                codeup.simulator().hooks(REPOSITORY_ID).stream()
                        .map(hook -> hook.settings().url())
                        .collect(java.util.stream.Collectors.toSet()));
    }

    @Test
    void theExampleCreatesAJobWithAWebhookForEachNewRepositoryOfAGroup() throws Exception {
        WorkflowJob seed = jenkins.createProject(WorkflowJob.class, "seed");
        seed.setDefinition(new CpsFlowDefinition(Files.readString(EXAMPLE.resolve("Jenkinsfile")), true));
        Path workspace = Path.of(jenkins.jenkins.getWorkspaceFor(seed).getRemote());
        Path script = workspace.resolve(EXAMPLE.resolve("jobs.groovy"));
        Files.createDirectories(script.getParent());
        Files.copy(EXAMPLE.resolve("jobs.groovy"), script);

        jenkins.buildAndAssertSuccess(seed);
        Idle.await();
        WorkflowJob app = jenkins.jenkins.getItemByFullName("codeup/team-app", WorkflowJob.class);
        assertEquals(
                ItemWebhook.of(app).url(SimulatedCodeup.ROOT_URL),
                codeup.hookSettings().url());
        assertTrue(codeup.hookSettings().mergeRequestsEvents());

        codeup.simulator().withRepository(2_000_000, "team/sub/new").withRepository(3_000_000, "other/app");
        jenkins.buildAndAssertSuccess(seed);
        Idle.await();
        assertNotNull(jenkins.jenkins.getItemByFullName("codeup/team-sub-new"));
        assertNull(jenkins.jenkins.getItemByFullName("codeup/other-app"));
        assertEquals(1, codeup.simulator().hooks(2_000_000).size());
        assertEquals(
                ItemWebhook.of(app).url(SimulatedCodeup.ROOT_URL),
                codeup.hookSettings().url());
    }

    private void run(String script) throws Exception {
        ExecuteDslScripts step = new ExecuteDslScripts();
        step.setScriptText(script);
        step.setFailOnMissingPlugin(true);
        FreeStyleProject seed = jenkins.createFreeStyleProject("seed");
        seed.getBuildersList().add(step);
        jenkins.buildAndAssertSuccess(seed);
    }
}
