package io.jenkins.plugins.codeup.step;

import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** {@code codeupCreateWebhook} in real Pipelines. */
class CreateWebhookStepTest {

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.connected();

    private final JenkinsRule jenkins = codeup.jenkins();

    @Test
    void scriptedPipelineSendsTheDocumentedRequestAndGetsTheWebhookBack() throws Exception {
        codeup.addSecretText(jenkins.jenkins, "hook-secret", "hook-secret-value");
        WorkflowRun run = codeup.succeed("""
                def hook = codeupCreateWebhook(
                    repository: '1000001',
                    organizationId: '60811b5eed6e867404f60000',
                    credentialsId: 'key',
                    url: 'http://example.com',
                    pushEvents: true,
                    mergeRequestsEvents: true,
                    tagPushEvents: true,
                    noteEvents: true,
                    enableSslVerification: false,
                    description: 'desc',
                    secretCredentialsId: 'hook-secret')
                echo "hook ${hook.id} to ${hook.url}: ${hook.outcome}, push ${hook.pushEvents}, tls ${hook.enableSslVerification}"
                """);

        assertEquals(
                "{\"url\":\"http://example.com\",\"push_events\":true,\"merge_requests_events\":true,"
                        + "\"tag_push_events\":true,\"note_events\":true,\"enable_ssl_verification\":false,"
                        + "\"description\":\"desc\",\"secret_token\":\"hook-secret-value\"}",
                codeup.simulator().requests("AddWebhook").get(0).text());
        jenkins.assertLogContains(
                "hook " + codeup.hook().id() + " to http://example.com: CREATED, push true, tls false", run);
    }

    @Test
    void declarativePipelineTakesFlatArguments() throws Exception {
        WorkflowRun run = codeup.succeed("""
                pipeline {
                  agent none
                  stages {
                    stage('hook') {
                      steps {
                        codeupCreateWebhook(repository: 'team/app', credentialsId: 'key', tagPushEvents: true)
                      }
                    }
                  }
                }
                """);

        assertTrue(codeup.hookSettings().tagPushEvents());
        jenkins.assertLogContains("Webhook " + codeup.hook().id() + " created", run);
    }

    @Test
    void repositoryAloneIsACompleteCallButForTheCredentials() throws Exception {
        WorkflowJob job = codeup.pipeline("codeupCreateWebhook repository: 'team/app', credentialsId: 'key'");
        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        HookSettings hook = codeup.hookSettings();
        assertTrue(hook.url().matches("https://jenkins\\.example\\.com/codeup-webhook/[0-9a-f]{32}"), hook.url());
        assertFalse(hook.secretToken().isEmpty(), "the hook to the job's own URL brings the job's own secret");
        jenkins.assertLogContains(
                "Not set, Codeup's defaults apply: pushEvents=true, mergeRequestsEvents=false, tagPushEvents=false,"
                        + " noteEvents=false, enableSslVerification=true",
                run);
    }

    @Test
    void secondBuildFindsTheWebhookUpToDateAndWritesNothing() throws Exception {
        WorkflowJob job =
                codeup.pipeline("echo codeupCreateWebhook(repository: '1000001', credentialsId: 'key').outcome");
        jenkins.assertLogContains("CREATED", jenkins.buildAndAssertSuccess(job));
        codeup.simulator().forgetRequests();

        jenkins.assertLogContains("UNCHANGED", jenkins.buildAndAssertSuccess(job));
        assertEquals(
                List.of("ListRepositoryWebhook"),
                codeup.simulator().requests().stream()
                        .map(request -> request.operation())
                        .toList());
    }

    @Test
    void parallelBranchesEndWithOneWebhookPerUrl() throws Exception {
        WorkflowRun run = codeup.succeed("""
                parallel(
                  a: { codeupCreateWebhook repository: 'team/app', credentialsId: 'key', url: 'https://a.example.com/' },
                  b: { codeupCreateWebhook repository: 'team/app', credentialsId: 'key', url: 'https://b.example.com/' },
                  c: { codeupCreateWebhook repository: 'team/app', credentialsId: 'key', url: 'https://b.example.com/' })
                """);

        assertEquals(2, codeup.simulator().hooks(REPOSITORY_ID).size());
        assertEquals(2, run.getActions(WebhookAction.class).size());
    }

    @Test
    void misspeltArgumentIsRejectedWithTheRightOneAndWithoutAStackTrace() throws Exception {
        WorkflowRun run =
                codeup.fail("codeupCreateWebhook repository: 'team/app', credentialsId: 'key', pushEvent: true");
        jenkins.assertLogContains(
                "ERROR: codeupCreateWebhook has no parameter \"pushEvent\"; did you mean \"pushEvents\"?", run);
        jenkins.assertLogNotContains("\tat ", run);
        assertTrue(codeup.simulator().requests().isEmpty());
    }

    @Test
    void misspeltArgumentIsRejectedInDeclarativeBeforeAnythingRuns() throws Exception {
        WorkflowRun run = codeup.fail("""
                pipeline {
                  agent none
                  stages { stage('hook') { steps { codeupCreateWebhook(repository: 'team/app', pushEvent: true) } } }
                }
                """);
        jenkins.assertLogContains("Invalid parameter \"pushEvent\", did you mean \"pushEvents\"?", run);
        assertTrue(codeup.simulator().requests().isEmpty());
    }

    @Test
    void missingRepositorySaysWhatIsAccepted() throws Exception {
        jenkins.assertLogContains(
                "repository \"\" is neither a numeric id (100), nor a path (team/app)",
                codeup.fail("codeupCreateWebhook credentialsId: 'key'"));
    }

    @Test
    void unknownRepositoryShowsCodeupsErrorAndAdvice() throws Exception {
        WorkflowRun run = codeup.fail("codeupCreateWebhook repository: 'team/gone', credentialsId: 'key'");
        jenkins.assertLogContains("GetRepositoryInfo (GET ", run);
        jenkins.assertLogContains("NOT_FOUND", run);
        jenkins.assertLogContains("request id ", run);
        jenkins.assertLogContains("Check the repository (its numeric id, or its path below the organization)", run);
        jenkins.assertLogNotContains("\tat io.jenkins.plugins.codeup", run);
    }

    @Test
    @FieldCase("H05")
    void invalidWebhookUrlIsRejectedBeforeAnyCall() throws Exception {
        for (String url : List.of("ftp://example.com/", "https://example.com/build?job=my job")) {
            jenkins.assertLogContains(
                    "must be an http or https URL",
                    codeup.fail(
                            "codeupCreateWebhook repository: 'team/app', credentialsId: 'key', url: '" + url + "'"));
        }
        assertTrue(codeup.simulator().requests().isEmpty());
    }

    @Test
    @FieldCase("T4")
    void addressThatCodeupCannotReachGetsAWarning() throws Exception {
        jenkins.assertLogContains(
                "WARNING: Codeup probably cannot reach http://192.168.1.5/**** from the Internet.",
                codeup.succeed(
                        "codeupCreateWebhook repository: 'team/app', credentialsId: 'key', url: 'http://192.168.1.5/hook'"));
    }

    @Test
    void switchedOffTlsVerificationGetsAWarning() throws Exception {
        jenkins.assertLogContains(
                "WARNING: enableSslVerification is off",
                codeup.succeed(
                        "codeupCreateWebhook repository: 'team/app', credentialsId: 'key', enableSslVerification: false"));
    }
}
