package io.jenkins.plugins.codeup.client.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** How long a server asks to be left alone: the header {@code Retry-After}, in seconds or as a date. */
final class RetryAfter {

    private RetryAfter() {}

    /**
     * @param asked the header's value, or null
     * @param sent the header {@code Date} of the answer, or null
     * @param now the time to take a date against where the answer does not say its own, which clocks can't falsify
     * @return null where the answer does not ask, or not so that it can be read
     */
    @CheckForNull
    static Duration of(@CheckForNull String asked, @CheckForNull String sent, @NonNull Instant now) {
        if (asked == null) {
            return null;
        }
        if (asked.trim().matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(asked.trim()));
        }
        Instant until = date(asked);
        if (until == null) {
            return null;
        }
        Instant begun = sent == null ? null : date(sent);
        Duration wait = Duration.between(begun == null ? now : begun, until);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private static Instant date(String text) {
        try {
            return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.trim(), Instant::from);
        } catch (DateTimeException noDate) {
            return null;
        }
    }
}
