package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;

/** Is told why nothing happens for a while, so that a build's log can say it. */
@FunctionalInterface
public interface CallListener {

    /** Tells nobody. */
    CallListener NONE = (call, attempt, attempts, wait, reason) -> {};

    /**
     * Called before the wait begins.
     *
     * @param call what will be tried again
     * @param attempt which attempt failed, from 1
     * @param attempts how many there may be
     * @param wait how long from now until the next one
     * @param reason how the attempt failed
     */
    void waiting(
            @NonNull ApiCall call, int attempt, int attempts, @NonNull Duration wait, @NonNull CodeupException reason);
}
