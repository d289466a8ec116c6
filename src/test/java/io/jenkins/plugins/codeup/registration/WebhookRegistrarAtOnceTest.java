package io.jenkins.plugins.codeup.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.api.CodeupClient;
import io.jenkins.plugins.codeup.api.SecretValue;
import io.jenkins.plugins.codeup.api.WebhookSpec;
import io.jenkins.plugins.codeup.api.aliyun.SignatureMethod;
import io.jenkins.plugins.codeup.registration.Registration.Outcome;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.SimulatedHook;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many callers want the same hook at the same moment; once all have returned there is exactly one. */
@Timeout(30)
class WebhookRegistrarAtOnceTest {

    private static final int CALLERS = 24;
    private static final String URL = "https://ci.example.com/codeup-webhook/1";
    private static final WebhookSpec WANTED = WebhookSpec.to(URL).withSecretToken(SecretValue.of("s3cret"));

    @AutoClose
    private final CodeupSimulator simulator = TestCodeup.start().withLatency(Duration.ofMillis(5));

    private final ExecutorService threads = Executors.newFixedThreadPool(CALLERS);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void threadsOfOneControllerMakeOneHookWithOneWrite() throws Exception {
        CodeupClient shared = TestCodeup.client(simulator);
        List<Registration> registrations = ensureAtOnce(caller -> shared);
        assertOneHook(registrations);
        assertEquals(1, simulator.requests("AddWebhook").size());
        assertEquals(
                1,
                registrations.stream()
                        .filter(registration -> registration.outcome() == Outcome.CREATED)
                        .count());
    }

    @RepeatedTest(5)
    void controllersThatKnowNothingOfEachOtherMakeOneHook() throws Exception {
        ensureAtOnce(this::clientOfAnotherController);
        assertOneHook(List.of());
        assertTrue(simulator.requests("AddWebhook").size() > 1, "they did meet");
    }

    @RepeatedTest(5)
    void controllersThatUpdateAHookAtOnceLeaveOneHook() throws Exception {
        simulator.addHook(TestCodeup.REPOSITORY, HookSettings.to(URL));
        ensureAtOnce(this::clientOfAnotherController);
        assertOneHook(List.of());
    }

    private List<Registration> ensureAtOnce(IntFunction<CodeupClient> clients) throws Exception {
        CyclicBarrier start = new CyclicBarrier(CALLERS);
        List<Future<Registration>> running = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            CodeupClient client = clients.apply(caller);
            running.add(threads.submit(() -> {
                start.await();
                return new WebhookRegistrar(client).ensure(TestCodeup.REPOSITORY, WANTED);
            }));
        }
        List<Registration> registrations = new ArrayList<>();
        for (Future<Registration> one : running) {
            registrations.add(one.get(20, TimeUnit.SECONDS));
        }
        return registrations;
    }

    /** Threads of one controller line up by the repository's URL; these all have another name for the same server. */
    private CodeupClient clientOfAnotherController(int caller) {
        URI endpoint = URI.create("http://caller-" + caller + "@127.0.0.1:" + simulator.endpoint().getPort());
        return TestCodeup.client(endpoint, TestCodeup.KEY, SignatureMethod.ROA, Duration.ofSeconds(10));
    }

    private void assertOneHook(List<Registration> registrations) {
        List<SimulatedHook> hooks = simulator.hooks(TestCodeup.REPOSITORY);
        assertEquals(1, hooks.size(), hooks.toString());
        assertEquals("s3cret", hooks.get(0).settings().secretToken());
        registrations.forEach(
                registration -> assertEquals(hooks.get(0).id(), registration.webhook().id()));
    }
}
