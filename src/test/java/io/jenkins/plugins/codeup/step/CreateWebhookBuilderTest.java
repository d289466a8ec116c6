package io.jenkins.plugins.codeup.step;

import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Cause;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.tasks.Shell;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import java.util.List;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** The build step in freestyle jobs. */
class CreateWebhookBuilderTest {

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.connected();

    private final JenkinsRule jenkins = codeup.jenkins();

    @Test
    void createsTheWebhookAndPassesItsIdToLaterSteps() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new CreateWebhookBuilder(call("team/app")));
        job.getBuildersList().add(new Shell("echo the hook is $CODEUP_WEBHOOK_ID"));

        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);

        assertEquals(codeup.hook().id(), build.getAction(WebhookAction.class).getId());
        jenkins.assertLogContains("the hook is " + codeup.hook().id(), build);
    }

    @Test
    void expandsParametersAndVariables() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("expanding");
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("REPOSITORY", "")));
        CreateWebhookStep call = call("team/${REPOSITORY}");
        call.setUrl("https://hooks.example.com/$JOB_NAME");
        call.setDescription("made by $JOB_NAME");
        job.getBuildersList().add(new CreateWebhookBuilder(call));

        jenkins.assertBuildStatusSuccess(job.scheduleBuild2(
                0, new Cause.UserIdCause(), new ParametersAction(new StringParameterValue("REPOSITORY", "app"))));

        assertEquals(
                "https://hooks.example.com/expanding", codeup.hookSettings().url());
        assertEquals("made by expanding", codeup.hookSettings().description());
    }

    @Test
    void configurationPageKeepsEveryFieldAndUnsetFieldsUnset() throws Exception {
        for (String id : new String[] {"token", "sts", "secret"}) {
            codeup.addSecretText(jenkins.jenkins, id, "value-of-" + id);
        }
        CreateWebhookStep call = call("team/app");
        call.setConnection("simulator");
        call.setOrganizationId(SimulatedCodeup.ORGANIZATION);
        call.setAccessTokenCredentialsId("token");
        call.setSecurityTokenCredentialsId("sts");
        call.setSecretCredentialsId("secret");
        call.setUrl("https://example.com/hook");
        call.setDescription("text of mine");
        call.setPushEvents(false);
        call.setMergeRequestsEvents(true);
        call.setTagPushEvents(true);
        call.setNoteEvents(false);
        call.setEnableSslVerification(true);

        CreateWebhookStep unset = new CreateWebhookStep("team/app");
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new CreateWebhookBuilder(call));
        job.getBuildersList().add(new CreateWebhookBuilder(unset));

        List<CreateWebhookStep> after =
                jenkins.configRoundtrip(job).getBuildersList().getAll(CreateWebhookBuilder.class).stream()
                        .map(CreateWebhookBuilder::getWebhook)
                        .toList();

        jenkins.assertEqualDataBoundBeans(call, after.get(0));
        jenkins.assertEqualDataBoundBeans(unset, after.get(1));
        assertNull(after.get(1).getPushEvents(), "neither on nor off: unchanged");
        assertNull(after.get(1).getEnableSslVerification());
        assertNull(after.get(1).getUrl());
        assertNull(after.get(1).getConnection());
    }

    @Test
    void failureFailsTheBuildWithItsReason() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        CreateWebhookStep call = call("team/app");
        call.setCredentialsId("nowhere");
        job.getBuildersList().add(new CreateWebhookBuilder(call));

        FreeStyleBuild build = jenkins.buildAndAssertStatus(hudson.model.Result.FAILURE, job);

        jenkins.assertLogContains("credentialsId \"nowhere\" was not found in the stores of", build);
        assertTrue(codeup.simulator().requests().isEmpty());
    }

    @Test
    void buildStepStoredAsAnEmptyElementHasTheDefaultsOfTheForm() throws Exception {
        String name = CreateWebhookBuilder.class.getName();
        for (String xml : new String[] {"<" + name + "/>", "<" + name + "><webhook/></" + name + ">"}) {
            CreateWebhookBuilder loaded = (CreateWebhookBuilder) Jenkins.XSTREAM2.fromXML(xml);
            jenkins.assertEqualDataBoundBeans(new CreateWebhookStep(null), loaded.getWebhook());
        }
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new CreateWebhookBuilder(null));
        jenkins.assertLogContains(
                "codeupCreateWebhook: repository \"\"", jenkins.buildAndAssertStatus(hudson.model.Result.FAILURE, job));
    }

    @Test
    void runsWithoutAWorkspace() throws Exception {
        assertFalse(new CreateWebhookBuilder(call("team/app")).requiresWorkspace());
        assertEquals(0, codeup.simulator().hooks(REPOSITORY_ID).size());
    }

    private static CreateWebhookStep call(String repository) {
        CreateWebhookStep call = new CreateWebhookStep(repository);
        call.setCredentialsId("key");
        return call;
    }
}
