package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.model.listeners.ItemListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.SystemProperties;

/**
 * Deliveries between their answer and their work: bounded by number and by size, taken from by one thread, those of an
 * item in the order in which they came and not before the item has room for them. While many come at once, answering
 * them goes first. What an orderly shutdown finds here is kept for the next start.
 */
@Extension
public final class DeliveryQueue extends ItemListener {

    private static final Logger LOGGER = Logger.getLogger(DeliveryQueue.class.getName());
    private static final String MOST = DeliveryQueue.class.getName() + ".most";
    private static final int USUAL_MOST = 20_000;
    private static final long MOST_BYTES = 128L << 20;
    private static final int AT_ONCE = 200;
    private static final long PATIENCE = TimeUnit.SECONDS.toMillis(30);
    private static final long BETWEEN_LOOKS_FOR_ROOM = 250;
    private static final long BETWEEN_LOOKS_AT_RUSH = 50;
    /** So long at most do answers to others come before the work on a delivery. */
    private static final long LONGEST_RUSH = TimeUnit.SECONDS.toMillis(5);

    private final WaitingDeliveries waiting = new WaitingDeliveries();
    private final Rush rush = new Rush(System.nanoTime());
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
        if (closed || waiting.size() >= most || waiting.bytes() + delivery.body().length > MOST_BYTES) {
            refused++;
            return false;
        }
        rush.arrived(System.nanoTime());
        add(delivery);
        return true;
    }

    private void add(ReceivedDelivery delivery) {
        boolean first = waiting.isEmpty();
        waiting.add(delivery);
        if (worker == null || !worker.isAlive()) {
            worker = new Thread(this::work, "Codeup deliveries");
            worker.setDaemon(true);
            worker.start();
        }
        if (first) {
            notifyAll();
        }
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

    /** Waits for deliveries that there is room for; none means that there will be no more. */
    private synchronized List<ReceivedDelivery> take() {
        working = false;
        notifyAll();
        List<ReceivedDelivery> taken = List.of();
        try {
            while (!closed && taken.isEmpty()) {
                if (waiting.isEmpty()) {
                    wait();
                } else if (isRush()) {
                    wait(BETWEEN_LOOKS_AT_RUSH);
                } else {
                    taken = waiting.poll(AT_ONCE, DeliveryDispatcher::room);
                    if (taken.isEmpty()) {
                        wait(BETWEEN_LOOKS_FOR_ROOM);
                    }
                }
            }
        } catch (InterruptedException e) {
            return List.of();
        }
        working = !taken.isEmpty();
        return taken;
    }

    private boolean isRush() {
        return rush.goesOn(System.nanoTime()) && System.currentTimeMillis() - waiting.oldest() < LONGEST_RUSH;
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
        KeptDeliveries.keep(Jenkins.get().getRootDir(), waiting.all());
    }
}
