package io.jenkins.plugins.codeup.client.http;

import dev.failsafe.Execution;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.ApiCall;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import java.time.Duration;

/**
 * Calls that serve one purpose and share one deadline: their attempts and the waits between them end by then. A wait
 * that would end later is not begun.
 */
public final class CallSeries {

    private final CallPolicy policy;
    private final long begun;

    CallSeries(CallPolicy policy) {
        this.policy = policy;
        this.begun = policy.pace().nanoTime();
    }

    /** One attempt at a call. */
    public interface Attempt<T> {

        /**
         * @param left the time until the deadline, more than none
         */
        @NonNull
        T make(@NonNull Duration left) throws CodeupException, InterruptedException;
    }

    /**
     * @return the time until the deadline; below zero after it
     */
    @NonNull
    public Duration left() {
        return policy.settings().deadline().minusNanos(policy.pace().nanoTime() - begun);
    }

    /**
     * @param call what the attempts are at
     * @return what the first attempt that did not fail gave
     * @throws CodeupException the last attempt's failure, or that there was no time left for one
     * @throws InterruptedException at once when the thread is interrupted
     */
    @NonNull
    public <T> T call(@NonNull ApiCall call, @NonNull Attempt<T> attempt) throws CodeupException, InterruptedException {
        Execution<Object> execution = null;
        while (true) {
            Duration left = left();
            if (left.toMillis() <= 0) {
                throw new CodeupException(Kind.OUT_OF_TIME, call, null, null, null, null, null);
            }
            try {
                return attempt.make(left);
            } catch (CodeupException e) {
                // most calls do well, and then there is nothing to decide
                execution = execution == null ? Execution.of(policy.retries()) : execution;
                execution.recordException(e);
                int made = execution.getAttemptCount();
                if (execution.isComplete()) {
                    throw made == 1 ? e : e.givenUp(made, null);
                }
                sleep(execution.getDelay(), made, policy.settings().attempts(), e);
            }
        }
    }

    /**
     * Waits before a caller's own next round.
     *
     * @param round which round failed, from 1
     * @param rounds how many there may be
     * @throws CodeupException the reason, if the wait would end after the deadline
     */
    public void pause(int round, int rounds, @NonNull CodeupException reason)
            throws CodeupException, InterruptedException {
        sleep(policy.waitAfter(reason, round), round, rounds, reason);
    }

    private void sleep(Duration wait, int attempt, int attempts, CodeupException reason)
            throws CodeupException, InterruptedException {
        if (wait.compareTo(left()) >= 0) {
            throw reason.givenUp(attempt, wait);
        }
        policy.listener().waiting(reason.call(), attempt, attempts, wait, reason);
        policy.pace().sleep(wait);
    }
}
