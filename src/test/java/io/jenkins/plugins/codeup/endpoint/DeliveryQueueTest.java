package io.jenkins.plugins.codeup.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.ExtensionList;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.jenkins.JenkinsSessions;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.ConsoleHandler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.localizer.Localizable;

/** Failing handlers and a broken disk do not stop the queue. */
class DeliveryQueueTest {

    private static final int WAITING = 20_000;

    @RegisterExtension
    private final JenkinsSessions sessions = new JenkinsSessions();

    private ItemWebhook webhook;

    @Test
    @FieldCase({"B5", "J21"})
    void aDeliveryThatFailsDoesNotPreventTheOthers() throws Throwable {
        sessions.then(jenkins -> {
            webhook = job(jenkins, "one by one");
            List<String> good = new ArrayList<>();
            for (int i = 0; i < 199; i++) {
                good.add("good" + i);
                push("good" + i);
                if (i == 197) {
                    push("bad");
                }
            }
            DeliveryQueue.get().awaitIdle();
            assertEquals(good, Handler.processed);
            List<String> results = results();
            assertTrue(results.get(1).startsWith("Failed: java.lang.IllegalStateException"), results::toString);
            assertEquals(List.of("ok", "ok"), List.of(results.get(0), results.get(2)));
        });
    }

    @Test
    @FieldCase("B5")
    void aHandlerThatFailsIsShownAndTheNextDeliveriesAreProcessed() throws Throwable {
        sessions.then(jenkins -> {
            webhook = job(jenkins, "group");
            for (String branch : List.of("bad", "error", "good")) {
                push(branch);
                DeliveryQueue.get().awaitIdle();
            }
            assertEquals(List.of("good"), Handler.processed);
            List<String> results = results();
            assertEquals("ok", results.get(0));
            assertTrue(results.get(1).startsWith("Failed: java.lang.NoClassDefFoundError"), results::toString);
            assertTrue(results.get(2).startsWith("Failed: java.lang.IllegalStateException"), results::toString);
        });
    }

    @Test
    @FieldCase("B12")
    void anItemWhoseRoomIsUnknownStillGetsItsDeliveries() throws Throwable {
        sessions.then(jenkins -> {
            webhook = job(jenkins, "no room");
            push("good");
            DeliveryQueue.get().awaitIdle();
            assertEquals(List.of("good"), Handler.processed);
        });
    }

    @Test
    void whatCannotBeStoredIsNotAcceptedAndAnAdministratorIsTold() throws Throwable {
        sessions.then(jenkins -> {
            webhook = job(jenkins, "group");
            JournalMonitor monitor =
                    jenkins.jenkins.getExtensionList(JournalMonitor.class).get(0);
            assertFalse(monitor.isActivated());
            Path directory = jenkins.jenkins.getRootDir().toPath().resolve(DeliveryQueue.DIRECTORY);
            Files.writeString(directory, "no directory can be here");
            HttpResponse<String> answer = send("good");
            assertEquals(503, answer.statusCode());
            assertTrue(answer.body().contains("\"not stored\""), answer.body());
            assertTrue(monitor.isActivated());
            assertTrue(jenkins.createWebClient()
                    .withJavaScriptEnabled(false)
                    .goTo("manage")
                    .asNormalizedText()
                    .contains("Jenkins does not accept deliveries from Codeup"));
            Files.delete(directory);
            assertEquals(202, send("good").statusCode());
            assertFalse(monitor.isActivated());
            DeliveryQueue.get().awaitIdle();
            assertEquals(List.of("good"), Handler.processed);
        });
    }

