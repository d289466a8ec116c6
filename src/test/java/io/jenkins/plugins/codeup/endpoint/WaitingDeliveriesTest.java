package io.jenkins.plugins.codeup.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The order in which waiting deliveries of several webhooks are processed. */
class WaitingDeliveriesTest {

    private static final long MILLISECOND = 1_000_000;

    private final WaitingDeliveries waiting = new WaitingDeliveries();

    @Test
    void webhooksTakeTurnsAndEachKeepsItsOrder() {
        IntStream.range(0, 100).forEach(number -> add("a", number));
        add("b", 100);
        assertEquals(List.of("a", "b"), waiting.turns(Set.of()));
        assertEquals(List.of("a0", "a1", "a2"), poll("a", 3));
        assertEquals(List.of("b", "a"), waiting.turns(Set.of()), "after its turn, a webhook is last");
        assertEquals(List.of("b100"), poll("b", 3));
        assertEquals(List.of("a3", "a4", "a5"), poll("a", 3), "in the order of arrival");
    }

    @Test
    void aWebhookCanBeSkippedWithoutLosingItsTurn() {
        add("a", 0);
        add("b", 1);
        add("b", 2);
        assertEquals(List.of("b1"), poll("b", 1));
        assertEquals(List.of("a", "b"), waiting.turns(Set.of()));
        assertEquals(List.of("a0"), poll("a", 10));
        assertEquals(List.of("b2"), poll("b", 10));
        assertTrue(waiting.isEmpty());
        assertEquals(List.of(), waiting.turns(Set.of()));
    }

    @Test
    void aWebhookWithoutATurnNowKeepsItsPlace() {
        IntStream.range(0, 3).forEach(number -> add("abc".substring(number, number + 1), number));
        assertEquals(List.of("a", "c"), waiting.turns(Set.of("b", "unknown")));
        assertEquals(List.of("a", "b", "c"), waiting.turns(Set.of()));
    }

    @Test
    void numberSizeAndAgeAreThoseOfTheWaitingDeliveries() {
        IntStream.range(0, 10).forEach(number -> add("a", number));
        add("b", 10);
        assertEquals(List.of("a0", "a1"), poll("a", 2));
        assertTrue(waiting.hasRoom("c", 10, 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10));
        assertFalse(waiting.hasRoom("c", 9, 1_000));
        assertFalse(waiting.hasRoom("c", 10, 53));
        assertEquals(2, waiting.oldest());
        assertEquals(9, waiting.removeAll().size());
        assertTrue(waiting.isEmpty());
    }

    @Test
    void aWebhookMayUseAsMuchAsItLeavesToOthers() {
        int count = 0;
        for (; waiting.hasRoom("a", 20, 1_000); count++) {
            add("a", 1);
        }
        assertEquals(10, count);
        assertTrue(waiting.hasRoom("b", 20, 1_000), "whatever another one sends");
        for (count = 0; waiting.hasRoom("b", 20, 1_000); count++) {
            add("b", 1);
        }
        assertEquals(5, count);
        assertFalse(waiting.hasRoom("b", 1_000, 19), "nor of the bytes");
        assertTrue(waiting.hasRoom("c", 1_000, 19));
        waiting.poll("a", 10);
        assertTrue(waiting.hasRoom("b", 20, 1_000));
    }

    @Test
    void twentyArrivalsWithinATenthOfASecondAreABurst() {
        DeliveryIntake.Arrivals arrivals = new DeliveryIntake.Arrivals(0);
        for (int i = 1; i < 20; i++) {
            arrivals.add(i * MILLISECOND);
        }
        assertFalse(arrivals.isBurst(20 * MILLISECOND));
        arrivals.add(20 * MILLISECOND);
        assertTrue(arrivals.isBurst(20 * MILLISECOND));
        assertTrue(arrivals.isBurst(100 * MILLISECOND));
        assertFalse(arrivals.isBurst(101 * MILLISECOND), "ends when no more arrive");
    }

    private void add(String webhook, int number) {
        Journal.Entry entry = new Journal.Entry(number, "", number);
        waiting.add(new AcceptedDelivery(entry, webhook, number));
    }

    private List<String> poll(String webhook, int max) {
        return waiting.poll(webhook, max).stream()
                .map(one -> one.webhookId() + one.number())
                .toList();
    }
}
