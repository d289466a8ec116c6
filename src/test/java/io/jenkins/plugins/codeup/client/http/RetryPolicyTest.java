package io.jenkins.plugins.codeup.client.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.simulator.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {

    private final List<String> told = new ArrayList<>();
    private final RetryPolicy.Listener listener = (call, attempt, attempts, wait, reason) ->
            told.add(attempt + "/" + attempts + " " + wait.toMillis() + " " + reason.kind());
    private int attempts;

    @ParameterizedTest
    @CsvSource({
        "THROTTLED, POST, 5", "THROTTLED, GET, 5", "UNREACHABLE, POST, 5", "UNREACHABLE, DELETE, 5",
        "NO_ANSWER, POST, 1", "NO_ANSWER, GET, 5", "NO_ANSWER, PUT, 5", "NO_ANSWER, DELETE, 5",
        "UNAVAILABLE, POST, 1", "UNAVAILABLE, GET, 5", "UNAVAILABLE, PUT, 5", "UNAVAILABLE, DELETE, 5",
        "SERVER_ERROR, POST, 1", "SERVER_ERROR, GET, 1", "SERVER_ERROR, PUT, 1", "SERVER_ERROR, DELETE, 1",
        "UNREADABLE, GET, 1", "TOO_LARGE, GET, 1", "REDIRECTED, GET, 1", "UNAUTHORIZED, GET, 1",
        "FORBIDDEN, GET, 1", "NOT_FOUND, GET, 1", "REJECTED, GET, 1", "CLOCK_SKEW, GET, 1",
    })
    void retriesWhatHadNoEffectOrMayHaveItTwice(Kind kind, String method, int expected) {
        RetryPolicy.Series series = series(0);
        CodeupException thrown = assertThrows(
                CodeupException.class,
                () -> series.call(call(method), left -> {
                    attempts++;
                    throw failure(kind, method, null);
                }));
        assertEquals(expected, attempts);
        assertEquals(kind, thrown.kind());
        assertEquals(expected > 1, thrown.getMessage().contains("5 attempts"), thrown.getMessage());
    }

    @Test
    void sendsAGetAgainWhoseNonceWasUsed() throws Exception {
        CodeupException used =
                new CodeupException(Kind.REJECTED, call("GET"), 400, "SignatureNonceUsed", null, null, null);
        assertEquals("done", series(0).call(call("GET"), failing(1, used)));
        assertThrows(CodeupException.class, () -> series(0).call(call("PUT"), failing(99, used)));
    }

    @Test
    void waitsLongerEachTimeButNeverTooLong() {
        TestClock clock = new TestClock(0.999_999);
        RetryPolicy policy = policy(settings(9, millis(500), millis(4000), millis(600_000)), clock);
        assertThrows(CodeupException.class, () -> policy.begin().call(call("GET"), failing(99, throttled(null))));
        assertEquals(
                List.of(499L, 999L, 1999L, 3999L, 3999L, 3999L, 3999L, 3999L),
                clock.sleeps().stream().map(Duration::toMillis).toList());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.25, 0.5})
    void takesAnyPartOfTheBound(double chance) throws Exception {
        TestClock clock = new TestClock(chance);
        policy(RetryPolicy.DEFAULT, clock).begin().call(call("GET"), failing(2, throttled(null)));
        assertEquals(
                List.of((long) (500 * chance), (long) (1000 * chance)),
                clock.sleeps().stream().map(Duration::toMillis).toList());
    }

    @Test
    void tellsEachWaitBeforeItBegins() throws Exception {
        TestClock clock = new TestClock(0.5);
        RetryPolicy.Listener watching = (call, attempt, of, wait, reason) -> {
            assertEquals(attempt - 1, clock.sleeps().size());
            listener.waiting(call, attempt, of, wait, reason);
        };
        RetryPolicy.DEFAULT
                .withListener(watching)
                .withClock(clock)
                .begin()
                .call(call("GET"), failing(2, failure(Kind.NO_ANSWER, "GET", null)));
        assertEquals(List.of("1/5 250 NO_ANSWER", "2/5 500 NO_ANSWER"), told);
    }

    @Test
    void waitsAsLongAsCodeupAsksAndALittleMore() throws Exception {
        TestClock clock = new TestClock(0.5);
        policy(RetryPolicy.DEFAULT, clock).begin().call(call("POST"), failing(1, throttled(Duration.ofSeconds(40))));
        assertEquals(List.of(millis(40_250)), clock.sleeps());
    }

    @Test
    void doesNotBeginAWaitThatWouldEndAfterTheDeadline() {
        TestClock clock = new TestClock(0);
        RetryPolicy.Series series = policy(RetryPolicy.DEFAULT, clock).begin();
        CodeupException thrown = assertThrows(
                CodeupException.class, () -> series.call(call("GET"), failing(1, throttled(Duration.ofSeconds(60)))));
        assertEquals(Kind.THROTTLED, thrown.kind());
        assertTrue(
                thrown.getMessage().contains("the next wait of 60 s would end after the total timeout"),
                thrown.getMessage());
        assertEquals(List.of(), clock.sleeps());
        assertEquals(List.of(), told);
    }

    @Test
    void givesEachAttemptTheTimeThatIsLeft() throws Exception {
        TestClock clock = new TestClock(0);
        RetryPolicy.Series series = policy(RetryPolicy.DEFAULT, clock).begin();
        clock.pass(Duration.ofSeconds(20));
        List<Duration> left = new ArrayList<>();
        series.call(call("GET"), remaining -> {
            left.add(remaining);
            clock.pass(Duration.ofSeconds(15));
            return failing(1, throttled(Duration.ofSeconds(5))).make(remaining);
        });
        assertEquals(List.of(Duration.ofSeconds(40), Duration.ofSeconds(20)), left);
    }

    @Test
    void makesNoCallAfterTheDeadline() {
        TestClock clock = new TestClock(0);
        RetryPolicy.Series series = policy(RetryPolicy.DEFAULT, clock).begin();
        clock.pass(Duration.ofSeconds(60));
        CodeupException thrown = assertThrows(CodeupException.class, () -> series.call(call("GET"), failing(0, null)));
        assertEquals(Kind.OUT_OF_TIME, thrown.kind());
        assertFalse(thrown.kind().isAmbiguous());
        assertEquals(0, attempts);
    }

    @Test
    void stopsWaitingWhenInterrupted() throws Exception {
        RetryPolicy slow = new RetryPolicy(
                5,
                Duration.ofSeconds(50),
                Duration.ofSeconds(50),
                Duration.ofSeconds(60),
                (call, attempt, of, wait, reason) -> Thread.currentThread().interrupt(),
                RetryPolicy.Clock.SYSTEM);
        long begun = System.nanoTime();
        assertThrows(
                InterruptedException.class,
                () -> slow.begin().call(call("GET"), failing(1, throttled(Duration.ofSeconds(9)))));
        assertTrue(System.nanoTime() - begun < Duration.ofSeconds(5).toNanos());
        assertFalse(Thread.interrupted());
    }

    @Test
    void pausesBetweenRoundsByTheSameRules() throws Exception {
        TestClock clock = new TestClock(0.5);
        RetryPolicy.Series series = policy(RetryPolicy.DEFAULT, clock).begin();
        CodeupException reason = failure(Kind.NO_ANSWER, "POST", null);
        series.pause(1, 5, reason);
        series.pause(3, 5, reason);
        assertEquals(List.of("1/5 250 NO_ANSWER", "3/5 1000 NO_ANSWER"), told);
        clock.pass(Duration.ofSeconds(58));
        CodeupException thrown = assertThrows(CodeupException.class, () -> series.pause(4, 5, reason));
        assertEquals(Kind.NO_ANSWER, thrown.kind());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void keepsAllThatIsKnownOfTheFailure(Kind kind) {
        CodeupException failure = new CodeupException(kind, call("GET"), 418, "Code", "words", "R-1", new Exception())
                .withRetryAfter(Duration.ofSeconds(3));
        CodeupException givenUp = failure.givenUp(4, Duration.ofSeconds(7));
        assertEquals(kind, givenUp.kind());
        assertEquals(418, givenUp.status());
        assertEquals("Code", givenUp.code());
        assertEquals("words", givenUp.codeupMessage());
        assertEquals("R-1", givenUp.requestId());
        assertEquals(Duration.ofSeconds(3), givenUp.retryAfter());
        assertEquals(call("GET"), givenUp.call());
        assertSame(failure.getCause(), givenUp.getCause());
        assertNull(givenUp.webhookId());
    }

    @Test
    void rejectsImpossibleSettings() {
        assertThrows(IllegalArgumentException.class, () -> settings(0, millis(1), millis(1), millis(1)));
        LongStream.range(0, 3)
                .forEach(which -> assertThrows(
                        IllegalArgumentException.class,
                        () -> settings(
                                1,
                                millis(which == 0 ? -1 : 1),
                                millis(which == 1 ? -1 : 1),
                                millis(which == 2 ? -1 : 1))));
    }

    private RetryPolicy.Series series(double chance) {
        return policy(RetryPolicy.DEFAULT, new TestClock(chance)).begin();
    }

    private static RetryPolicy settings(int attempts, Duration firstWait, Duration longestWait, Duration timeout) {
        return new RetryPolicy(
                attempts, firstWait, longestWait, timeout, RetryPolicy.Listener.NONE, RetryPolicy.Clock.SYSTEM);
    }

    private RetryPolicy policy(RetryPolicy settings, TestClock clock) {
        return settings.withListener(listener).withClock(clock);
    }

    /** Fails that many times in all, even if it is used for several calls. */
    private RetryPolicy.Series.Attempt<String> failing(int times, CodeupException failure) {
        return left -> {
            if (attempts++ < times) {
                throw failure;
            }
            return "done";
        };
    }

    private static CodeupException throttled(Duration retryAfter) {
        return failure(Kind.THROTTLED, "GET", retryAfter);
    }

    private static CodeupException failure(Kind kind, String method, Duration retryAfter) {
        return new CodeupException(kind, call(method), null, null, null, null, null).withRetryAfter(retryAfter);
    }

    private static CodeupException.Call call(String method) {
        return new CodeupException.Call("Operation", method, "https://codeup.example.com/path");
    }

    private static Duration millis(long count) {
        return Duration.ofMillis(count);
    }
}
