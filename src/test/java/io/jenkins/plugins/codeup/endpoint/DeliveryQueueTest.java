package io.jenkins.plugins.codeup.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;
import org.jvnet.localizer.Localizable;

/** Failing handlers do not stop the queue, and what a shutdown stored is read once. */
class DeliveryQueueTest {

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private ItemWebhook webhook;

    @Test
    void aDeliveryThatFailsDoesNotPreventTheOthers() throws Throwable {
        sessions.then(jenkins -> {
            webhook = job(jenkins, "one by one");
            push("good1");
            push("bad");
            push("good2");
            DeliveryQueue.get().awaitIdle();
            assertEquals(List.of("good1", "good2"), Handler.processed);
            List<String> results = results();
            assertTrue(results.get(1).startsWith("Failed: java.lang.IllegalStateException"), results::toString);
            assertEquals(List.of("ok", "ok"), List.of(results.get(0), results.get(2)));
        });
    }

    @Test
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
    void anItemWhoseRoomIsUnknownStillGetsItsDeliveries() throws Throwable {
        sessions.then(jenkins -> {
            webhook = job(jenkins, "no room");
            push("good");
            DeliveryQueue.get().awaitIdle();
            assertEquals(List.of("good"), Handler.processed);
        });
    }

    @Test
    void anUnreadableFileIsSetAsideAndJenkinsStarts() throws Throwable {
        sessions.then(jenkins -> Files.writeString(file(jenkins), "<codeup-deliveries><acceptedIds"));
        // the shutdown of the session above wrote nothing, as nothing was accepted
        sessions.then(jenkins -> {
            assertFalse(Files.exists(file(jenkins)));
            assertTrue(Files.exists(file(jenkins).resolveSibling("codeup-deliveries.xml.unreadable")));
            webhook = job(jenkins, "group");
            push("good");
            DeliveryQueue.get().awaitIdle();
            assertEquals(List.of("good"), Handler.processed);
        });
        sessions.then(jenkins -> assertFalse(Files.exists(file(jenkins)), "read and deleted"));
    }

    private static Path file(JenkinsRule jenkins) {
        return jenkins.jenkins.getRootDir().toPath().resolve("codeup-deliveries.xml");
    }

    private static ItemWebhook job(JenkinsRule jenkins, String name) throws Exception {
        Handler.processed.clear();
        FreeStyleProject job = jenkins.createFreeStyleProject(name);
        return ItemWebhook.of(job);
    }

    private void push(String branch) throws Exception {
        String push = Fixtures.text("push.json").replace("refs/heads/main", "refs/heads/" + branch);
        assertEquals(202, Deliveries.send(webhook, "Push Hook", push).statusCode());
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
            return 10;
        }

        @Override
        public void deliver(Item item, List<Delivery> deliveries, DeliveryLog log) {
            for (Delivery delivery : deliveries) {
                if (item.getName().equals("one by one")) {
                    log.record(delivery, () -> process(delivery));
                } else {
                    log.add(delivery, process(delivery));
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

    private static final class NonLocalizable extends Localizable {

        private static final long serialVersionUID = 1;
        private final String text;

        NonLocalizable(String text) {
            super(null, text);
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
