package io.jenkins.plugins.codeup.jenkins;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for conditions of which nothing tells when they are reached. */
public final class Await {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration STEP = Duration.ofMillis(5);

    private Await() {}

    /**
     * Waits until the condition holds. Fails if that takes more than two minutes.
     *
     * @param what what is waited for, for the message of the failure
     */
    public static void until(String what, BooleanSupplier condition) throws InterruptedException {
        until(what, LIMIT, condition);
    }

    public static void until(String what, Duration limit, BooleanSupplier condition) throws InterruptedException {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begun > limit.toNanos()) {
                throw new AssertionError("not in " + limit.toSeconds() + " s: " + what);
            }
            Thread.sleep(STEP.toMillis());
        }
    }
}
