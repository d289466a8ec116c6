package io.jenkins.plugins.codeup.hooks;

/** Waits for the background. */
public final class Idle {

    private static final int STEP = 20;
    private static final int LONGEST = 120_000;

    private Idle() {}

    /** Starts the background at once where a Jenkins was told to, and waits until it has nothing to do. */
    public static void await() throws InterruptedException {
        for (int waited = 0; !Hooks.get().isIdle(); waited += STEP) {
            if (waited > LONGEST) {
                throw new AssertionError("still at work: " + Hooks.get().queue().waiting() + " repositories wait");
            }
            Thread.sleep(STEP);
        }
    }
}
