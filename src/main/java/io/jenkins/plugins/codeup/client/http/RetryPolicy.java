package io.jenkins.plugins.codeup.client.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Retries failed calls where that is safe, with growing random waits, until a deadline.
 *
 * <p>A call that certainly had no effect is always retried, one that may have had its effect only if repeating it does no
 * harm. A wait is random between zero and a bound that doubles each time (full jitter), so that many callers do not come
 * back together, and never shorter than Codeup's {@code Retry-After}.
 *
 * @param attempts how often one call is made in all, at least 1
 * @param firstWait the bound of the first wait; that of each further one is twice as long
 * @param longestWait the bound of any wait, unless Codeup asks for more
 * @param totalTimeout how long a series of calls may take, with all attempts and waits
 * @param listener is told of each wait
 * @param clock the system's, or a test's
 */
public record RetryPolicy(
        int attempts,
        @NonNull Duration firstWait,
        @NonNull Duration longestWait,
        @NonNull Duration totalTimeout,
        @NonNull Listener listener,
        @NonNull Clock clock) {

    public static final RetryPolicy DEFAULT = new RetryPolicy(
            5, Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofSeconds(60), Listener.NONE, Clock.SYSTEM);

    public RetryPolicy {
        if (attempts < 1 || firstWait.isNegative() || longestWait.isNegative() || totalTimeout.isNegative()) {
            throw new IllegalArgumentException("at least one attempt is needed, and no time may be negative");
        }
    }

    /** Is told of waits, so that a build's log can show why the build stands still. */
    @FunctionalInterface
    public interface Listener {

        Listener NONE = (call, attempt, attempts, wait, reason) -> {};

        /**
         * Called before a wait begins.
         *
         * @param call the call that will be retried
         * @param attempt the attempt that failed, from 1
         * @param attempts the maximum of attempts
         * @param wait the time until the next attempt
         * @param reason how the attempt failed
         */
        void waiting(
                @NonNull CodeupException.Call call,
                int attempt,
                int attempts,
                @NonNull Duration wait,
                @NonNull CodeupException reason);
    }

    /** System clock and random jitter; tests replace both. */
    public interface Clock {

        Clock SYSTEM = new Clock() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void sleep(Duration wait) throws InterruptedException {
                Thread.sleep(wait.toMillis());
            }

            @Override
            public double random() {
                return ThreadLocalRandom.current().nextDouble();
            }
        };

        /**
         * @return nanoseconds, as {@link System#nanoTime}
         */
        long nanoTime();

        /**
         * @throws InterruptedException at once if the thread is interrupted
         */
        void sleep(@NonNull Duration wait) throws InterruptedException;

        /**
         * @return at least 0 and less than 1
         */
        double random();
    }

    @NonNull
    public RetryPolicy withTotalTimeout(@NonNull Duration timeout) {
        return new RetryPolicy(attempts, firstWait, longestWait, timeout, listener, clock);
    }

    @NonNull
    public RetryPolicy withListener(@NonNull Listener told) {
        return new RetryPolicy(attempts, firstWait, longestWait, totalTimeout, told, clock);
    }

    /** For tests. */
    @NonNull
    public RetryPolicy withClock(@NonNull Clock other) {
        return new RetryPolicy(attempts, firstWait, longestWait, totalTimeout, listener, other);
    }

    /**
     * @return a series of calls whose deadline is the total timeout from now
     */
    @NonNull
    public Series begin() {
        return new Series();
    }

    /** Calls for one purpose with one deadline: their attempts and waits end by then. A longer wait is not begun. */
    public final class Series {

        private final long begun = clock.nanoTime();

        private Series() {}

        /** One attempt at a call. */
        public interface Attempt<T> {

            /**
             * @param left the time until the deadline, greater than zero
             */
            @NonNull
            T make(@NonNull Duration left) throws CodeupException, InterruptedException;
        }

        /**
         * @return the time until the deadline; negative after it
         */
        @NonNull
        public Duration left() {
            return totalTimeout.minusNanos(clock.nanoTime() - begun);
        }

        /**
         * @param call the call, for the error if there is no time for an attempt
         * @return the result of the first attempt that succeeded
         * @throws CodeupException the last attempt's failure, or that no time was left
         * @throws InterruptedException at once if the thread is interrupted
         */
        @NonNull
        public <T> T call(@NonNull CodeupException.Call call, @NonNull Attempt<T> attempt)
                throws CodeupException, InterruptedException {
            for (int made = 1; ; made++) {
                Duration left = left();
                if (left.toMillis() <= 0) {
                    throw new CodeupException(Kind.OUT_OF_TIME, call);
                }
                try {
                    return attempt.make(left);
                } catch (CodeupException e) {
                    if (made >= attempts || !isWorthRetrying(e)) {
                        throw made == 1 ? e : e.givenUp(made, null);
                    }
                    pause(made, attempts, e);
                }
            }
        }

        /**
         * Waits after a failed attempt, or between a caller's own rounds.
         *
         * @param failed the attempt or round that failed, from 1
         * @param most the maximum of attempts or rounds
         * @throws CodeupException the reason, if the wait would end after the deadline
         * @throws InterruptedException at once if the thread is interrupted
         */
        public void pause(int failed, int most, @NonNull CodeupException reason)
                throws CodeupException, InterruptedException {
            Duration asked = reason.retryAfter();
            Duration wait = asked == null ? backoff(failed) : asked.plus(backoff(1));
            if (wait.compareTo(left()) >= 0) {
                throw reason.givenUp(failed, wait);
            }
            listener.waiting(reason.call(), failed, most, wait, reason);
            clock.sleep(wait);
        }
    }

    private Duration backoff(int failures) {
        double bound = Math.min(longestWait.toNanos(), firstWait.toNanos() * Math.pow(2, Math.min(failures - 1, 60)));
        return Duration.ofNanos((long) (clock.random() * bound));
    }

    private static boolean isWorthRetrying(CodeupException failure) {
        String method = failure.call().method();
        return switch (failure.kind()) {
            case THROTTLED, UNREACHABLE -> true;
            case NO_ANSWER, UNAVAILABLE -> !method.equals("POST");
            // a proxy in between may have repeated a GET by itself, with the same nonce
            case REJECTED ->
                method.equals("GET") && String.valueOf(failure.code()).startsWith("SignatureNonceUsed");
            default -> false;
        };
    }

    /**
     * Reads the header {@code Retry-After}, which is a number of seconds or a date.
     *
     * @param asked the header's value, or null
     * @param sent the answer's header {@code Date}, or null: a date is compared with it, so that this machine's clock may
     *     be wrong
     * @param now the time to compare with if there is no such header
     * @return how long to wait, or null if the answer does not say or can't be read
     */
    @CheckForNull
    static Duration retryAfter(@CheckForNull String asked, @CheckForNull String sent, @NonNull Instant now) {
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
