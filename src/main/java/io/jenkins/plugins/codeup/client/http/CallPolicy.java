package io.jenkins.plugins.codeup.client.http;

import dev.failsafe.ExecutionContext;
import dev.failsafe.RetryPolicy;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CallListener;
import io.jenkins.plugins.codeup.client.CodeupException;
import java.time.Duration;

/**
 * Which failed calls are worth another try, and after what wait. What surely had no effect always is; what may have had
 * one only where doing it twice is the same as once.
 *
 * <p>Failsafe, although resilience4j is released more often: both can decide without waiting themselves, so that deadline
 * and interruption stay here, but it brings no other library into the plugin's class loader (resilience4j wants slf4j).
 */
public final class CallPolicy {

    /** The default settings, told to nobody. */
    public static final CallPolicy DEFAULT = new CallPolicy(RetrySettings.DEFAULT, CallListener.NONE);

    private final RetrySettings settings;
    private final CallListener listener;
    private final Pace pace;
    private final RetryPolicy<Object> retries;

    public CallPolicy(@NonNull RetrySettings settings, @NonNull CallListener listener) {
        this(settings, listener, Pace.REAL);
    }

    /**
     * @param pace for tests
     */
    public CallPolicy(@NonNull RetrySettings settings, @NonNull CallListener listener, @NonNull Pace pace) {
        this.settings = settings;
        this.listener = listener;
        this.pace = pace;
        this.retries = RetryPolicy.builder()
                .withMaxAttempts(settings.attempts())
                .handleIf((Throwable failure) -> failure instanceof CodeupException e && isWorthAnotherTry(e))
                .withDelayFn(this::waitAfter)
                .build();
    }

    /**
     * @return a series of calls whose deadline runs from now
     */
    @NonNull
    public CallSeries begin() {
        return new CallSeries(this);
    }

    RetrySettings settings() {
        return settings;
    }

    CallListener listener() {
        return listener;
    }

    Pace pace() {
        return pace;
    }

    RetryPolicy<Object> retries() {
        return retries;
    }

    /** Full jitter: anything up to a bound that doubles each time, so that many callers do not come back as one. */
    Duration backoff(int failures) {
        double bound = Math.min(
                settings.longestWait().toNanos(), settings.base().toNanos() * Math.pow(2, Math.min(failures - 1, 60)));
        return Duration.ofNanos((long) (pace.random() * bound));
    }

    /** Not earlier than Codeup asks for. */
    private Duration waitAfter(ExecutionContext<Object> context) {
        return waitAfter(context.getLastException(), context.getAttemptCount());
    }

    Duration waitAfter(CodeupException failure, int failures) {
        Duration asked = failure.retryAfter();
        return asked == null ? backoff(failures) : asked.plus(backoff(1));
    }

    private static boolean isGet(CodeupException failure) {
        return failure.call().method().equals("GET");
    }

    private static boolean isWorthAnotherTry(CodeupException failure) {
        return switch (failure.kind()) {
            case THROTTLED, UNREACHABLE -> true;
            case NO_ANSWER, UNAVAILABLE -> !failure.call().method().equals("POST");
            // a proxy on the way may have sent a GET again by itself, with the same nonce
            case REJECTED -> isGet(failure) && String.valueOf(failure.code()).startsWith("SignatureNonceUsed");
            default -> false;
        };
    }
}
