package io.jenkins.plugins.codeup.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        Map<String, List<String>> headers = new HashMap<>(Map.of("Retry-After", List.of(retryAfter)));
        if (date != null) {
            headers.put("Date", List.of(date));
        }
        return RetryAfter.of(HttpHeaders.of(headers, (name, value) -> true), NOW);
    }
}
