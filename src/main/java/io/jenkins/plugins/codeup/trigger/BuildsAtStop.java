package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.model.Computer;
import hudson.model.Executor;
import hudson.model.Queue;
import hudson.model.queue.CauseOfBlockage;
import hudson.model.queue.QueueTaskDispatcher;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/**
 * Sees to it that each build for a delivery either waits in Jenkins's queue, which is kept, or has begun when Jenkins
 * stops. Jenkins interrupts its executors then, and a build that one of them has taken from the queue and not yet begun
 * would be gone without a trace.
 */
@Extension
public final class BuildsAtStop extends QueueTaskDispatcher {

    private static final long PATIENCE = TimeUnit.SECONDS.toMillis(5);

    private volatile boolean stopping;

    @Override
    @CheckForNull
    public CauseOfBlockage canRun(Queue.Item item) {
        return stopping && item.getCauses().stream().anyMatch(CodeupCause.class::isInstance)
                ? CauseOfBlockage.fromMessage(Messages._BuildsAtStop_kept())
                : null;
    }

    /** Lets no more begin, and those that do have begun. */
    @Terminator
    public static void stop() throws InterruptedException {
        ExtensionList.lookupSingleton(BuildsAtStop.class).stopping = true;
        // who gives out builds right now has asked before
        Queue.withLock(() -> {});
        long end = System.currentTimeMillis() + PATIENCE;
        while (Stream.of(Jenkins.get().getComputers()).anyMatch(BuildsAtStop::isBeginning)
                && System.currentTimeMillis() < end) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static boolean isBeginning(Computer computer) {
        return computer.getAllExecutors().stream().anyMatch(BuildsAtStop::isBeginning);
    }

    private static boolean isBeginning(Executor executor) {
        return executor.isAlive() && executor.getCurrentWorkUnit() != null && executor.getCurrentExecutable() == null;
    }
}
