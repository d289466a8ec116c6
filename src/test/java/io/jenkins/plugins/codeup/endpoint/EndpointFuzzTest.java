package io.jenkins.plugins.codeup.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.ExtensionList;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.codeup.jenkins.Heap;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import io.jenkins.plugins.codeup.trigger.CodeupTriggerTest;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Damaged requests cause no server error, do not fill the log and leave nothing in memory. */
class EndpointFuzzTest {

    private static final int BY_HTTP = 3_000;
    private static final int IN_ALL = 100_000;
    private static final long MOST_GROWTH = 16L << 20;

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
        assertQuiet();
    }

    /** Calls the endpoint directly: so many requests by HTTP would take minutes. */
    @Test
    void aHundredThousandDamagedRequestsToTheEndpoint() throws Exception {
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
        assertQuiet();
        long growth = usedHeap() - after;
        assertTrue(growth < MOST_GROWTH, "heap grew by " + growth);
    }

    private void assertQuiet() throws Exception {
        DeliveryQueue.get().awaitIdle();
        assertTrue(statuses.containsAll(Set.of(200, 202, 400, 403, 405, 413)), "every answer was given: " + statuses);
        assertTrue(logged.get() < 20, logged + " lines in the log");
        assertEquals(0, job.getBuilds().size());
        assertTrue(job.getQueueItem() == null, "nothing waits to be built");
    }

    private static long usedHeap() throws Exception {
        DeliveryQueue.get().awaitIdle();
        return Heap.liveBytes();
    }
}
