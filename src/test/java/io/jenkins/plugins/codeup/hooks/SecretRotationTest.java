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
import io.jenkins.plugins.codeup.jenkins.JenkinsSessions;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.jenkins.Users;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** A new secret for an item's URL: the old one is accepted for a while beside it. */
class SecretRotationTest {

    private static final Duration GRACE = Duration.ofHours(1);
    private static final String TEST = "{\"before\":\"\",\"after\":\"\"}";

    @RegisterExtension
    private final JenkinsSessions sessions = new JenkinsSessions();

    @RegisterExtension
    private final SimulatedCodeup codeup = SimulatedCodeup.acrossRestarts();

    private String old;
    private String renewed;

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
            assertEquals(403, send(job, old), "a second leak on the same day: the first secret is out at once");
            assertEquals(200, send(job, renewed));
            assertEquals(200, send(job, secret(job)));
            assertNotEquals(renewed, secret(job));
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
            Users users = Users.of(jenkins);
            String page = job.getUrl() + "codeup-deliveries/";
            for (String method : new String[] {"newSecret", "rejectOldSecret"}) {
                String before = secret(job);
                assertEquals(403, users.post("reader", page + method).getStatusCode());
                users.assertPostOnly("developer", page + method);
                assertEquals(403, users.postWithoutCrumb("developer", page + method), "no crumb");
                assertEquals(before, secret(job));
            }
            assertTrue(users.text("developer", page).contains("New secret"));

            assertEquals(200, users.post("developer", page + "newSecret").getStatusCode());
            assertNotEquals(old, secret(job));
            assertNotNull(ItemWebhook.of(job).previousUntil());
            String during = users.text("developer", page);
            assertTrue(
                    during.contains("Jenkins does not manage this webhook, so Codeup still has the old secret"),
                    during);
            assertFalse(during.contains(secret(job)), during);

            assertEquals(200, users.post("developer", page + "rejectOldSecret").getStatusCode());
            assertNull(ItemWebhook.of(job).previousUntil());
            assertFalse(users.text("developer", page).contains("The secret was changed"));
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
}
