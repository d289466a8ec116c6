package io.jenkins.plugins.codeup.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who is next while deliveries of several hooks wait. */
class WaitingDeliveriesTest {

    private static final long MILLISECOND = 1_000_000;

    private final WaitingDeliveries waiting = new WaitingDeliveries();

    @Test
    void aBurstByOneHookDoesNotKeepAnotherWaiting() {
        IntStream.range(0, 100).forEach(number -> add("a", number));
        add("b", 100);
        assertEquals(List.of("a0", "a1", "a2"), poll(3));
        assertEquals(List.of("b100"), poll(3));
        assertEquals(List.of("a3", "a4", "a5"), poll(3), "in the order in which they came");
    }

    @Test
    void aHookWhoseItemHasNoRoomIsPassedOver() {
        add("a", 0);
        add("b", 1);
        add("b", 2);
        assertEquals(List.of("b1"), named(waiting.poll(10, hook -> hook.equals("b") ? 1 : 0)));
        assertEquals(List.of(), waiting.poll(10, hook -> -1));
        assertEquals(List.of("a0"), poll(10));
        assertEquals(List.of("b2"), poll(10));
        assertTrue(waiting.isEmpty());
    }

    @Test
    void numberAndSizeAreThoseOfWhatStillWaits() {
        IntStream.range(0, 10).forEach(number -> add("a", number));
        add("b", 10);
        assertEquals(List.of("a0", "a1"), poll(2));
        assertEquals(9, waiting.size());
        assertEquals(2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10, waiting.bytes());
        assertEquals(9, waiting.all().size());
        assertEquals(2, waiting.oldest());
        assertEquals(9, waiting.size(), "they stay");
    }

    @Test
    void twentyWithinATenthOfASecondAreARush() {
        Rush rush = new Rush(0);
        for (int i = 1; i < 20; i++) {
            rush.arrived(i * MILLISECOND);
        }
        assertFalse(rush.goesOn(20 * MILLISECOND));
        rush.arrived(20 * MILLISECOND);
        assertTrue(rush.goesOn(20 * MILLISECOND));
        assertTrue(rush.goesOn(100 * MILLISECOND));
        assertFalse(rush.goesOn(101 * MILLISECOND), "it is over when no more come");
    }

    private void add(String hook, int number) {
        waiting.add(new ReceivedDelivery(hook, null, number, new byte[number]));
    }

    private List<String> poll(int most) {
        return named(waiting.poll(most, hook -> Integer.MAX_VALUE));
    }

    private static List<String> named(List<ReceivedDelivery> deliveries) {
        return deliveries.stream().map(one -> one.hookId() + one.receivedAt()).toList();
    }
}
