package io.jenkins.plugins.codeup.hooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.CodeupForJenkins;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.net.URL;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A new secret for an item's URL: the old one is accepted for a while beside it. */
class SecretRotationTest {

    private static final Duration GRACE = Duration.ofHours(1);
    private static final String TEST = "{\"before\":\"\",\"after\":\"\"}";

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final CodeupForJenkins codeup = new CodeupForJenkins();
    private String old;
    private String renewed;

    @AfterEach
    void stop() throws Exception {
        codeup.close();
    }

    @Test
    void duringARotationBothSecretsAreAcceptedAlsoAfterARestart() throws Throwable {
        sessions.then(jenkins -> {
            Item job = job(jenkins);
            String url = ItemWebhook.of(job).url("");
            ItemWebhook.rotate(job, GRACE);
            renewed = secret(job);
            assertNotEquals(old, renewed);
            assertEquals(url, ItemWebhook.of(job).url(""), "the address stays");
            assertEquals(200, send(job, old));
            assertEquals(200, send(job, renewed));
            assertEquals(403, send(job, "neither"));
            String file = Files.readString(job.getRootDir().toPath().resolve(ItemWebhook.FILE_NAME));
            assertFalse(file.contains(old) || file.contains(renewed), file);
            codeup.assertNoLeaks();
        });
        sessions.then(jenkins -> {
            Item job = jenkins.jenkins.getItem("job");
            assertTrue(ItemWebhook.of(job).previousUntil().isAfter(Instant.now()));
            assertEquals(200, send(job, old));
            assertEquals(200, send(job, renewed));
            ItemWebhook.rotate(job, GRACE);
            assertEquals(renewed, secret(job), "one rotation at a time");
            codeup.assertNoLeaks();
        });
    }

    @Test
    void theOldSecretIsRejectedWhenTheTimeIsOverOrTheRotationIsEnded() throws Throwable {
        sessions.then(jenkins -> {
            Item job = job(jenkins);
            ItemWebhook.rotate(job, Duration.ZERO);
            assertEquals(403, send(job, old), "the time is over");
            String second = secret(job);
            assertEquals(200, send(job, second));

            ItemWebhook.rotate(job, GRACE);
            assertEquals(200, send(job, second));
            ItemWebhook.endRotation(job);
            assertEquals(403, send(job, second), "somebody said so");
            assertEquals(200, send(job, secret(job)));
        });
    }

    @Test
    void theNextBuildWithTheStepGivesTheNewSecretToCodeup() throws Throwable {
        sessions.then(jenkins -> {
            codeup.connect();
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "pipeline");
            job.setDefinition(new CpsFlowDefinition(
                    "echo codeupCreateWebhook(repository: 'team/app', credentialsId: 'key').outcome", true));
            jenkins.assertLogContains("CREATED", jenkins.buildAndAssertSuccess(job));
            assertEquals(secret(job), codeup.hookSettings().secretToken());

            ItemWebhook.rotate(job, GRACE);
            jenkins.assertLogContains("UPDATED", jenkins.buildAndAssertSuccess(job));
            assertEquals(secret(job), codeup.hookSettings().secretToken());
            jenkins.assertLogContains("UNCHANGED", jenkins.buildAndAssertSuccess(job));
        });
    }

    @Test
    void thePagesButtonsAreForThoseWhoMayConfigureTheJob() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleProject job = job(jenkins);
            jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
            jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                    .grant(Jenkins.READ, Item.READ, Item.CONFIGURE)
                    .everywhere()
                    .to("developer")
                    .grant(Jenkins.READ, Item.READ)
                    .everywhere()
                    .to("reader"));
            String page = job.getUrl() + "codeup-deliveries/";
            for (String method : new String[] {"newSecret", "rejectOldSecret"}) {
                String before = secret(job);
                assertEquals(403, request(jenkins, "reader", HttpMethod.POST, page + method, true));
                assertTrue(request(jenkins, "developer", HttpMethod.GET, page + method, true) >= 404);
                assertEquals(403, request(jenkins, "developer", HttpMethod.POST, page + method, false), "no crumb");
                assertEquals(before, secret(job));
            }
            assertTrue(shown(jenkins, page).contains("New secret"));

            assertEquals(200, request(jenkins, "developer", HttpMethod.POST, page + "newSecret", true));
            assertNotEquals(old, secret(job));
            assertNotNull(ItemWebhook.of(job).previousUntil());
            String during = shown(jenkins, page);
            assertTrue(
                    during.contains("Jenkins does not manage this webhook, so Codeup still has the old secret"),
                    during);
            assertFalse(during.contains(secret(job)), during);

            assertEquals(200, request(jenkins, "developer", HttpMethod.POST, page + "rejectOldSecret", true));
            assertNull(ItemWebhook.of(job).previousUntil());
            assertFalse(shown(jenkins, page).contains("The secret was changed"));
        });
    }

    private FreeStyleProject job(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("job");
        job.addTrigger(new CodeupTrigger());
        old = secret(job);
        return job;
    }

    private String secret(Item item) throws Exception {
        String secret = ItemWebhook.of(item).secret().getPlainText();
        codeup.mustNotLeak(secret);
        return secret;
    }

    private static int send(Item job, String secret) throws Exception {
        return Deliveries.post(ItemWebhook.of(job).url(""), TEST.getBytes(), Map.of("X-Codeup-Token", secret))
                .statusCode();
    }

    private static String shown(JenkinsRule jenkins, String page) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient().login("developer")) {
            return client.goTo(page).asNormalizedText();
        }
    }

    private static int request(JenkinsRule jenkins, String user, HttpMethod method, String path, boolean crumb)
            throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()
                .withThrowExceptionOnFailingStatusCode(false)
                .login(user)) {
            WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), method);
            if (method == HttpMethod.POST && crumb) {
                client.addCrumb(request);
            }
            return client.getPage(request).getWebResponse().getStatusCode();
        }
    }
}
