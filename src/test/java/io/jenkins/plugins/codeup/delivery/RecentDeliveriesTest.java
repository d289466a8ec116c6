package io.jenkins.plugins.codeup.delivery;

import static io.jenkins.plugins.codeup.delivery.RecentDeliveries.Outcome.KNOWN;
import static io.jenkins.plugins.codeup.delivery.RecentDeliveries.Outcome.REFUSED;
import static io.jenkins.plugins.codeup.delivery.RecentDeliveries.Outcome.TAKEN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A delivery that comes twice is one. */
class RecentDeliveriesTest {

    private final MovedClock clock = new MovedClock();
    private final RecentDeliveries recent = new RecentDeliveries(3, Duration.ofMinutes(10), clock);

    @Test
    void isTakenOnce() {
        assertEquals(TAKEN, recent.take("a", () -> true));
        assertEquals(KNOWN, recent.take("a", () -> true));
        assertEquals(TAKEN, recent.take("b", () -> true));
    }

    @Test
    void mayComeAgainIfItCouldNotBeTaken() {
        assertEquals(REFUSED, recent.take("a", () -> false));
        assertEquals(TAKEN, recent.take("a", () -> true));
    }

    @Test
    void isForgottenAfterATimeAndWhenThereAreMany() {
        recent.take("a", () -> true);
        clock.now = clock.now.plus(Duration.ofMinutes(11));
        assertEquals(TAKEN, recent.take("a", () -> true));
        for (String id : new String[] {"b", "c", "d"}) {
            recent.take(id, () -> true);
        }
        assertEquals(KNOWN, recent.take("d", () -> true));
        assertEquals(KNOWN, recent.take("b", () -> true));
        assertEquals(TAKEN, recent.take("a", () -> true));
    }

    @Test
    void whatIsRememberedCanBeKept() {
        recent.take("old", () -> true);
        clock.now = clock.now.plus(Duration.ofMinutes(6));
        recent.take("a", () -> true);
        clock.now = clock.now.plus(Duration.ofMinutes(6));
        Map<String, Instant> kept = recent.remembered();
        assertEquals(Set.of("a"), kept.keySet());

        RecentDeliveries after = new RecentDeliveries(2, Duration.ofMinutes(10), clock);
        after.remember(kept);
        assertEquals(KNOWN, after.take("a", () -> true));
        clock.now = clock.now.plus(Duration.ofMinutes(5));
        assertEquals(TAKEN, after.take("a", () -> true), "for as long as it would have been");

        Map<String, Instant> many = new LinkedHashMap<>();
        List.of("b", "c", "d").forEach(id -> many.put(id, clock.now));
        after.remember(many);
        assertEquals(Set.of("c", "d"), after.remembered().keySet(), "no more than allowed");
    }

    private static final class MovedClock extends Clock {

        private Instant now = Instant.parse("2026-11-24T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
