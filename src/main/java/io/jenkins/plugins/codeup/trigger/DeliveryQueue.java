package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.model.listeners.ItemListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.SystemProperties;

/**
 * Deliveries between their answer and their work: bounded by number and by size, taken from by one thread in the order
 * in which they came. What an orderly shutdown finds here is kept for the next start.
 */
@Extension
public final class DeliveryQueue extends ItemListener {

    private static final Logger LOGGER = Logger.getLogger(DeliveryQueue.class.getName());
    private static final String MOST = DeliveryQueue.class.getName() + ".most";
    private static final int USUAL_MOST = 20_000;
    private static final long MOST_BYTES = 128L << 20;
    private static final int AT_ONCE = 200;
    private static final long PATIENCE = TimeUnit.SECONDS.toMillis(30);

    private final ArrayDeque<ReceivedDelivery> waiting = new ArrayDeque<>();
    private long bytes;
    private long refused;
    private boolean closed;
    private boolean working;
    private Thread worker;

    @NonNull
    static DeliveryQueue get() {
        return ExtensionList.lookupSingleton(DeliveryQueue.class);
    }

    /**
     * @return false if there is no room, or Jenkins is shutting down
     */
    synchronized boolean offer(@NonNull ReceivedDelivery delivery) {
        int most = SystemProperties.getInteger(MOST, USUAL_MOST);
        if (closed || waiting.size() >= most || bytes + delivery.body().length > MOST_BYTES) {
            refused++;
            return false;
        }
        add(delivery);
        return true;
    }

    private void add(ReceivedDelivery delivery) {
        waiting.add(delivery);
        bytes += delivery.body().length;
        if (worker == null) {
            worker = new Thread(this::work, "Codeup deliveries");
            worker.setDaemon(true);
            worker.start();
        }
        notifyAll();
    }

    /**
     * @return how many deliveries found no room since Jenkins started
     */
    synchronized long refused() {
        return refused;
    }

    /** For tests: waits until there is nothing left to do. */
    synchronized void awaitIdle() throws InterruptedException {
        while (working || !waiting.isEmpty()) {
            wait();
        }
    }

    private void work() {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            for (List<ReceivedDelivery> some = take(); !some.isEmpty(); some = take()) {
                try {
                    DeliveryDispatcher.dispatch(some);
                } catch (RuntimeException e) {
                    LOGGER.log(Level.WARNING, "Deliveries from Codeup could not be worked on", e);
                }
            }
        }
    }

    /** Waits for deliveries; none means that there will be no more. */
    private synchronized List<ReceivedDelivery> take() {
        working = false;
        notifyAll();
        while (waiting.isEmpty() && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                return List.of();
            }
        }
        List<ReceivedDelivery> taken = new ArrayList<>();
        while (!closed && taken.size() < AT_ONCE && !waiting.isEmpty()) {
            ReceivedDelivery first = waiting.poll();
            bytes -= first.body().length;
            taken.add(first);
        }
        working = !taken.isEmpty();
        return taken;
    }

    @Override
    public void onLoaded() {
        List<ReceivedDelivery> kept = KeptDeliveries.take(Jenkins.get().getRootDir());
        synchronized (this) {
            kept.forEach(this::add);
        }
    }

    /** Lets the worker end what it has begun, and keeps the rest. */
    @Terminator
    public static void stop() throws InterruptedException, IOException {
        get().close();
    }

    private synchronized void close() throws InterruptedException, IOException {
        closed = true;
        notifyAll();
        long end = System.currentTimeMillis() + PATIENCE;
        while (working && System.currentTimeMillis() < end) {
            wait(1_000);
        }
        KeptDeliveries.keep(Jenkins.get().getRootDir(), waiting);
    }
}
