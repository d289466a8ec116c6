package io.jenkins.plugins.codeup.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.ExtensionList;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.jenkins.Heap;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import io.jenkins.plugins.codeup.trigger.CodeupTriggerTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Damaged requests cause no server error, do not fill the log and leave nothing in memory; nor do deliveries by somebody
 * who knows the secret and means harm, which hold up no other job either. {@code -Dfuzz.full=true} sends as many as the
 * requirements say.
 */
class EndpointFuzzTest {

    private static final boolean FULL = Boolean.getBoolean("fuzz.full");
    private static final int BY_HTTP = FULL ? 3_000 : 300;
    private static final int IN_ALL = FULL ? 100_000 : 10_000;
    private static final int HOSTILE = FULL ? 10_000 : 400;
    /** Deliveries to another job, before and during the hostile ones. */
    private static final int OTHERS = FULL ? 500 : 60;

    private static final long MOST_GROWTH = 16L << 20;
    /** A person does not notice it, and Codeup's time-out, which no document tells, is certainly longer. */
    private static final long FLOOR_MILLIS = 100;

    private static final double MOST_RATIO = 2;

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.unconnected();

    private final Random random = new Random(7);
    private final Set<Integer> statuses = new TreeSet<>();
    private final AtomicInteger logged = new AtomicInteger();
    private final Handler counter = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.INFO.intValue()) {
                logged.incrementAndGet();
            }
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };
    private FreeStyleProject job;
    private ItemWebhook webhook;

    @BeforeEach
    void listen() throws Exception {
        job = codeup.jenkins().createFreeStyleProject("job");
        CodeupTrigger trigger = CodeupTriggerTest.everything();
        trigger.setBranches("no-such-branch");
        trigger.setTags("no-such-tag");
        trigger.setNotePattern("(a+)+b");
        job.addTrigger(trigger);
        webhook = codeup.deliverTo(job);
        Logger.getLogger("").addHandler(counter);
    }

    @AfterEach
    void stop() throws Exception {
        Logger.getLogger("").removeHandler(counter);
    }

    @Test
    void damagedRequestsByHttp() throws Exception {
        for (int i = 0; i < BY_HTTP; i++) {
            FuzzedRequest request = FuzzedRequest.of(webhook, random);
            int status = Deliveries.request(request.method(), request.path(), request.body(), request.headers())
                    .statusCode();
            assertTrue(status < 500, "request " + i + ": " + status);
            statuses.add(status);
        }
        assertQuiet(200, 202, 400, 403, 405);
    }

    /** Calls the endpoint directly: so many requests by HTTP would take minutes. */
    @Test
    void damagedRequestsToTheEndpoint() throws Exception {
        WebhookEndpoint endpoint = ExtensionList.lookupSingleton(WebhookEndpoint.class);
        long after = 0;
        for (int i = 0; i < IN_ALL; i++) {
            int status = FuzzedRequest.of(webhook, random).sendTo(endpoint);
            boolean full = status == 503 && i % 1_000 != 0;
            if (full || i % 1_000 == 0) {
                DeliveryQueue.get().awaitIdle();
            }
            assertTrue(full || status < 500, "request " + i + ": " + status);
            statuses.add(status);
            if (i == IN_ALL / 2) {
                after = usedHeap();
            }
        }
        assertQuiet(200, 202, 400, 403, 405, 413);
        long growth = usedHeap() - after;
        assertTrue(growth < MOST_GROWTH, "heap grew by " + growth);
    }

    /**
     * What the other job's deliveries take, from the request to the answer and to the decision, is compared with what they
     * take beside harmless deliveries, as many, as large, and sent the same way: sender and Jenkins share the machine. Less
     * than {@value #FLOOR_MILLIS} ms is no harm whatever the ratio.
     */
    @Test
    void hostileDeliveriesHoldUpNoOtherJob() throws Exception {
        CodeupTrigger trigger = CodeupTrigger.of(job);
        trigger.setBranches("main, regex:(a|aa)+\\1b");
        trigger.setPaths("regex:(a+)+\\1b");
        ItemWebhook others = quietJob("other");
        ItemWebhook ordinary = quietJob("ordinary");
        for (int i = 0; i < OTHERS / 4; i++) {
            probe(others);
        }
        Probes alone = new Probes();
        for (int i = 0; i < OTHERS; i++) {
            alone.add(probe(others));
        }
        Probes beside = new Probes();
        send(0, HOSTILE, ordinary, this::harmless, others, beside);
        Probes during = new Probes();
        send(0, HOSTILE / 2, webhook, this::hostile, others, during);
        long heap = usedHeap();
        send(HOSTILE / 2, HOSTILE, webhook, this::hostile, others, during);
        long growth = usedHeap() - heap;
        System.out.printf(
                "%,d hostile deliveries; p99 of another job's: to the answer %d ms alone, %d ms beside harmless ones of the"
                        + " same size, %d ms beside the hostile ones; to the decision %d, %d, %d ms; %d, %d, %d of them;"
                        + " heap %+,d bytes in the second half%n",
                HOSTILE,
                alone.answer(),
                beside.answer(),
                during.answer(),
                alone.decision(),
                beside.decision(),
                during.decision(),
                alone.answers.size(),
                beside.answers.size(),
                during.answers.size(),
                growth);
        assertTrue(growth < MOST_GROWTH, "heap grew by " + growth);
        assertTrue(during.answers.size() >= 20, "deliveries of the other job: " + during.answers.size());
        assertUnharmed("answer", beside.answer(), during.answer());
        assertUnharmed("decision", beside.decision(), during.decision());
        assertTrue(logged.get() < 20, logged + " lines in the log");
        assertEquals(0, job.getBuilds().size());
        assertTrue(job.getQueueItem() == null, "nothing waits to be built");
    }

    /** A job that builds none of the deliveries. */
    private static ItemWebhook quietJob(String name) throws Exception {
        FreeStyleProject quiet = codeup.jenkins().createFreeStyleProject(name);
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setBranches("no-such-branch");
        quiet.addTrigger(trigger);
        return codeup.deliverTo(quiet);
    }

    private HostileDelivery hostile(int number) {
        return HostileDelivery.of(number, random);
    }

    private HostileDelivery harmless(int number) {
        return HostileDelivery.harmless(hostile(number).body().length, random);
    }

    /** Sends to one job, and meanwhile to another one. */
    private static void send(
            int from,
            int to,
            ItemWebhook one,
            IntFunction<HostileDelivery> deliveries,
            ItemWebhook others,
            Probes probes)
            throws Exception {
        FutureTask<Void> sending = new FutureTask<>(() -> {
            for (int i = from; i < to; i++) {
                if (i % 50 == 0) {
                    DeliveryQueue.get().awaitIdle();
                }
                HostileDelivery delivery = deliveries.apply(i);
                int status =
                        Deliveries.send(one, delivery.event(), delivery.body()).statusCode();
                assertTrue(status < 500, "delivery " + i + ": " + status);
            }
            return null;
        });
        new Thread(sending, "sender").start();
        while (!sending.isDone()) {
            probes.add(probe(others));
        }
        sending.get();
    }

    private static void assertUnharmed(String what, long beside, long during) {
        double ratio = (double) during / Math.max(beside, FLOOR_MILLIS);
        assertTrue(
                ratio <= MOST_RATIO,
                "p99 to the " + what + ": " + beside + " ms beside harmless ones, " + during
                        + " ms beside hostile ones");
    }

    /**
     * Times in milliseconds.
     *
     * @param answer until the request was answered
     * @param decision until the page of the job shows the decision
     */
    private record Probe(long answer, long decision) {}

    private static final class Probes {

        private final List<Long> answers = new ArrayList<>();
        private final List<Long> decisions = new ArrayList<>();

        void add(Probe probe) {
            answers.add(probe.answer());
            decisions.add(probe.decision());
        }

        long answer() {
            return p99(answers);
        }

        long decision() {
            return p99(decisions);
        }

        private static long p99(List<Long> times) {
            List<Long> sorted = times.stream().sorted().toList();
            return sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * 0.99) - 1));
        }
    }

    private static Probe probe(ItemWebhook to) throws Exception {
        DeliveryLog log = DeliveryLog.of(to.id());
        String before = log.lines().isEmpty() ? "" : log.lines().get(0).id();
        long begun = System.nanoTime();
        int status = Deliveries.fixture(to, "Push Hook", "push.json").statusCode();
        long answered = System.nanoTime();
        assertEquals(202, status);
        Await.until("the decision", () -> {
            List<DeliveryLog.Line> lines = log.lines();
            return !lines.isEmpty()
                    && !lines.get(0).id().equals(before)
                    && lines.get(0).state() == DeliveryLog.State.DECIDED;
        });
        return new Probe((answered - begun) / 1_000_000, (System.nanoTime() - begun) / 1_000_000);
    }

    /**
     * @param expected the statuses that so many requests must have been answered with
     */
    private void assertQuiet(Integer... expected) throws Exception {
        DeliveryQueue.get().awaitIdle();
        assertTrue(statuses.containsAll(Set.of(expected)), "every answer was given: " + statuses);
        assertTrue(logged.get() < 20, logged + " lines in the log");
        assertEquals(0, job.getBuilds().size());
        assertTrue(job.getQueueItem() == null, "nothing waits to be built");
    }

    private static long usedHeap() throws Exception {
        DeliveryQueue.get().awaitIdle();
        return Heap.liveBytes();
    }
}
