package io.jenkins.plugins.codeup.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import hudson.model.FreeStyleProject;
import hudson.model.ItemGroup;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import io.jenkins.plugins.codeup.jenkins.CodeupForJenkins;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.springframework.security.core.Authentication;

/** Whoever does not bring a hook's secret: he learns nothing, costs little, and is counted. */
@WithJenkins
class StrangersTest {

    private static final byte[] PUSH = Fixtures.bytes("push.json");
    private static final String UNKNOWN = ItemWebhook.URL_NAME + "/" + "0".repeat(32);

    private final CodeupForJenkins codeup = new CodeupForJenkins();
    private JenkinsRule jenkins;
    private CodeupTrigger trigger;
    private ItemWebhook hook;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        FreeStyleProject job = jenkins.createFreeStyleProject("job");
        trigger = new CodeupTrigger();
        job.addTrigger(trigger);
        hook = codeup.deliverTo(job);
    }

    @AfterEach
    void stop() throws Exception {
        codeup.close();
    }

    @Test
    void strangersAllGetTheSameAnswer() throws Exception {
        String unknown = ItemWebhook.URL_NAME + "/" + "0".repeat(32);
        List<HttpResponse<String>> answers = new ArrayList<>();
        answers.add(Deliveries.post(unknown, PUSH, Deliveries.headers(hook, "Push Hook")));
        answers.add(
                Deliveries.post(hook.url("").replaceFirst("..$", "00"), PUSH, Deliveries.headers(hook, "Push Hook")));
        answers.add(Deliveries.post(hook.url(""), PUSH, with("X-Codeup-Token", "wrong")));
        answers.add(Deliveries.post(hook.url(""), PUSH, with("X-Codeup-Token", "")));
        answers.add(Deliveries.post(hook.url(""), PUSH, with("X-Codeup-Token", null)));
        answers.add(Deliveries.post(hook.url(""), "broken".getBytes(), with("X-Codeup-Token", "wrong")));
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
    void theSameIsDoneForAllOfThem() throws Exception {
        assertEquals(1, lookups(UNKNOWN), "for an address that no job has");
        assertEquals(1, lookups(hook.url("")), "for a job without credentials");
        codeup.addSecretText(jenkins.jenkins, "own", "a-secret-of-my-own");
        trigger.setSecretCredentialsId("own");
        assertEquals(1, lookups(hook.url("")), "for a job with credentials");
    }

    @Test
    void noSecretOfAnyJobOpensAnAddressThatIsNobodys() throws Exception {
        codeup.addSecretText(jenkins.jenkins, "own", "a-secret-of-my-own");
        trigger.setSecretCredentialsId("own");
        for (String secret : List.of("a-secret-of-my-own", hook.secret().getPlainText())) {
            Map<String, String> headers = with("X-Codeup-Token", secret);
            assertEquals(202, Deliveries.post(hook.url(""), PUSH, headers).statusCode());
            assertEquals(403, Deliveries.post(UNKNOWN, PUSH, headers).statusCode());
        }
    }

    /** The one part of the check whose time depends on how Jenkins is set up. */
    private int lookups(String path) throws Exception {
        CountingProvider.lookups.set(0);
        assertEquals(
                403,
                Deliveries.post(path, PUSH, with("X-Codeup-Token", "wrong")).statusCode());
        return CountingProvider.lookups.get();
    }

    /** Sees each search for credentials. */
    @TestExtension("theSameIsDoneForAllOfThem")
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
    void theyAreAnsweredBeforeTheirBodyIsRead() throws Exception {
        for (String type : List.of("application/json", "application/x-www-form-urlencoded")) {
            try (Socket socket = new Socket("localhost", jenkins.getURL().getPort())) {
                socket.setSoTimeout(20_000);
                String head = "POST " + jenkins.getURL().getPath() + hook.url("") + " HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: " + type + "\r\nX-Codeup-Token: wrong\r\nContent-Length: 1000000\r\n\r\n";
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                InputStream answer = socket.getInputStream();
                assertEquals("HTTP/1.1 403", new String(answer.readNBytes(12), StandardCharsets.US_ASCII), type);
            }
        }
    }

    @Test
    void theyAreCountedAndTheLogSaysNothing() throws Exception {
        LogRecorder log = new LogRecorder().record("", Level.INFO).capture(1_000);
        for (int i = 0; i < 100; i++) {
            Deliveries.post(hook.url(""), PUSH, with("X-Codeup-Token", "wrong"));
            Deliveries.post(UNKNOWN, PUSH, Map.of());
        }
        List<String> said = log.getRecords().stream().map(LogRecord::getMessage).toList();
        assertTrue(said.size() < 5, said::toString);
        assertEquals(200, DeliveryCounts.get().of("refused"));
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            String system = client.goTo("manage/configure").asNormalizedText();
            assertTrue(system.contains("200 without the secret or to no job (403)"), system);
            String page = client.goTo("job/job/codeup-deliveries").asNormalizedText();
            assertTrue(page.contains("they did not bring the secret of this address: 100,"), page);
            assertFalse(page.contains("wrong"), "nothing of what they brought");
        }
    }

    private Map<String, String> with(String name, String value) {
        Map<String, String> headers = Deliveries.headers(hook, "Push Hook");
        headers.remove(name);
        if (value != null) {
            headers.put(name, value);
        }
        return headers;
    }
}
