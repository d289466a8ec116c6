package io.jenkins.plugins.codeup.api.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** How long a server asks to be left alone: the header {@code Retry-After}, in seconds or as a date. */
final class RetryAfter {

    private RetryAfter() {}

    /**
     * @param now the time to take a date against where the answer does not say its own, which clocks can't falsify
     * @return null where the answer does not ask, or not so that it can be read
     */
    @CheckForNull
    static Duration of(@NonNull HttpHeaders headers, @NonNull Instant now) {
        String asked = headers.firstValue("retry-after").orElse("").trim();
        if (asked.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(asked));
        }
        Instant until = date(asked);
        if (until == null) {
            return null;
        }
        Instant sent = date(headers.firstValue("date").orElse("").trim());
        Duration wait = Duration.between(sent == null ? now : sent, until);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private static Instant date(String text) {
        try {
            return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
        } catch (DateTimeException noDate) {
            return null;
        }
    }
}