    @Test
    void aDamagedRecordIsShownToAnAdministratorAndTheOthersAreProcessed() throws Throwable {
        sessions.then(jenkins -> webhook = job(jenkins, "no trigger"));
        Path directory = sessions.getHome().toPath().resolve(DeliveryQueue.DIRECTORY);
        byte[] body = Fixtures.bytes("push.json");
        try (Journal journal = new Journal(directory, Duration.ZERO, "test")) {
            for (int i = 0; i < 3; i++) {
                journal.add("", StoredDelivery.write(webhook.id(), "Push Hook", body))
                        .get();
            }
        }
        Path file = directory.resolve("0000000001.journal");
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);
        sessions.then(jenkins -> {
            Deliveries.awaitIdle();
            assertEquals(2, Handler.processed.size());
            JournalMonitor monitor = JournalMonitor.get();
            assertTrue(monitor.isActivated());
            assertEquals(List.of(), monitor.getFailures());
            assertTrue(
                    monitor.getDamages().get(0).startsWith("1 record of codeup-journal"),
                    monitor.getDamages().get(0));
            monitor.doDismiss();
            assertFalse(monitor.isActivated());
        });
    }

    @Test
    void whileAJobIsRenamedItsDeliveriesWaitAndNewOnesGet503() throws Throwable {
        sessions.then(jenkins -> {
            webhook = job(jenkins, "full");
            push("before");
            List<Integer> meanwhile = new ArrayList<>();
            ExtensionList.lookup(ItemListener.class).add(new ItemListener() {
                @Override
                public void onRenamed(Item item, String oldName, String newName) {
                    // Jenkins has moved it, and tells all listeners of that only after this
                    try {
                        meanwhile.add(send("meanwhile").statusCode());
                        Thread.sleep(1_000);
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }
            });
            jenkins.jenkins.getItemByFullName("full", FreeStyleProject.class).renameTo("group");
            push("after");
            DeliveryQueue.get().awaitIdle();
            assertEquals(List.of(503), meanwhile);
            assertEquals(List.of("before", "after"), Handler.processed);
        });
    }

    @Test
    void aDeliveryThatCannotBeReadNowIsProcessedWhenItCanBe() throws Throwable {
        sessions.then(jenkins -> {
            webhook = job(jenkins, "group");
            push("first");
            DeliveryQueue.get().awaitIdle();
            Path directory = jenkins.jenkins.getRootDir().toPath().resolve(DeliveryQueue.DIRECTORY);
            // the journal writes to a file that was prepared, and begins no other
            Await.until("a prepared file", () -> Files.exists(directory.resolve("0000000002.journal")));
            push("then");
            DeliveryQueue.get().awaitIdle();
            Await.until("the next one", () -> Files.exists(directory.resolve("0000000003.journal")));
            Path away = directory.resolveSibling("away");
            Files.move(directory, away);
            push("second");
            DeliveryQueue.get().awaitIdle();
            assertEquals(List.of("first", "then"), Handler.processed);
            assertTrue(
                    results().get(0).startsWith("Can't be read from the disk now"),
                    () -> results().get(0));
            Files.move(away, directory);
            DeliveryQueue.get().scheduledBefore(Long.MAX_VALUE).forEach(one -> one.setScheduledAt(0));
            new DeliveryRecovery.LostBuilds().doRun();
            DeliveryQueue.get().awaitIdle();
            assertEquals(List.of("first", "then", "second"), Handler.processed);
            DeliveryLog.Line line = DeliveryLog.of(webhook.id()).lines().get(0);
            assertEquals(List.of("push", "second", "ok"), List.of(line.event(), line.ref(), line.getResult()));
        });
    }

    /** Prints the time that they add to the start. */
    @Test
    void twentyThousandWaitingDeliveriesDelayTheStartByLessThanTwoSeconds() throws Throwable {
        sessions.then(jenkins -> webhook = job(jenkins, "full"));
        byte[] body = Fixtures.bytes("push.json");
        Path directory = sessions.getHome().toPath().resolve(DeliveryQueue.DIRECTORY);
        try (Journal journal = new Journal(directory, Duration.ZERO, "test")) {
            List<CompletableFuture<Long>> added = IntStream.range(0, WAITING)
                    .mapToObj(i ->
                            journal.add(webhook.id() + " " + i, StoredDelivery.write(webhook.id(), "Push Hook", body)))
                    .toList();
            CompletableFuture.allOf(added.toArray(CompletableFuture[]::new)).get();
        }
        List<Long> millis = new CopyOnWriteArrayList<>();
        java.util.logging.Handler log = new ConsoleHandler() {
            @Override
            public void publish(LogRecord entry) {
                millis.add((Long) entry.getParameters()[2]);
            }
        };
        Logger logger = Logger.getLogger(DeliveryRecovery.class.getName());
        logger.addHandler(log);
        try {
            sessions.then(jenkins -> {
                DeliveryQueue queue = DeliveryQueue.get();
                Await.until("known what waits", queue::isReady);
                assertEquals(WAITING, queue.openIds().size());
                assertEquals(50, DeliveryLog.of(webhook.id()).lines().size());
            });
        } finally {
            logger.removeHandler(log);
        }
        System.out.printf("%,d waiting deliveries add %,d ms to the start%n", WAITING, millis.get(0));
        // 2,000 on a machine that does nothing else
        assertTrue(millis.get(0) < 10_000, millis.toString());
    }

    private static ItemWebhook job(JenkinsRule jenkins, String name) throws Exception {
        Handler.processed.clear();
        FreeStyleProject job = jenkins.createFreeStyleProject(name);
        return ItemWebhook.of(job);
    }

    private void push(String branch) throws Exception {
        assertEquals(202, send(branch).statusCode());
    }

    private HttpResponse<String> send(String branch) throws Exception {
        String push = Fixtures.text("push.json").replace("refs/heads/main", "refs/heads/" + branch);
        return Deliveries.send(webhook, "Push Hook", push);
    }

    /** Newest first. */
    private List<String> results() {
        return DeliveryLog.of(webhook.id()).lines().stream()
                .map(DeliveryLog.Line::getResult)
                .toList();
    }

    /** Fails for some branches: within a delivery, or as a whole. */
    @TestExtension
    public static class Handler implements DeliveryHandler {

        static final List<String> processed = Collections.synchronizedList(new ArrayList<>());

        @Override
        public boolean serves(Item item) {
            return true;
        }

        @Override
        public int room(Item item) {
            if (item.getName().equals("no room")) {
                throw new IllegalStateException("test");
            }
            if (item.getName().equals("full")) {
                return 0;
            }
            return 200;
        }

        @Override
        public void deliver(Item item, List<AcceptedDelivery> deliveries) {
            for (AcceptedDelivery accepted : deliveries) {
                Localizable result = item.getName().equals("one by one")
                        ? accepted.orFail(() -> process(accepted.delivery()))
                        : process(accepted.delivery());
                if (result != null) {
                    accepted.decided(result);
                }
            }
        }

        private static Localizable process(Delivery delivery) {
            switch (delivery.branch()) {
                case "bad" -> throw new IllegalStateException("test");
                case "error" -> throw new NoClassDefFoundError("test");
                default -> processed.add(delivery.branch());
            }
            return new NonLocalizable("ok");
        }
    }

    /** The same text in all languages. */
    static final class NonLocalizable extends Localizable {

        private static final long serialVersionUID = 1;
        private final String text;

        NonLocalizable(String text) {
            super(null, text);
            this.text = text;
        }

        @Override
        public String toString(Locale locale) {
            return text;
        }
    }
}
