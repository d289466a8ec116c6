package io.jenkins.plugins.codeup.step;

import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Run;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** The other steps, and {@code codeupCreateWebhook} with a webhook that exists. */
class MoreStepsTest {

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.connected();

    private final JenkinsRule jenkins = codeup.jenkins();

    @Test
    void listsTheWebhooksOfARepository() throws Exception {
        codeup.simulator().addHook(REPOSITORY_ID, HookSettings.to("https://a.example.com/?token=not-for-the-log"));
        codeup.simulator().addHook(REPOSITORY_ID, HookSettings.to("https://b.example.com/"));

        Run<?, ?> build = codeup.succeed("""
                for (hook in codeupListWebhooks(repository: 'team/app', credentialsId: 'key')) {
                  echo "${hook.url} push ${hook.pushEvents} notes ${hook.noteEvents}"
                }
                """);

        jenkins.assertLogContains("https://a.example.com/**** push true notes false", build);
        jenkins.assertLogContains("https://b.example.com/ push true notes false", build);
        jenkins.assertLogNotContains("not-for-the-log", build);
    }

    @Test
    void deletesAWebhookByItsIdAndAcceptsThatItIsGone() throws Exception {
        long id = codeup.simulator()
                .addHook(REPOSITORY_ID, HookSettings.to("https://a.example.com/"))
                .id();
        String call = "codeupDeleteWebhook(repository: 'team/app', credentialsId: 'key', webhookId: " + id + ")";

        Run<?, ?> build = codeup.succeed("echo \"first ${" + call + "} second ${" + call + "}\"");

        jenkins.assertLogContains("first [" + id + "] second []", build);
        assertTrue(codeup.simulator().hooks(REPOSITORY_ID).isEmpty());
    }

    @Test
    void deletesTheWebhookToTheJobsOwnTriggerAndNoOther() throws Exception {
        codeup.simulator().addHook(REPOSITORY_ID, HookSettings.to("https://others.example.com/"));
        codeup.succeed("""
                codeupCreateWebhook repository: 'team/app', credentialsId: 'key'
                codeupDeleteWebhook repository: 'team/app', credentialsId: 'key'
                """);
        assertEquals("https://others.example.com/", codeup.hookSettings().url());
    }

    @Test
    void idAndUrlTogetherAreAnError() throws Exception {
        jenkins.assertLogContains(
                "codeupDeleteWebhook: webhookId 7 and url \"https://a.example.com/\" are both given",
                codeup.fail("codeupDeleteWebhook repository: 'team/app', credentialsId: 'key', webhookId: 7,"
                        + " url: 'https://a.example.com/'"));
    }

    @Test
    void listsRepositoriesOfAGroupAndReadsNoMorePagesThanTheLimitNeeds() throws Exception {
        for (int i = 0; i < 250; i++) {
            codeup.simulator().withRepository(2_000_000L + i, "many/service-" + i);
        }
        codeup.simulator().withRepository(3_000_000L, "other/many/service");

        Run<?, ?> build = codeup.succeed("""
                def all = codeupListRepositories(credentialsId: 'key', group: 'many')
                echo "all: ${all.size()}, ${all.every { it.path.contains('/many/service-') }}"
                """);
        jenkins.assertLogContains("all: 250, true", build);

        codeup.simulator().forgetRequests();
        build = codeup.succeed(
                "echo \"some: ${codeupListRepositories(credentialsId: 'key', search: 'service', limit: 3).size()}\"");
        jenkins.assertLogContains("some: 3", build);
        assertEquals(1, codeup.simulator().requests("ListRepositories").size());
    }

    @Test
    void existingWebhookCanBeKept() throws Exception {
        codeup.simulator().addHook(REPOSITORY_ID, HookSettings.to("https://a.example.com/"));
        codeup.succeed(
                "codeupCreateWebhook repository: 'team/app', credentialsId: 'key', url: 'https://a.example.com/',"
                        + " noteEvents: true, ifExists: 'keep'");
        assertEquals(HookSettings.to("https://a.example.com/"), codeup.hookSettings());
    }

    @Test
    void existingWebhookCanBeAnError() throws Exception {
        long id = codeup.simulator()
                .addHook(REPOSITORY_ID, HookSettings.to("https://a.example.com/"))
                .id();
        Run<?, ?> build = codeup.fail("codeupCreateWebhook repository: 'team/app', credentialsId: 'key',"
                + " url: 'https://a.example.com/', ifExists: 'fail'");
        jenkins.assertLogContains(String.valueOf(id), build);
        assertEquals(HookSettings.to("https://a.example.com/"), codeup.hookSettings());
    }

    @Test
    void unknownIfExistsIsRejected() throws Exception {
        jenkins.assertLogContains(
                "ERROR: codeupCreateWebhook: ifExists \"replace\" must be reconcile, keep or fail.",
                codeup.fail("codeupCreateWebhook repository: 'team/app', credentialsId: 'key', ifExists: 'replace'"));
    }

    @Test
    @FieldCase({"B26", "T12"})
    void wrongTypeOfAnArgumentIsReportedByFieldAndValueWithoutAStackTrace() throws Exception {
        Run<?, ?> build =
                codeup.fail("codeupDeleteWebhook repository: 'team/app', credentialsId: 'key', webhookId: 'seven'");
        jenkins.assertLogContains("ERROR: codeupDeleteWebhook: webhookId expects ", build);
        jenkins.assertLogContains("\"seven\"", build);
        jenkins.assertLogNotContains("\tat ", build);
    }

    @Test
    @FieldCase("T2")
    void aTextWhereTrueOrFalseIsExpectedIsReportedAndCreatesNoWebhook() throws Exception {
        Run<?, ?> build = codeup.fail("codeupCreateWebhook repository: 'team/app', credentialsId: 'key',"
                + " url: 'https://a.example.com/', pushEvents: 'yes'");
        jenkins.assertLogContains("ERROR: codeupCreateWebhook: pushEvents: \"yes\" is neither true nor false.", build);
        jenkins.assertLogNotContains("\tat ", build);
        assertTrue(codeup.simulator().hooks(REPOSITORY_ID).isEmpty());
    }

    @Test
    void changedOptionUpdatesTheWebhookAndIsLogged() throws Exception {
        codeup.simulator().addHook(REPOSITORY_ID, HookSettings.to("https://a.example.com"));
        Run<?, ?> build = codeup.succeed("echo codeupCreateWebhook(repository: 'team/app', credentialsId: 'key',"
                + " url: 'https://a.example.com/', noteEvents: true).outcome");
        jenkins.assertLogContains("UPDATED", build);
        assertTrue(codeup.hookSettings().noteEvents());
        jenkins.assertLogContains("Replaced or duplicate webhooks with the same URL deleted: ", build);
    }
}
