package io.jenkins.plugins.codeup.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.Queue;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.jenkins.Users;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import net.sf.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** The endpoint for deliveries, in a Jenkins without anonymous read access. */
class WebhookEndpointTest {

    private static final byte[] PUSH = Fixtures.bytes("push.json");

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.unconnected();

    private final JenkinsRule jenkins = codeup.jenkins();
    private FreeStyleProject job;
    private ItemWebhook webhook;

    @BeforeEach
    void secure() throws Exception {
        job = jenkins.createFreeStyleProject("job");
        job.setQuietPeriod(0);
        job.addTrigger(new CodeupTrigger());
        webhook = codeup.deliverTo(job);
        Users.of(jenkins);
        assertNotNull(jenkins.jenkins.getCrumbIssuer(), "crumbs are required");
    }

    /** What it accepted would otherwise still be processed while Jenkins stops. */
    @AfterEach
    void awaitBuilds() throws Exception {
        Deliveries.awaitBuilds(jenkins);
    }

    @Test
    void acceptsADeliveryWithoutCrumbOrLogin() throws Exception {
        HttpResponse<String> answer = Deliveries.send(webhook, "Push Hook", PUSH);
        assertEquals(202, answer.statusCode());
        assertEquals("accepted", JSONObject.fromObject(answer.body()).getString("result"));
        assertBuilds(1);
    }

    @Test
    void acceptsPostOnly() throws Exception {
        for (String method : List.of("GET", "PUT", "DELETE", "OPTIONS")) {
            HttpResponse<String> answer =
                    Deliveries.request(method, webhook.url(""), new byte[0], Deliveries.headers(webhook, "Push Hook"));
            assertEquals(405, answer.statusCode(), method);
            assertEquals("POST", answer.headers().firstValue("Allow").orElse(null));
        }
        assertBuilds(0);
    }

    @Test
    void onlyPathsBelowTheEndpointNeedNoCrumb() throws Exception {
        for (String path : List.of(
                ItemWebhook.URL_NAME,
                "x/" + webhook.url(""),
                "job/job/build",
                "job/job/" + webhook.url(""),
                ItemWebhook.URL_NAME + "x/",
                ItemWebhook.URL_NAME + "/../job/job/build",
                ItemWebhook.URL_NAME + "/x/../../job/job/build")) {
            HttpResponse<String> answer = Deliveries.post(path, PUSH, Deliveries.headers(webhook, "Push Hook"));
            assertEquals(403, answer.statusCode(), path);
            assertTrue(answer.body().contains("No valid crumb"), path);
        }
        assertBuilds(0);
    }

    @Test
    @FieldCase("T15")
    void aMistypedUrlGetsTheEndpointsAnswer() throws Exception {
        for (String path : List.of(
                webhook.url("") + "/build",
                webhook.url("") + "0",
                webhook.url("").replaceFirst("..$", ""),
                ItemWebhook.URL_NAME + "/",
                ItemWebhook.URL_NAME + "/x",
                ItemWebhook.URL_NAME + "/job/job/build")) {
            HttpResponse<String> answer = Deliveries.post(path, PUSH, Deliveries.headers(webhook, "Push Hook"));
            assertEquals(403, answer.statusCode(), path);
            assertEquals("rejected", JSONObject.fromObject(answer.body()).getString("result"), path);
        }
        assertBuilds(0);
    }

    @Test
    @FieldCase({"H02", "J01"})
    void aTrailingSlashMakesNoDifference() throws Exception {
        Map<String, String> headers = Deliveries.headers(webhook, "Push Hook");
        assertEquals(202, Deliveries.post(webhook.url("") + "/", PUSH, headers).statusCode());
        assertBuilds(1);
    }

    @Test
    @FieldCase("J15")
    void parsesTheBodyAsJsonWhateverItsContentType() throws Exception {
        for (String type : List.of("application/x-www-form-urlencoded", "text/plain", "multipart/form-data", "x")) {
            assertEquals(
                    202,
                    Deliveries.post(webhook.url(""), PUSH, Deliveries.headersWith(webhook, "Content-Type", type))
                            .statusCode(),
                    type);
        }
    }

    @Test
    void acceptsGzipAndEnforcesTheSizeLimit() throws Exception {
        Map<String, String> packed = Deliveries.headersWith(webhook, "Content-Encoding", "gzip");
        assertEquals(202, Deliveries.post(webhook.url(""), gzip(PUSH), packed).statusCode());
        assertEquals(
                413,
                Deliveries.post(webhook.url(""), gzip(new byte[2 << 20]), packed)
                        .statusCode());
        assertEquals(
                413,
                Deliveries.send(webhook, "Push Hook", new byte[(1 << 20) + 1]).statusCode());
        assertEquals(400, Deliveries.post(webhook.url(""), PUSH, packed).statusCode(), "not gzip");
    }

