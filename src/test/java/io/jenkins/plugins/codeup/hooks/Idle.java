package io.jenkins.plugins.codeup.hooks;

import java.util.concurrent.ExecutionException;

/** Waits for the {@link WebhookManager}. */
public final class Idle {

    private Idle() {}

    /** Waits until it has started, and has nothing left to do. */
    public static void await() throws InterruptedException {
        try {
            WebhookManager.get().awaitIdle();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
