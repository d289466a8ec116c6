package io.jenkins.plugins.codeup.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Run;
import io.jenkins.plugins.codeup.jenkins.JenkinsSessions;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** The webhooks that a build stores and shows. */
class WebhookActionTest {

    @RegisterExtension
    private final JenkinsSessions sessions = new JenkinsSessions();

    @RegisterExtension
    private final SimulatedCodeup codeup = SimulatedCodeup.acrossRestarts();

    @Test
    void isOnTheBuildPageAndInRestAlsoAfterARestart() throws Throwable {
        sessions.then(jenkins -> {
            codeup.connect();
            build(jenkins, "codeupCreateWebhook repository: 'team/app', credentialsId: 'key', tagPushEvents: true");
            check(jenkins);
        });
        sessions.then(this::check);
    }

    private void check(JenkinsRule jenkins) throws Exception {
        Run<?, ?> build =
                jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getLastBuild();
        String id = String.valueOf(codeup.hook().id());

        HtmlPage page = jenkins.createWebClient().withJavaScriptEnabled(false).getPage(build);
        String text = page.asNormalizedText();
        assertTrue(text.contains("Codeup webhook " + id + " created in repository team/app"), text);
        assertTrue(text.contains("Delivers to https://jenkins.example.com/codeup-webhook/"), text);
        assertTrue(text.contains("pushEvents, tagPushEvents, enableSslVerification"), text);

        JSONObject rest = jenkins.getJSON(build.getUrl() + "api/json").getJSONObject();
        JSONObject hook = null;
        for (Object action : rest.getJSONArray("actions")) {
            if (((JSONObject) action).optString("_class").equals(WebhookAction.class.getName())) {
                hook = (JSONObject) action;
            }
        }
        assertEquals(codeup.hook().id(), hook.getLong("id"));
        assertEquals("team/app", hook.getString("repository"));
        assertEquals(SimulatedCodeup.REPOSITORY_ID, hook.getLong("repositoryId"));
        assertEquals("CREATED", hook.getString("outcome"));
        assertFalse(hook.getString("requestId").isEmpty());
        assertEquals(
                JSONArray.fromObject("[\"pushEvents\",\"tagPushEvents\",\"enableSslVerification\"]"),
                hook.getJSONArray("enabled"));
        codeup.assertNoLeaks();
    }

    @Test
    void severalWebhooksOfABuildAreAllStoredAndOneUsedTwiceIsStoredOnce() throws Throwable {
        sessions.then(jenkins -> {
            codeup.connect();
            Run<?, ?> build = build(jenkins, """
                    for (url in ['https://a.example.com/', 'https://b.example.com/', 'https://a.example.com/']) {
                      codeupCreateWebhook repository: 'team/app', credentialsId: 'key', url: url
                    }
                    """);
            assertEquals(2, build.getActions(WebhookAction.class).size(), "two URLs, two webhooks");
        });
    }

    @Test
    void valuesFromCodeupAndUsersAreShownAsText() throws Throwable {
        sessions.then(jenkins -> {
            codeup.connect();
            Run<?, ?> build = build(
                    jenkins,
                    "codeupCreateWebhook repository: 'team/app', credentialsId: 'key',"
                            + " url: 'https://example.com/%3Cscript%3E', description: '<script>alert(1)</script>'");
            String html = jenkins.createWebClient()
                    .withJavaScriptEnabled(false)
                    .getPage(build)
                    .getWebResponse()
                    .getContentAsString();
            assertFalse(html.contains("<script>alert(1)"), "not run as script");
        });
    }

    @Test
    void tokenInTheWebhooksUrlIsMasked() throws Throwable {
        sessions.then(jenkins -> {
            codeup.connect();
            Run<?, ?> build = build(
                    jenkins,
                    "codeupCreateWebhook repository: 'team/app', credentialsId: 'key',"
                            + " url: \"https://example.com/invoke?job=a&token=${'in-the-' + 'url'}\"");
            assertEquals(
                    "https://example.com/****",
                    build.getAction(WebhookAction.class).getUrl());
            jenkins.assertLogNotContains("in-the-url", build);
            assertTrue(codeup.hookSettings().url().endsWith("token=in-the-url"), "Codeup gets it whole");
        });
    }

    @Test
    void actionStoredAsAnEmptyElementCanBeShown() throws Throwable {
        sessions.then(jenkins -> {
            WebhookAction loaded = (WebhookAction) Run.XSTREAM2.fromXML("<" + WebhookAction.class.getName() + "/>");
            assertEquals("", loaded.getUrl());
            assertTrue(loaded.getEnabled().isEmpty() && loaded.getRemoved().isEmpty());
            assertEquals("UNCHANGED", loaded.getOutcome().name());
        });
    }

    private Run<?, ?> build(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
        job.setDefinition(new CpsFlowDefinition(script, true));
        Run<?, ?> build = jenkins.buildAndAssertSuccess(job);
        codeup.assertNoLeaks();
        return build;
    }
}
