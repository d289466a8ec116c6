package io.jenkins.plugins.codeup.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import io.jenkins.plugins.codeup.jenkins.JenkinsSessions;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.localizer.Localizable;

/** Failing handlers and a broken disk do not stop the queue. */
class DeliveryQueueTest {

    @RegisterExtension
    private final JenkinsSessions sessions = new JenkinsSessions();

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
            return 10;
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

    private static final class NonLocalizable extends Localizable {

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
