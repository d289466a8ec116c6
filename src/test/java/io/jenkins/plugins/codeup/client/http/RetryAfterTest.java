package io.jenkins.plugins.codeup.client.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2018-02-22T07:46:12Z");

    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "' 120 ', 120", "999999999, 999999999"})
    void readsSeconds(String header, long seconds) {
        assertEquals(Duration.ofSeconds(seconds), of(header, null));
    }

    @Test
    void readsADateAgainstTheOneOfTheAnswer() {
        assertEquals(Duration.ofSeconds(30), of("Thu, 22 Feb 2018 09:00:30 GMT", "Thu, 22 Feb 2018 09:00:00 GMT"));
    }

    @Test
    void readsADateAgainstTheClockWhereTheAnswerHasNone() {
        assertEquals(Duration.ofSeconds(8), of("Thu, 22 Feb 2018 07:46:20 GMT", null));
        assertEquals(Duration.ofSeconds(8), of("Thu, 22 Feb 2018 07:46:20 GMT", "yesterday"));
    }

    @Test
    void takesADateThatIsOverForNow() {
        assertEquals(Duration.ZERO, of("Thu, 22 Feb 2018 07:00:00 GMT", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "1.5", "9999999999", "Thu, 99 Feb 2018 07:00:00 GMT"})
    void ignoresWhatItCanNotRead(String header) {
        assertNull(of(header, null));
    }

    private static Duration of(String retryAfter, String date) {
        return RetryPolicy.retryAfter(retryAfter, date, NOW);
    }
}
