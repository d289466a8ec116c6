package io.jenkins.plugins.codeup.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.FlakyNetwork;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.SimulatedHook;
import io.jenkins.plugins.codeup.webhook.ReconcileResult.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Many callers desire the same webhook at the same moment; when all have returned, there is exactly one. */
@Timeout(30)
class WebhookReconcilerAtOnceTest {

    private static final int THREADS = 64;
    private static final int CONTROLLERS = 16;
    private static final String URL = "https://ci.example.com/codeup-webhook/1";
    private static final DesiredWebhook DESIRED = DesiredWebhook.to(URL).withSecretToken(SecretValue.of("s3cret"));

    @AutoClose
    private final CodeupSimulator simulator = Door.start().withLatency(Duration.ofMillis(5));

    private final List<FlakyNetwork> networks = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void stop() {
        networks.forEach(FlakyNetwork::close);
        threads.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void threadsOfOneControllerCreateOneWebhookWithOneWrite(Door door) throws Exception {
        CodeupClient shared = door.client(simulator);
        List<ReconcileResult> results = reconcileAtOnce(THREADS, caller -> shared);
        assertOneHook(results);
        assertEquals(1, simulator.requests(door.create).size());
        assertEquals(THREADS + 1, simulator.requests(door.list).size());
        assertEquals(
                1,
                results.stream()
                        .filter(result -> result.outcome() == Outcome.CREATED)
                        .count());
    }

    static Stream<Door> eachDoorAFewTimes() {
        return Stream.of(Door.values())
                .flatMap(door -> Stream.generate(() -> door).limit(3));
    }

    @ParameterizedTest
    @MethodSource("eachDoorAFewTimes")
    void controllersThatKnowNothingOfEachOtherMakeOneHook(Door door) throws Exception {
        simulator.withLatency(Duration.ofMillis(50)); // longer than it takes to start them all
        reconcileAtOnce(CONTROLLERS, caller -> clientOfAnotherController(door));
        assertOneHook(List.of());
        assertTrue(simulator.requests(door.create).size() > 1, "they did meet");
    }

    @ParameterizedTest
    @MethodSource("eachDoorAFewTimes")
    void controllersThatUpdateAHookAtOnceLeaveOneHook(Door door) throws Exception {
        simulator.addHook(TestCodeup.REPOSITORY, HookSettings.to(URL));
        reconcileAtOnce(CONTROLLERS, caller -> clientOfAnotherController(door));
        assertOneHook(List.of());
    }

    private List<ReconcileResult> reconcileAtOnce(int callers, IntFunction<CodeupClient> clients) throws Exception {
        CyclicBarrier start = new CyclicBarrier(callers);
        List<Future<ReconcileResult>> running = new ArrayList<>();
        for (int caller = 0; caller < callers; caller++) {
            CodeupClient client = clients.apply(caller);
            running.add(threads.submit(() -> {
                start.await();
                return new WebhookReconciler(client).reconcile(TestCodeup.REPOSITORY, DESIRED);
            }));
        }
        List<ReconcileResult> results = new ArrayList<>();
        for (Future<ReconcileResult> one : running) {
            results.add(one.get(20, TimeUnit.SECONDS));
        }
        return results;
    }

    /** Threads of one controller wait for each other by the repository's URL; each of these has a port of its own. */
    private CodeupClient clientOfAnotherController(Door door) {
        FlakyNetwork network = new FlakyNetwork(simulator.endpoint());
        networks.add(network);
        return door.client(network.endpoint(), Door.impatient());
    }

    private void assertOneHook(List<ReconcileResult> results) {
        List<SimulatedHook> hooks = simulator.hooks(TestCodeup.REPOSITORY);
        assertEquals(1, hooks.size(), hooks.toString());
        assertEquals("s3cret", hooks.get(0).settings().secretToken());
        results.forEach(
                result -> assertEquals(hooks.get(0).id(), result.webhook().id()));
    }
}
