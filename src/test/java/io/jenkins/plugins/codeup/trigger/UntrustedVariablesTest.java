package io.jenkins.plugins.codeup.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.FreeStyleProject;
import hudson.model.Job;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.PasswordParameterDefinition;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.slaves.EnvironmentVariablesNodeProperty;
import hudson.tasks.Shell;
import hudson.util.Secret;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import java.util.List;
import org.jenkinsci.plugins.credentialsbinding.impl.SecretBuildWrapper;
import org.jenkinsci.plugins.credentialsbinding.impl.StringBinding;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** What users of Codeup write reaches a build as they wrote it: Jenkins replaces no variables in it. */
class UntrustedVariablesTest {

    private static final String PASSWORD = "the-password-parameter-that-must-not-leak";
    private static final String TOKEN = "the-bound-secret-that-must-not-leak";
    private static final String GLOBAL = "the-global-variable-that-must-not-leak";
    private static final String HOSTILE =
            "${P} $P $$P $$${P} ${DEPLOY_TOKEN} $DEPLOY_TOKEN ${GLOBAL} $$$$P ${env.P} $(id) `id` \\$P $ 5$";

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.unconnected().withoutQuietPeriod();

    private final JenkinsRule jenkins = codeup.jenkins();

    @BeforeEach
    void start() throws Exception {
        jenkins.jenkins
                .getGlobalNodeProperties()
                .add(new EnvironmentVariablesNodeProperty(
                        new EnvironmentVariablesNodeProperty.Entry("GLOBAL", GLOBAL)));
        codeup.addSecretText(jenkins.jenkins, "token", TOKEN);
    }

    @Test
    void inAFreestyleBuild() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.addTrigger(CodeupTriggerTest.everything());
        job.addProperty(password());
        job.getBuildWrappersList().add(new SecretBuildWrapper(List.of(new StringBinding("DEPLOY_TOKEN", "token"))));
        job.getBuildersList()
                .add(new Shell("printf %s \"$CODEUP_MERGE_REQUEST_TITLE\" > title\nprintf %s \"$CODEUP_USER\" > user"));
        Run<?, ?> build = build(codeup.deliverTo(job), job);
        FilePath workspace = job.getSomeWorkspace();
        assertEquals(HOSTILE, workspace.child("title").readToString());
        assertEquals(HOSTILE, workspace.child("user").readToString());
        EnvVars variables = build.getEnvironment(TaskListener.NULL);
        assertNoSecret(variables.get("CODEUP_MERGE_REQUEST_TITLE"));
        assertNoSecret(variables.expand("$CODEUP_MERGE_REQUEST_TITLE"));
    }

    @Test
    void inAPipeline() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "pipeline");
        job.addTrigger(CodeupTriggerTest.everything());
        job.addProperty(password());
        job.setDefinition(new CpsFlowDefinition("""
                node {
                  withCredentials([string(credentialsId: 'token', variable: 'DEPLOY_TOKEN')]) {
                    sh 'printf %s "$CODEUP_MERGE_REQUEST_TITLE" > title; printf %s "$CODEUP_USER" > user'
                    writeFile file: 'groovy', text: env.CODEUP_MERGE_REQUEST_TITLE
                  }
                }
                """, true));
        Run<?, ?> build = build(codeup.deliverTo(job), job);
        FilePath workspace = jenkins.jenkins.getWorkspaceFor(job);
        assertEquals(HOSTILE, workspace.child("title").readToString());
        assertEquals(HOSTILE, workspace.child("user").readToString());
        assertEquals(HOSTILE, workspace.child("groovy").readToString());
        assertEquals(HOSTILE, build.getEnvironment(TaskListener.NULL).get("CODEUP_MERGE_REQUEST_TITLE"));
    }

    private static ParametersDefinitionProperty password() {
        return new ParametersDefinitionProperty(
                new PasswordParameterDefinition("P", Secret.fromString(PASSWORD), "a password"));
    }

    private Run<?, ?> build(ItemWebhook hook, Job<?, ?> job) throws Exception {
        String hostile = HOSTILE.replace("\\", "\\\\");
        String body = Fixtures.text("merge-request-open.json")
                .replace("更新 a.js", hostile)
                .replace("\"user\":{\"name\":\"dev-a\"", "\"user\":{\"name\":\"" + hostile + "\"");
        Deliveries.send(hook, "Merge Request Hook", body);
        Deliveries.awaitIdle();
        jenkins.waitUntilNoActivity();
        return jenkins.assertBuildStatusSuccess(job.getLastBuild());
    }

    private static void assertNoSecret(String text) {
        for (String secret : List.of(PASSWORD, TOKEN, GLOBAL)) {
            assertFalse(text.contains(secret), text);
        }
    }
}
