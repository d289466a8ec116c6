package io.jenkins.plugins.codeup.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Item;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryReader;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.jenkins.JenkinsSessions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/** Several threads process deliveries: an item holds up no other one, and its own deliveries keep their order. */
class DeliveryWorkersTest {

    @RegisterExtension
    private final JenkinsSessions sessions = new JenkinsSessions();

    private final Map<String, ItemWebhook> webhooks = new LinkedHashMap<>();

    @BeforeEach
    void begin() {
        Handler.begin();
    }

    @Test
    @FieldCase("B29")
    void aDecisionThatTakesLongHoldsUpNoOtherItem() throws Throwable {
        sessions.then(jenkins -> {
            items(jenkins, "slow", "other");
            try {
                send("slow", "1");
                send("slow", "2");
                Await.until("the first is being processed", () -> Handler.busy.contains("slow"));
                send("other", "1");
                Await.until("the other item's delivery is processed", () -> Handler.has("other", 1));
                assertEquals(List.of(), Handler.of("slow"), "still at its first");
            } finally {
                Handler.release.countDown();
            }
            DeliveryQueue.get().awaitIdle();
            assertEquals(List.of("1", "2"), Handler.of("slow"));
        });
    }

    @Test
    void manyDeliveriesToOneItemUseOneThread() throws Throwable {
        sessions.then(jenkins -> {
            items(jenkins, "slow", "slow too", "other");
            try {
                for (String number : List.of("1", "2", "3", "4", "5", "6", "7", "8")) {
                    send("slow", number);
                    send("slow too", number);
                }
                Await.until("two items are processed", () -> Handler.busy.size() == 2);
                send("other", "1");
                Await.until("the other item's delivery is processed", () -> Handler.has("other", 1));
            } finally {
                Handler.release.countDown();
            }
            DeliveryQueue.get().awaitIdle();
            assertEquals(8, Handler.of("slow").size());
            assertEquals(Set.of(), Handler.violations);
        });
    }

    /** From senders of several items at once, in groups of all sizes. */
    @Test
    void theDeliveriesOfEachItemKeepTheirOrderAndNoneIsProcessedByTwoThreadsAtOnce() throws Throwable {
        int each = 300;
        sessions.then(jenkins -> {
            String[] names = IntStream.range(0, 7).mapToObj(i -> "item " + i).toArray(String[]::new);
            items(jenkins, names);
            ExecutorService senders = Executors.newFixedThreadPool(names.length);
            List<Future<?>> sent = new ArrayList<>();
            for (String name : names) {
                sent.add(senders.submit(() -> {
                    for (int number = 0; number < each; number++) {
                        send(name, "" + number);
                    }
                    return null;
                }));
            }
            senders.shutdown();
            for (Future<?> one : sent) {
                one.get();
            }
            DeliveryQueue.get().awaitIdle();
            List<String> inOrder =
                    IntStream.range(0, each).mapToObj(Integer::toString).toList();
            for (String name : names) {
                assertEquals(inOrder, Handler.of(name));
            }
            assertEquals(Set.of(), Handler.violations);
            assertTrue(Handler.mostAtOnce > 1, "several threads");
            assertTrue(Handler.mostAtOnce <= DeliveryWorkers.MAX_THREADS, Handler.mostAtOnce + " at once");
        });
    }

    @Test
    void anErrorOfTheJvmLeavesNoThreadAndNoItemBusy() throws Throwable {
        sessions.then(jenkins -> {
            items(jenkins, "single", "other");
            for (int i = 0; i < 2 * DeliveryWorkers.MAX_THREADS; i++) {
                send("single", "error");
            }
            send("single", "good");
            send("other", "good");
            Await.until("both items go on", () -> Handler.has("single", 1) && Handler.has("other", 1));
        });
    }

    @Test
    void whenJenkinsStopsTheGroupsOfAllThreadsEnd() throws Throwable {
        sessions.then(jenkins -> {
            items(jenkins, "brief", "brief too");
            send("brief", "1");
            send("brief too", "1");
            Await.until("both are processed", () -> Handler.busy.size() == 2);
        });
        assertEquals(List.of("1"), Handler.of("brief"));
        assertEquals(List.of("1"), Handler.of("brief too"));
        sessions.then(jenkins -> {
            DeliveryQueue.get().awaitIdle();
            assertEquals(1, Handler.of("brief").size(), "nothing is repeated");
            assertEquals(1, Handler.of("brief too").size(), "nothing is repeated");
        });
    }

    private void items(JenkinsRule jenkins, String... names) throws Exception {
        for (String name : names) {
            webhooks.put(name, ItemWebhook.of(jenkins.createFreeStyleProject(name)));
        }
    }

    /** Accepted without a request, which would take most of the time. */
    private void send(String item, String branch) throws Exception {
        byte[] body = Fixtures.text("push.json")
                .replace("refs/heads/main", "refs/heads/" + branch)
                .getBytes(StandardCharsets.UTF_8);
        Delivery delivery = DeliveryReader.read("Push Hook", body);
        assertEquals(
                DeliveryIntake.Outcome.ACCEPTED,
                DeliveryQueue.get().offer(webhooks.get(item).id(), null, "Push Hook", body, delivery));
    }

    /** Notes what it gets. Items named "slow" wait for a signal, "brief" ones take some time, "single" ones have room for one. */
    @TestExtension
    public static class Handler implements DeliveryHandler {

        static final Map<String, List<String>> processed = new ConcurrentHashMap<>();
        static final Set<String> busy = Collections.synchronizedSet(new HashSet<>());
        /** Items that two threads processed at once. */
        static final Set<String> violations = ConcurrentHashMap.newKeySet();

        static CountDownLatch release = new CountDownLatch(1);
        static int mostAtOnce;

        static void begin() {
            processed.clear();
            busy.clear();
            violations.clear();
            release = new CountDownLatch(1);
            mostAtOnce = 0;
        }

        static List<String> of(String item) {
            return processed.getOrDefault(item, List.of());
        }

        static boolean has(String item, int count) {
            return of(item).size() == count;
        }

        @Override
        public boolean serves(Item item) {
            return true;
        }

        @Override
        public int room(Item item) {
            return ThreadLocalRandom.current().nextInt(0, item.getName().startsWith("single") ? 2 : 9);
        }

        @Override
        public void deliver(Item item, List<AcceptedDelivery> deliveries) {
            String name = item.getName();
            if (!busy.add(name)) {
                violations.add(name);
            }
            synchronized (busy) {
                mostAtOnce = Math.max(mostAtOnce, busy.size());
            }
            try {
                pause(name);
                for (AcceptedDelivery accepted : deliveries) {
                    String branch = accepted.delivery().branch();
                    if (branch.equals("error")) {
                        throw new AssertionError("a test's, stands for one of the JVM");
                    }
                    processed
                            .computeIfAbsent(name, key -> Collections.synchronizedList(new ArrayList<>()))
                            .add(branch);
                    accepted.decided(new DeliveryQueueTest.NonLocalizable("ok"));
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                busy.remove(name);
            }
        }

        private static void pause(String name) throws InterruptedException {
            if (name.startsWith("slow")) {
                release.await();
            } else if (name.startsWith("brief")) {
                Thread.sleep(500);
            } else {
                Thread.sleep(new Random().nextInt(3));
            }
        }
    }
}
