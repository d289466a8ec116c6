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
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Keeps builds for deliveries in the queue while Jenkins shuts down, as Jenkins saves its queue. Jenkins interrupts its
 * executors on shutdown: a build that an executor has taken from the queue but not started would be lost.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class ShutdownTaskDispatcher extends QueueTaskDispatcher {

    private static final long MAX_WAIT_MILLIS = 5_000;

    private volatile boolean stopping;

    @Override
    @CheckForNull
    public CauseOfBlockage canRun(Queue.Item item) {
        return stopping && item.getCauses().stream().anyMatch(CodeupCause.class::isInstance)
                ? CauseOfBlockage.fromMessage(Messages._ShutdownTaskDispatcher_waiting())
                : null;
    }

    /** Blocks builds that are still in the queue and waits until those that have left it have started. */
    @Terminator
    public static void stop() throws InterruptedException {
        ExtensionList.lookupSingleton(ShutdownTaskDispatcher.class).stopping = true;
        // The queue may have called canRun before and be assigning builds now; it holds its lock until it is done.
        Queue.withLock(() -> {});
        long end = System.currentTimeMillis() + MAX_WAIT_MILLIS;
        while (Stream.of(Jenkins.get().getComputers()).anyMatch(ShutdownTaskDispatcher::isStartingBuild)
                && System.currentTimeMillis() < end) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static boolean isStartingBuild(Computer computer) {
        return computer.getAllExecutors().stream().anyMatch(ShutdownTaskDispatcher::isStartingBuild);
    }

    private static boolean isStartingBuild(Executor executor) {
        return executor.isAlive() && executor.getCurrentWorkUnit() != null && executor.getCurrentExecutable() == null;
    }
}
