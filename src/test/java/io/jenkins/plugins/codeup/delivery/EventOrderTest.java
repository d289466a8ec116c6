package io.jenkins.plugins.codeup.delivery;

import static io.jenkins.plugins.codeup.delivery.Fixtures.ONES;
import static io.jenkins.plugins.codeup.delivery.Fixtures.TWOS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.simulator.data.SimulatedRepository;
import io.jenkins.plugins.codeup.simulator.delivery.DeliveryBodies;
import org.junit.jupiter.api.Test;

/** Which deliveries are about one thing, and which of them is the newest. */
class EventOrderTest {

    private static final String THREES = "3".repeat(40);
    private static final String FOURS = "4".repeat(40);
    private static final String EARLY = "2026-11-23T11:00:00Z";
    private static final String LATE = "2026-11-23T19:30:00+08:00";

    private final DeliveryBodies codeup =
            new DeliveryBodies(new SimulatedRepository(1000001, Fixtures.ORGANIZATION, "team/app"));

    /** Case P01: one job with two repositories, both of which have a branch main. */
    @Test
    @FieldCase("P01")
    void branchesOfTwoRepositoriesAreTwoBuilds() {
        assertNotEquals(
                key(Fixtures.text("cases/J01-push-main-of-one.json")),
                key(Fixtures.text("cases/J01-push-main-of-two.json")));
        String withoutId = "{\"object_kind\":\"push\",\"ref\":\"main\",\"repository\":{\"url\":\"https://a/%s.git\"}}";
        assertEquals(key(withoutId.formatted("b/c")), key(withoutId.formatted("B/c")));
        assertNotEquals(key(withoutId.formatted("b/c")), key(withoutId.formatted("b/d")));
    }

    @Test
    @FieldCase("B10")
    void commentsOnTwoCommitsAreTwoBuilds() {
        assertEquals(key(commentOn(ONES)), key(commentOn(ONES)));
        assertNotEquals(key(commentOn(ONES)), key(commentOn(TWOS)));
    }

    @Test
    void branchesTagsAndMergeRequestsOfOneNameAreDifferentBuilds() {
        String branch = key(codeup.push("refs/heads/x", ONES, TWOS));
        assertEquals(branch, key(codeup.push("refs/heads/x", TWOS, THREES)));
        assertNotEquals(branch, key(codeup.tagPush("refs/tags/x", ONES, TWOS)));
        String request = key(codeup.mergeRequest(1, "open", "x", "main", TWOS));
        assertNotEquals(branch, request);
        assertNotEquals(request, key(codeup.mergeRequest(2, "open", "x", "main", TWOS)));
        assertEquals(request, key(codeup.note(1, "x", "main", TWOS, "build")));
    }

    @Test
    @FieldCase("B22")
    void aPushThatArrivesLateIsOlderByTheChainOfCommits() {
        EventOrder first = push(ONES, TWOS, LATE);
        EventOrder second = push(TWOS, THREES, EARLY);
        assertTrue(first.isOlderThan(second));
        assertFalse(second.isOlderThan(first), "rewritten commits may have earlier times");
    }

    @Test
    void withoutAChainTheTimesDecide() {
        assertTrue(push(ONES, TWOS, EARLY).isOlderThan(push(THREES, FOURS, LATE)));
        assertFalse(push(ONES, TWOS, LATE).isOlderThan(push(THREES, FOURS, EARLY)));
        assertFalse(
                push(ONES, TWOS, EARLY).isCertainlyOlderThan(push(THREES, FOURS, LATE)),
                "a branch can be set to an old commit");
    }

    @Test
    void joinedPushesKnowTheCommitsBeforeEachOfThem() {
        EventOrder joined = push(TWOS, THREES, EARLY).join(push(THREES, FOURS, EARLY));
        assertEquals(FOURS, joined.after());
        assertTrue(push(ONES, TWOS, LATE).isCertainlyOlderThan(joined), "two pushes late");
        assertEquals(FOURS, joined.join(push(ONES, TWOS, LATE)).after());
        assertFalse(push(FOURS, TWOS, EARLY).isOlderThan(joined), "a reset to an earlier commit is newer");
        assertEquals(TWOS, joined.join(push(FOURS, TWOS, EARLY)).after());
    }

    @Test
    void whatIsNotToldIsInTheOrderOfArrival() {
        assertFalse(push(ONES, TWOS, "").isOlderThan(push(THREES, FOURS, LATE)));
        assertFalse(push(ONES, TWOS, EARLY).isOlderThan(push(ONES, TWOS, EARLY)), "the same push once more");
        assertFalse(push(ONES, TWOS, EARLY).isOlderThan(push(TWOS, ONES, EARLY)), "there and back again");
    }

    @Test
    void mergeRequestsByTheirTime() {
        String request = Fixtures.text("merge-request-open.json");
        EventOrder earlier = EventOrder.of(Fixtures.read(request));
        EventOrder later = EventOrder.of(Fixtures.read(request.replace(
                "\"updated_at\":\"2026-11-23T15:21:57+08:00", "\"updated_at\":\"2026-11-23 15:22:00 +0800")));
        assertTrue(earlier.isOlderThan(later));
        assertFalse(later.isOlderThan(earlier));
        assertTrue(earlier.isCertainlyOlderThan(later), "the time of the event itself");
    }

    @Test
    void keysAreShortWhateverIsSent() {
        String url = "https://codeup.aliyun.com/" + "x/".repeat(900) + "app.git";
        String push = "{\"object_kind\":\"push\",\"ref\":\"main\",\"repository\":{\"url\":\"" + url + "\"}}";
        assertTrue(key(push).length() < 100, key(push));
    }

    private static String commentOn(String commit) {
        return "{\"object_kind\":\"note\",\"project_id\":1,\"object_attributes\":{\"note\":\"rebuild\",\"commit_id\":\""
                + commit + "\"}}";
    }

    private static EventOrder push(String before, String after, String time) {
        return EventOrder.of(Fixtures.read("""
                {"object_kind":"push","ref":"main","before":"%s","after":"%s",
                 "commits":[{"id":"%s","timestamp":"%s"}]}
                """.formatted(before, after, after, time)));
    }

    private static String key(String json) {
        return EventOrder.of(Fixtures.read(json)).key();
    }
}
