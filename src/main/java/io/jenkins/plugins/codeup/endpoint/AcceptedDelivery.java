package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryReader.InvalidDeliveryException;
import java.io.IOException;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jvnet.localizer.Localizable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * A delivery that was answered with 2xx and that a {@link DeliveryHandler} processes. The handler calls one of
 * {@link #decided}, {@link #failed} and {@link #scheduled}, at once or later: the delivery is kept until then, and in
 * the last case until its build has begun.
 */
@Restricted(NoExternalUse.class)
public final class AcceptedDelivery {

    private static final Logger LOGGER = Logger.getLogger(AcceptedDelivery.class.getName());

    private final long id;
    private final String webhookId;
    private final long receivedAt;
    private final int size;
    /** Null until it is read from the journal: what waits takes little memory. */
    private volatile Delivery delivery;

    /** As the journal has it; null until it is read and when it was taken. */
    private volatile byte[] stored;

    private volatile boolean repeated;
    private volatile long scheduledAt;

    /**
     * @param entry where the journal has the delivery
     * @param size of the body in bytes
     */
    AcceptedDelivery(@NonNull Journal.Entry entry, @NonNull String webhookId, int size) {
        this.id = entry.id();
        this.receivedAt = entry.time();
        this.webhookId = webhookId;
        this.size = size;
    }

    /**
     * Reads the delivery from the journal, unless that was done before.
     *
     * @throws IOException if it can't be read now
     * @throws InvalidDeliveryException if it was damaged
     */
    void read(@NonNull Journal journal) throws IOException, InvalidDeliveryException {
        if (delivery == null) {
            byte[] kept = journal.read(id);
            if (kept == null) {
                throw new IOException("The journal does not have the delivery any more");
            }
            stored = kept;
            delivery = StoredDelivery.read(kept).parse();
        }
    }

    /**
     * @return the delivery as the journal has it, or null if it was taken before; not held any longer
     */
    @CheckForNull
    byte[] takeStored() {
        byte[] taken = stored;
        stored = null;
        return taken;
    }

    /**
     * @return the delivery; for a handler never null
     */
    public Delivery delivery() {
        return delivery;
    }

    /**
     * @return a text that names the delivery in builds, see {@link DeliveryBuilds.Source}
     */
    @NonNull
    public String id() {
        return text(id);
    }

    @NonNull
    static String text(long id) {
        return Long.toHexString(id);
    }

    long number() {
        return id;
    }

    @NonNull
    String webhookId() {
        return webhookId;
    }

    /**
     * @return milliseconds since 1970
     */
    public long receivedAt() {
        return receivedAt;
    }

    /** Of the body in bytes: a parsed delivery takes about as much memory. */
    int size() {
        return size;
    }

    /**
     * @return whether an earlier processing did not come to its end, because Jenkins was stopped or killed
     */
    public boolean isRepeated() {
        return repeated;
    }

    void repeat() {
        repeated = true;
    }

    long scheduledAt() {
        return scheduledAt;
    }

    void setScheduledAt(long millis) {
        scheduledAt = millis;
    }

    /**
     * Ends the delivery without a build of its own.
     *
     * @param result what it did and why, for the page of the item
     */
    public void decided(@NonNull Localizable result) {
        DeliveryQueue.get().settle(this, DeliveryLog.State.DECIDED, result);
    }

    /** Ends the delivery as failed. It is not repeated: it would fail again. */
    public void failed(@NonNull Throwable problem) {
        LOGGER.log(Level.WARNING, "A delivery from Codeup failed", problem);
        DeliveryQueue.get().settle(this, DeliveryLog.State.FAILED, Messages._DeliveryLog_failed(problem.toString()));
    }

    /**
     * Says that a build with this delivery's id is in Jenkins's queue. The delivery ends when that build has begun, and
     * is processed again if it never begins.
     *
     * @param result what is built and why
     */
    public void scheduled(@NonNull Localizable result) {
        DeliveryQueue.get().settle(this, DeliveryLog.State.SCHEDULED, result);
    }

    /**
     * Computes a decision. An exception ends the delivery as failed and does not propagate, so that the next one is
     * processed.
     *
     * @return the decision, or null after an exception
     */
    public <T> T orFail(@NonNull Supplier<T> decision) {
        try {
            return decision.get();
        } catch (RuntimeException | LinkageError e) {
            failed(e);
            return null;
        }
    }
}
