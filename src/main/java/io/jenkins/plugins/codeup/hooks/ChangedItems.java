package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The names of items that came, changed or went, between who says so and the one thread that has them compared. In go
 * names, however often; out go, to the {@link HookComparison}, each of them once and in that order.
 */
final class ChangedItems {

    private final HookComparison comparison;
    private final Set<String> named = new LinkedHashSet<>();
    private Thread thread;
    private boolean everything;
    private boolean started;
    private boolean closed;
    private boolean busy;

    /**
     * @param comparison is called by the thread, as Jenkins itself, and throws nothing
     */
    ChangedItems(@NonNull HookComparison comparison) {
        this.comparison = comparison;
    }

    /** Costs its caller nothing. */
    synchronized void add(@NonNull String fullName) {
        named.add(fullName);
        wake();
    }

    /** Whatever the items are called by then. */
    synchronized void addAll() {
        everything = true;
        wake();
    }

    /** What was named before is taken now. */
    synchronized void start() {
        started = true;
        wake();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void wake() {
        if (started && !closed && thread == null) {
            thread = new Thread(this::run, "Codeup hooks");
            thread.setDaemon(true);
            thread.start();
        }
        notifyAll();
    }

    private void run() {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            while (true) {
                Set<String> taken;
                boolean all;
                synchronized (this) {
                    busy = false;
                    notifyAll();
                    while (!closed && named.isEmpty() && !everything) {
                        wait();
                    }
                    if (closed) {
                        return;
                    }
                    busy = true;
                    taken = new LinkedHashSet<>(named);
                    named.clear();
                    all = everything;
                    everything = false;
                }
                taken.forEach(comparison::one);
                if (all) {
                    comparison.all(false, Duration.ZERO);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether no name is left, and what came of those that were is in the queue. */
    synchronized boolean isIdle() {
        return started && named.isEmpty() && !everything && !busy;
    }
}
