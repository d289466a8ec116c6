package io.jenkins.plugins.codeup.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import io.jenkins.plugins.codeup.jenkins.JenkinsSessions;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.jenkins.Users;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.util.Map;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** The warning about events that a job receives more than once. */
class DuplicateEventMonitorTest {

    private static final String REPOSITORY = "https://codeup.aliyun.com/60811b5eed6e867404f60000/team/app";

    @RegisterExtension
    private final JenkinsSessions sessions = new JenkinsSessions();

    @RegisterExtension
    private final SimulatedCodeup codeup = SimulatedCodeup.acrossRestarts();

    @Test
    void warnsOfTheSameEventFromTwoWebhooksUntilDismissed() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleProject job = job(jenkins, "job");
            push(job);
            assertFalse(DuplicateEventMonitor.get().isActivated());
            push(job);
            assertTrue(DuplicateEventMonitor.get().isActivated());
            try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
                HtmlPage page = client.goTo("manage");
                String text = page.asNormalizedText();
                assertTrue(text.contains("events of the Codeup repository " + REPOSITORY + " more than once"), text);
                assertTrue(text.contains(ItemWebhook.of(job).url("")), text);
                jenkins.submit(page.getFormByName("dismiss"));
                assertFalse(client.goTo("manage").asNormalizedText().contains(REPOSITORY));
            }
            push(job);
            assertFalse(DuplicateEventMonitor.get().isActivated());
        });
        sessions.then(jenkins -> {
            FreeStyleProject job = jenkins.jenkins.getItemByFullName("job", FreeStyleProject.class);
            push(job);
            push(job);
            assertFalse(DuplicateEventMonitor.get().isActivated(), "dismissed permanently");
        });
    }

    @Test
    void doesNotWarnOfWebhooksToTwoJobsOrOfRetries() throws Throwable {
        sessions.then(jenkins -> {
            push(job(jenkins, "one"));
            FreeStyleProject job = job(jenkins, "two");
            Map<String, String> headers = Deliveries.headers(ItemWebhook.of(job), "Push Hook");
            for (int status : new int[] {202, 200}) {
                assertEquals(
                        status,
                        Deliveries.post(ItemWebhook.of(job).url(""), push(), headers)
                                .statusCode());
            }
            Map<String, String> withoutId = Deliveries.headers(ItemWebhook.of(job), "Push Hook");
            withoutId.remove("X-Codeup-Delivery");
            for (int i = 0; i < 2; i++) {
                assertEquals(
                        202,
                        Deliveries.post(ItemWebhook.of(job).url(""), push(), withoutId)
                                .statusCode());
            }
            assertFalse(DuplicateEventMonitor.get().isActivated(), "without an id, it may be a retry");
        });
    }

    @Test
    void onlyAdministratorsDismiss() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleProject job = job(jenkins, "job");
            push(job);
            push(job);
            Users users = Users.of(jenkins);
            String dismiss = DuplicateEventMonitor.get().getUrl() + "/dismiss?repository=" + REPOSITORY;
            assertEquals(403, users.post("reader", dismiss).getStatusCode());
            assertEquals(403, users.post("manager", dismiss).getStatusCode());
            assertEquals(403, users.postWithoutCrumb("admin", dismiss), "no crumb");
            users.assertPostOnly("admin", dismiss);
            assertTrue(DuplicateEventMonitor.get().isActivated());
            assertEquals(200, users.post("admin", dismiss).getStatusCode());
            assertFalse(DuplicateEventMonitor.get().isActivated());
        });
    }

    private FreeStyleProject job(JenkinsRule jenkins, String name) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject(name);
        job.addTrigger(new CodeupTrigger());
        codeup.mustNotLeak(ItemWebhook.of(job).secret().getPlainText());
        return job;
    }

    /** As Codeup does for each of several webhooks: the same event under a new delivery id. */
    private static void push(FreeStyleProject job) throws Exception {
        assertEquals(
                202, Deliveries.send(ItemWebhook.of(job), "Push Hook", push()).statusCode());
    }

    private static byte[] push() {
        return Fixtures.bytes("push.json");
    }
}
