package io.jenkins.plugins.codeup.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

/** Recognizing deliveries and events that arrive again. */
class DuplicateDetectorTest {

    private final MovedClock clock = new MovedClock();
    private final DuplicateDetector detector = new DuplicateDetector(3, Duration.ofMinutes(10), clock);

    @Test
    void aKeyIsADuplicateTheSecondTime() {
        assertFalse(detector.contains("a"));
        assertTrue(detector.add("a"));
        assertTrue(detector.contains("a"));
        assertFalse(detector.add("a"));
        assertTrue(detector.add("b"));
    }

    @Test
    void askingForAKeyDoesNotRememberIt() {
        assertFalse(detector.contains("a"));
        assertFalse(detector.contains("a"));
        assertTrue(detector.add("a"));
    }

    @Test
    void aKeyIsForgottenAfterItsTimeAndWhenThereAreTooMany() {
        detector.add("a");
        clock.now = clock.now.plus(Duration.ofMinutes(11));
        assertFalse(detector.contains("a"));
        assertTrue(detector.add("a"));
        for (String key : new String[] {"b", "c", "d"}) {
            detector.add(key);
        }
        assertFalse(detector.add("d"));
        assertFalse(detector.add("b"));
        assertTrue(detector.add("a"));
    }

    @Test
    void keysCanBeStoredAndRestored() {
        detector.add("old");
        clock.now = clock.now.plus(Duration.ofMinutes(6));
        detector.add("a");
        clock.now = clock.now.plus(Duration.ofMinutes(6));
        Map<String, Instant> stored = detector.all();
        assertEquals(Set.of("a"), stored.keySet());

        DuplicateDetector restored = new DuplicateDetector(2, Duration.ofMinutes(10), clock);
        restored.addAll(stored);
        assertTrue(restored.contains("a"));
        clock.now = clock.now.plus(Duration.ofMinutes(5));
        assertFalse(restored.contains("a"), "remembered from its original time on");
        restored.add("a");

        Map<String, Instant> many = new LinkedHashMap<>();
        List.of("b", "c", "d").forEach(key -> many.put(key, clock.now));
        restored.addAll(many);
        assertEquals(Set.of("c", "d"), restored.all().keySet(), "no more than the limit");
    }

    @Test
    void deliveriesOfTheSamePushHaveTheSameEventKey() {
        String push = Fixtures.text("push.json");
        assertEquals(key(push), key(push.replace("dev-a", "dev-b")));
        assertNotEquals(key(push), key(push.replace(Fixtures.TWOS, "3".repeat(40))), "another commit");
        assertNotEquals(key(push), key(push.replace(Fixtures.ONES, "3".repeat(40))), "from another commit");
        assertNotEquals(key(push), key(push.replace("refs/heads/main", "refs/heads/dev")), "another branch");
        assertNotEquals(key(push), key(push.replace("team/app", "team/other")), "another repository");
    }

    @Test
    void twoChangesOfAMergeRequestWithoutACommitHaveDifferentEventKeys() {
        String request = Fixtures.text("merge-request-open.json");
        assertEquals(key(request), key(request));
        assertNotEquals(key(request), key(request.replace("更新", "更改")));
    }

    private static String key(String json) {
        return DuplicateDetector.eventKey(Fixtures.read(json), json.getBytes());
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
