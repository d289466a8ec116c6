package io.jenkins.plugins.codeup.webhook;

import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.http.CallLimit;
import io.jenkins.plugins.codeup.client.http.HttpTransport;
import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.http.SentRequest;
import io.jenkins.plugins.codeup.webhook.ReconcileResult.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/** Many concurrent builds, each of which reconciles the webhook of its own repository, over one connection. */
public final class ManyRepositories implements AutoCloseable {

    private static final long FIRST = 2_000_000;
    private static final int BUILDS_AT_ONCE = 64;

    private final int count;
    private final CodeupSimulator simulator;
    private final CodeupClient client;
    private final AtomicInteger calls = new AtomicInteger();
    private final ExecutorService builds = Executors.newFixedThreadPool(BUILDS_AT_ONCE);

    /**
     * @param count how many repositories
     * @param latency of each call
     * @param maxConcurrentCalls the connection's limit
     */
    public ManyRepositories(Door door, int count, Duration latency, int maxConcurrentCalls) {
        this.count = count;
        simulator = Door.start();
        repositories().forEach(id -> simulator.withRepository(id, "team/app-" + id));
        simulator.withLatency(latency);
        HttpTransport transport = new HttpTransport(TestCodeup.HTTP, simulator.endpoint(), Duration.ofSeconds(20))
                .withLimit(new CallLimit(maxConcurrentCalls));
        client = door.client(SentRequest.watched(transport, request -> calls.incrementAndGet()), RetryPolicy.DEFAULT);
    }

    /**
     * Result of one round.
     *
     * @param calls all calls that were made
     * @param mostAtOnce the maximum of concurrent calls, as the server saw it
     */
    public record Round(List<Outcome> outcomes, int calls, int mostAtOnce, Duration time) {}

    /** Reconciles the webhook of each repository. */
    public Round reconcileAll() throws Exception {
        calls.set(0);
        long begun = System.nanoTime();
        WebhookReconciler reconciler = new WebhookReconciler(client);
        List<Future<Outcome>> running = new ArrayList<>();
        repositories()
                .forEach(id -> running.add(
                        builds.submit(() -> reconciler.reconcile(id, wanted(id)).outcome())));
        List<Outcome> outcomes = new ArrayList<>();
        for (Future<Outcome> one : running) {
            outcomes.add(one.get());
        }
        return new Round(outcomes, calls.get(), simulator.mostAtOnce(), Duration.ofNanos(System.nanoTime() - begun));
    }

    /** How many repositories have exactly one webhook. */
    public long withOneHook() {
        return repositories().filter(id -> simulator.hooks(id).size() == 1).count();
    }

    private LongStream repositories() {
        return LongStream.range(FIRST, FIRST + count);
    }

    private static DesiredWebhook wanted(long id) {
        return DesiredWebhook.to("https://ci.example.com/codeup-webhook/" + id);
    }

    @Override
    public void close() {
        builds.shutdownNow();
        simulator.close();
    }
}