    @Test
    void theSizeLimitIsConfigurable() throws Exception {
        byte[] large = Arrays.copyOf(PUSH, 17 << 10);
        Arrays.fill(large, PUSH.length, large.length, (byte) ' ');
        assertEquals(202, Deliveries.send(webhook, "Push Hook", large).statusCode());
        CodeupConfiguration.get().setMaxDeliveryKilobytes(16);
        HttpResponse<String> rejected = Deliveries.send(webhook, "Push Hook", large);
        assertEquals(413, rejected.statusCode());
        assertTrue(rejected.body().contains("more than 16384 bytes"), rejected.body());
    }

    @Test
    void rejectsWhatIsNotADeliveryWithAReason() throws Exception {
        HttpResponse<String> answer = Deliveries.send(webhook, "Push Hook", "<script>");
        assertEquals(400, answer.statusCode());
        assertTrue(answer.body().contains("not JSON"), answer.body());
        assertFalse(answer.body().contains("<script>"), answer.body());
        HttpResponse<String> deep = Deliveries.send(webhook, "Push Hook", "{\"a\":" + "[".repeat(1 << 19));
        assertEquals(400, deep.statusCode());
        assertTrue(deep.body().contains("nested too deeply"), deep.body());
    }

    @Test
    @FieldCase("K15")
    void aTestDeliverySucceedsAndStartsNoBuild() throws Exception {
        assertEquals(
                200,
                Deliveries.fixture(webhook, "Push Hook", "console-test.json").statusCode());
        assertEquals(
                200,
                codeup.simulator()
                        .testHooks(SimulatedCodeup.REPOSITORY_ID)
                        .get(0)
                        .status());
        assertBuilds(0);
    }

    @Test
    @FieldCase("K10")
    void aDuplicateDeliveryIsProcessedOnce() throws Exception {
        Map<String, String> headers = Deliveries.headers(webhook, "Push Hook");
        assertEquals(202, Deliveries.post(webhook.url(""), PUSH, headers).statusCode());
        assertBuilds(1);
        HttpResponse<String> again = Deliveries.post(webhook.url(""), PUSH, headers);
        assertEquals(200, again.statusCode());
        assertEquals("duplicate", JSONObject.fromObject(again.body()).getString("result"));
        assertBuilds(1);
    }

    @Test
    void acceptsTheSecretOfTheTriggersCredentialsBesideTheJobsOwn() throws Exception {
        codeup.addSecretText(jenkins.jenkins, "own", "a-secret-of-my-own");
        job.getTriggers().values().stream()
                .map(CodeupTrigger.class::cast)
                .forEach(trigger -> trigger.setSecretCredentialsId("own"));
        assertEquals(
                202,
                Deliveries.post(
                                webhook.url(""),
                                PUSH,
                                Deliveries.headersWith(webhook, "X-Codeup-Token", "a-secret-of-my-own"))
                        .statusCode());
        assertEquals(202, Deliveries.send(webhook, "Push Hook", PUSH).statusCode());
        assertEquals(
                403,
                Deliveries.post(webhook.url(""), PUSH, Deliveries.headersWith(webhook, "X-Codeup-Token", "own"))
                        .statusCode());
    }

    /** While builds can't be scheduled, requests are answered at once, and a rejected delivery may be sent again. */
    @Test
    void aFullQueueRejectsDeliveriesAndAcceptedOnesAreBuilt() throws Exception {
        long before = DeliveryCounts.get().of("queue full");
        System.setProperty(DeliveryIntake.MAX_WAITING, "5");
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch locked = new CountDownLatch(1);
        Thread lock = new Thread(() -> Queue.withLock(() -> {
            locked.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        lock.start();
        locked.await();
        Set<String> accepted = new LinkedHashSet<>();
        HttpResponse<String> full = null;
        Map<String, String> rejected = null;
        try {
            for (int i = 0; i < 20; i++) {
                String branch = "b" + i;
                Map<String, String> headers = Deliveries.headers(webhook, "Push Hook");
                String push = Fixtures.text("push.json").replace("refs/heads/main", "refs/heads/" + branch);
                HttpResponse<String> answer = Deliveries.post(webhook.url(""), push.getBytes(), headers);
                if (answer.statusCode() == 202) {
                    accepted.add(branch);
                } else {
                    full = answer;
                    rejected = headers;
                }
            }
        } finally {
            System.clearProperty(DeliveryIntake.MAX_WAITING);
            end.countDown();
            lock.join();
        }
        assertNotNull(full);
        assertEquals(503, full.statusCode());
        assertEquals("30", full.headers().firstValue("Retry-After").orElse(null));
        assertEquals(before + 20 - accepted.size(), DeliveryCounts.get().of("queue full"), "shown on the system page");
        assertBuilds(accepted.size());
        assertEquals(202, Deliveries.post(webhook.url(""), PUSH, rejected).statusCode(), "sent again with its id");
    }

    private void assertBuilds(int number) throws Exception {
        Deliveries.awaitBuilds(jenkins);
        assertEquals(number, job.getBuilds().size());
    }

    private static byte[] gzip(byte[] bytes) throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }
}
