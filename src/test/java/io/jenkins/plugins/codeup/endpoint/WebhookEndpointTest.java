package io.jenkins.plugins.codeup.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.Queue;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import io.jenkins.plugins.codeup.jenkins.CodeupForJenkins;
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
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The address for Codeup, in a Jenkins where strangers may not even see the front page. */
@WithJenkins
class WebhookEndpointTest {

    private static final byte[] PUSH = Fixtures.bytes("push.json");

    private final CodeupForJenkins codeup = new CodeupForJenkins();
    private JenkinsRule jenkins;
    private FreeStyleProject job;
    private ItemWebhook hook;

    @BeforeEach
    void secure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        job = jenkins.createFreeStyleProject("job");
        job.setQuietPeriod(0);
        job.addTrigger(new CodeupTrigger());
        hook = codeup.deliverTo(job);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
        assertNotNull(jenkins.jenkins.getCrumbIssuer(), "crumbs are asked for");
    }

    @AfterEach
    void stop() throws Exception {
        DeliveryQueue.get().awaitIdle();
        jenkins.waitUntilNoActivity();
        codeup.close();
    }

    @Test
    void takesADeliveryWithoutCrumbOrLogIn() throws Exception {
        HttpResponse<String> answer = Deliveries.send(hook, "Push Hook", PUSH);
        assertEquals(202, answer.statusCode());
        assertEquals("accepted", JSONObject.fromObject(answer.body()).getString("result"));
        assertBuilds(1);
    }

    @Test
    void takesPostOnly() throws Exception {
        for (String method : List.of("GET", "PUT", "DELETE", "OPTIONS")) {
            HttpResponse<String> answer =
                    Deliveries.request(method, hook.url(""), new byte[0], Deliveries.headers(hook, "Push Hook"));
            assertEquals(405, answer.statusCode(), method);
            assertEquals("POST", answer.headers().firstValue("Allow").orElse(null));
        }
        assertBuilds(0);
    }

    @Test
    void nothingButTheAddressIsFreedFromTheCrumb() throws Exception {
        for (String path : List.of(
                hook.url("") + "/",
                hook.url("") + "/build",
                ItemWebhook.URL_NAME + "/",
                ItemWebhook.URL_NAME,
                ItemWebhook.URL_NAME + "/x",
                "x/" + hook.url(""),
                "job/job/build",
                "job/job/" + hook.url(""))) {
            HttpResponse<String> answer = Deliveries.post(path, PUSH, Deliveries.headers(hook, "Push Hook"));
            assertEquals(403, answer.statusCode(), path);
            assertTrue(answer.body().contains("No valid crumb"), path);
        }
        assertBuilds(0);
    }

    @Test
    void readsTheBodyAsJsonWhateverItIsCalled() throws Exception {
        for (String type : List.of("application/x-www-form-urlencoded", "text/plain", "multipart/form-data", "x")) {
            assertEquals(
                    202,
                    Deliveries.post(hook.url(""), PUSH, with("Content-Type", type))
                            .statusCode(),
                    type);
        }
    }

    @Test
    void readsGzipAndNoMoreThanTheLimit() throws Exception {
        Map<String, String> packed = with("Content-Encoding", "gzip");
        assertEquals(202, Deliveries.post(hook.url(""), gzip(PUSH), packed).statusCode());
        assertEquals(
                413,
                Deliveries.post(hook.url(""), gzip(new byte[2 << 20]), packed).statusCode());
        assertEquals(
                413, Deliveries.send(hook, "Push Hook", new byte[(1 << 20) + 1]).statusCode());
        assertEquals(400, Deliveries.post(hook.url(""), PUSH, packed).statusCode(), "not gzip");
    }

    @Test
    void theLimitIsTheAdministratorsToSet() throws Exception {
        byte[] large = Arrays.copyOf(PUSH, 17 << 10);
        Arrays.fill(large, PUSH.length, large.length, (byte) ' ');
        assertEquals(202, Deliveries.send(hook, "Push Hook", large).statusCode());
        CodeupConfiguration.get().setMaxDeliveryKilobytes(16);
        HttpResponse<String> refused = Deliveries.send(hook, "Push Hook", large);
        assertEquals(413, refused.statusCode());
        assertTrue(refused.body().contains("more than 16384 bytes"), refused.body());
    }

    @Test
    void whatIsNoDeliveryIsSaidToBeNone() throws Exception {
        HttpResponse<String> answer = Deliveries.send(hook, "Push Hook", "<script>");
        assertEquals(400, answer.statusCode());
        assertTrue(answer.body().contains("not JSON"), answer.body());
        assertFalse(answer.body().contains("<script>"), answer.body());
        HttpResponse<String> deep = Deliveries.send(hook, "Push Hook", "{\"a\":" + "[".repeat(1 << 19));
        assertEquals(400, deep.statusCode());
        assertTrue(deep.body().contains("nested too deeply"), deep.body());
    }

    @Test
    void theConsolesTestIsFineAndBuildsNothing() throws Exception {
        assertEquals(
                200, Deliveries.fixture(hook, "Push Hook", "console-test.json").statusCode());
        assertEquals(
                200,
                codeup.simulator()
                        .testHooks(CodeupForJenkins.REPOSITORY_ID)
                        .get(0)
                        .status());
        assertBuilds(0);
    }

    @Test
    void aDeliveryThatComesTwiceIsOne() throws Exception {
        Map<String, String> headers = Deliveries.headers(hook, "Push Hook");
        assertEquals(202, Deliveries.post(hook.url(""), PUSH, headers).statusCode());
        assertBuilds(1);
        HttpResponse<String> again = Deliveries.post(hook.url(""), PUSH, headers);
        assertEquals(200, again.statusCode());
        assertEquals("known", JSONObject.fromObject(again.body()).getString("result"));
        assertBuilds(1);
    }

    @Test
    void aSecretOfTheUsersOwnIsAcceptedTooAndTheKeptOneStays() throws Exception {
        codeup.addSecretText(jenkins.jenkins, "own", "a-secret-of-my-own");
        job.getTriggers().values().stream()
                .map(CodeupTrigger.class::cast)
                .forEach(trigger -> trigger.setSecretCredentialsId("own"));
        assertEquals(
                202,
                Deliveries.post(hook.url(""), PUSH, with("X-Codeup-Token", "a-secret-of-my-own"))
                        .statusCode());
        assertEquals(202, Deliveries.send(hook, "Push Hook", PUSH).statusCode());
        assertEquals(
                403,
                Deliveries.post(hook.url(""), PUSH, with("X-Codeup-Token", "own"))
                        .statusCode());
    }

    /** While nothing can be scheduled, answers still come at once, and what has no room may come again. */
    @Test
    void aFullQueueSaysSoAndWhatWasTakenIsBuilt() throws Exception {
        System.setProperty(DeliveryQueue.class.getName() + ".most", "5");
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
        Set<String> taken = new LinkedHashSet<>();
        HttpResponse<String> full = null;
        try {
            for (int i = 0; i < 20; i++) {
                String branch = "b" + i;
                HttpResponse<String> answer = Deliveries.send(
                        hook,
                        "Push Hook",
                        Fixtures.text("push.json").replace("refs/heads/main", "refs/heads/" + branch));
                if (answer.statusCode() == 202) {
                    taken.add(branch);
                } else {
                    full = answer;
                }
            }
        } finally {
            System.clearProperty(DeliveryQueue.class.getName() + ".most");
            end.countDown();
            lock.join();
        }
        assertNotNull(full);
        assertEquals(503, full.statusCode());
        assertEquals("30", full.headers().firstValue("Retry-After").orElse(null));
        assertEquals(20 - taken.size(), DeliveryQueue.get().refused());
        assertEquals(20 - taken.size(), DeliveryCounts.get().of("busy"), "shown on the system page");
        assertBuilds(taken.size());
    }

    private void assertBuilds(int number) throws Exception {
        DeliveryQueue.get().awaitIdle();
        jenkins.waitUntilNoActivity();
        assertEquals(number, job.getBuilds().size());
    }

    private Map<String, String> with(String name, String value) {
        Map<String, String> headers = Deliveries.headers(hook, "Push Hook");
        headers.remove(name);
        if (value != null) {
            headers.put(name, value);
        }
        return headers;
    }

    private static byte[] gzip(byte[] bytes) throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }
}
