package io.jenkins.plugins.codeup.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import hudson.model.FreeStyleProject;
import hudson.model.ItemGroup;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.TestExtension;
import org.springframework.security.core.Authentication;

/** Requests without a webhook's secret: they reveal nothing, cost little and are counted. */
class UnauthenticatedRequestsTest {

    private static final byte[] PUSH = Fixtures.bytes("push.json");
    private static final String UNKNOWN = ItemWebhook.URL_NAME + "/" + "0".repeat(32);

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.unconnected();

    private final JenkinsRule jenkins = codeup.jenkins();
    private CodeupTrigger trigger;
    private ItemWebhook webhook;

    @BeforeEach
    void start() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("job");
        trigger = new CodeupTrigger();
        job.addTrigger(trigger);
        webhook = codeup.deliverTo(job);
    }

    @Test
    void unknownUrlAndWrongSecretGetTheSameAnswer() throws Exception {
        String unknown = ItemWebhook.URL_NAME + "/" + "0".repeat(32);
        List<HttpResponse<String>> answers = new ArrayList<>();
        answers.add(Deliveries.post(unknown, PUSH, Deliveries.headers(webhook, "Push Hook")));
        String similar = webhook.url("").replaceFirst(".$", webhook.id().endsWith("0") ? "1" : "0");
        answers.add(Deliveries.post(similar, PUSH, Deliveries.headers(webhook, "Push Hook")));
        answers.add(Deliveries.post(webhook.url(""), PUSH, Deliveries.headersWith(webhook, "X-Codeup-Token", "wrong")));
        answers.add(Deliveries.post(webhook.url(""), PUSH, Deliveries.headersWith(webhook, "X-Codeup-Token", "")));
        answers.add(Deliveries.post(webhook.url(""), PUSH, Deliveries.headersWith(webhook, "X-Codeup-Token", null)));
        answers.add(Deliveries.post(
                webhook.url(""), "broken".getBytes(), Deliveries.headersWith(webhook, "X-Codeup-Token", "wrong")));
        answers.add(Deliveries.post(unknown, PUSH, Map.of()));
        Set<String> different = new LinkedHashSet<>();
        for (HttpResponse<String> answer : answers.subList(2, 6)) {
            different.add(answer.statusCode() + " " + answer.body());
        }
        different.add(answers.get(0).statusCode() + " " + answers.get(0).body());
        different.add(answers.get(6).statusCode() + " " + answers.get(6).body());
        assertEquals(1, different.size(), different.toString());
        answers.forEach(answer -> assertEquals(403, answer.statusCode()));
        assertTrue(jenkins.jenkins.getQueue().isEmpty());
    }

    @Test
    @FieldCase("B13")
    void onlyTheJobThatNamesCredentialsCostsALookup() throws Exception {
        assertEquals(0, lookups(UNKNOWN), "for an address that no job has");
        assertEquals(0, lookups(webhook.url("")), "for a job without credentials");
        codeup.addSecretText(jenkins.jenkins, "own", "a-secret-of-my-own");
        trigger.setSecretCredentialsId("own");
        assertEquals(0, lookups(UNKNOWN), "for an address that no job has");
        assertEquals(1, lookups(webhook.url("")), "for a job with credentials");
    }

    @Test
    void noJobsSecretAuthenticatesARequestToAnUnknownUrl() throws Exception {
        codeup.addSecretText(jenkins.jenkins, "own", "a-secret-of-my-own");
        trigger.setSecretCredentialsId("own");
        for (String secret : List.of("a-secret-of-my-own", webhook.secret().getPlainText())) {
            Map<String, String> headers = Deliveries.headersWith(webhook, "X-Codeup-Token", secret);
            assertEquals(202, Deliveries.post(webhook.url(""), PUSH, headers).statusCode());
            assertEquals(403, Deliveries.post(UNKNOWN, PUSH, headers).statusCode());
        }
    }

    /** How often credentials are looked up, the part of the check whose time depends on the installation. */
    private int lookups(String path) throws Exception {
        CountingProvider.lookups.set(0);
        assertEquals(
                403,
                Deliveries.post(path, PUSH, Deliveries.headersWith(webhook, "X-Codeup-Token", "wrong"))
                        .statusCode());
        return CountingProvider.lookups.get();
    }

    /** Counts credentials look-ups. */
    @TestExtension
    public static class CountingProvider extends CredentialsProvider {

        static final AtomicInteger lookups = new AtomicInteger();

        @Override
        public <C extends Credentials> List<C> getCredentialsInItemGroup(
                Class<C> type, ItemGroup group, Authentication user, List<DomainRequirement> requirements) {
            lookups.incrementAndGet();
            return List.of();
        }
    }

    @Test
    void areAnsweredBeforeTheirBodyIsRead() throws Exception {
        for (String type : List.of("application/json", "application/x-www-form-urlencoded")) {
            try (Socket socket = new Socket("localhost", jenkins.getURL().getPort())) {
                socket.setSoTimeout(20_000);
                String head = "POST " + jenkins.getURL().getPath() + webhook.url("")
                        + " HTTP/1.1\r\nHost: localhost\r\n" + "Content-Type: " + type
                        + "\r\nX-Codeup-Token: wrong\r\nContent-Length: 1000000\r\n\r\n";
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                InputStream answer = socket.getInputStream();
                assertEquals("HTTP/1.1 403", new String(answer.readNBytes(12), StandardCharsets.US_ASCII), type);
            }
        }
    }

    @Test
    void areCountedAndNotLogged() throws Exception {
        long before = DeliveryCounts.get().of("rejected");
        LogRecorder log = new LogRecorder().record("", Level.INFO).capture(1_000);
        for (int i = 0; i < 100; i++) {
            Deliveries.post(webhook.url(""), PUSH, Deliveries.headersWith(webhook, "X-Codeup-Token", "made-up-token"));
            Deliveries.post(UNKNOWN, PUSH, Map.of());
        }
        List<String> logged =
                log.getRecords().stream().map(LogRecord::getMessage).toList();
        assertTrue(logged.size() < 5, logged::toString);
        assertEquals(before + 200, DeliveryCounts.get().of("rejected"));
        try (JenkinsRule.WebClient client = jenkins.createWebClient().withJavaScriptEnabled(false)) {
            String system = client.goTo("manage/configure").asNormalizedText();
            assertTrue(system.contains("rejected " + (before + 200)), system);
            String page = client.goTo("job/job/codeup-deliveries").asNormalizedText();
            assertTrue(page.contains("100 deliveries were rejected (missing or wrong secret)"), page);
            assertFalse(page.contains("made-up-token"), "nothing of the requests is shown");
        }
    }
}
