package io.jenkins.plugins.codeup.client.http;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;

/**
 * How stubbornly a call is tried.
 *
 * @param attempts how often one call is tried in all, at least once
 * @param base how long the first wait is at most; each further one may be twice as long
 * @param longestWait how long any wait is at most, unless Codeup asks for more
 * @param deadline how long an undertaking, all its calls and waits together, may take
 */
public record RetrySettings(
        int attempts,
        @NonNull Duration base,
        @NonNull Duration longestWait,
        @NonNull Duration deadline) {

    public static final RetrySettings DEFAULT =
            new RetrySettings(5, Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofSeconds(60));

    public RetrySettings {
        if (attempts < 1 || base.isNegative() || longestWait.isNegative() || deadline.isNegative()) {
            throw new IllegalArgumentException("needs at least one attempt, and no time below zero");
        }
    }
}
