package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Date;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jvnet.localizer.Localizable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The latest deliveries of one webhook with their results, since Jenkins started. Kept in memory only; contains no
 * secrets and nothing of rejected requests but their number. Thread-safe.
 */
@Restricted(NoExternalUse.class)
public final class DeliveryLog {

    private static final Logger LOGGER = Logger.getLogger(DeliveryLog.class.getName());
    private static final int MAX_LINES = 50;

    private final Deque<Line> lines = new ArrayDeque<>();
    private long rejected;
    private Date lastRejected;

    /**
     * One delivery and its result.
     *
     * @param event the event as Codeup names it, or null for a test delivery
     * @param ref the branch or tag, or null
     * @param result what the delivery did and why; displayed in the reader's language
     */
    public record Line(
            @NonNull Date time,
            @CheckForNull String event,
            @CheckForNull String ref,
            @NonNull Localizable result) {

        public Date getTime() {
            return time;
        }

        public String getEvent() {
            return event;
        }

        public String getRef() {
            return ref;
        }

        public String getResult() {
            return result.toString();
        }
    }

    /** The logs of the webhooks with the latest deliveries. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class Logs {

        private static final int MAX_LOGS = 2_000;

        private final Map<String, DeliveryLog> logs = new LinkedHashMap<>(16, 0.75f, true);

        private synchronized DeliveryLog of(String webhookId) {
            DeliveryLog log = logs.computeIfAbsent(webhookId, id -> new DeliveryLog());
            if (logs.size() > MAX_LOGS) {
                logs.remove(logs.keySet().iterator().next());
            }
            return log;
        }
    }

    /**
     * @param webhookId see {@link ItemWebhook#id()}
     * @return the webhook's log; empty if no delivery arrived lately
     */
    @NonNull
    public static DeliveryLog of(@NonNull String webhookId) {
        return ExtensionList.lookupSingleton(Logs.class).of(webhookId);
    }

    /**
     * Adds a delivery.
     *
     * @param result what it did and why
     */
    public synchronized void add(@NonNull Delivery delivery, @NonNull Localizable result) {
        String ref = delivery instanceof Delivery.TagPush tag ? tag.tag() : delivery.branch();
        DeliveryEvent event = delivery.event();
        lines.addFirst(new Line(new Date(), event == null ? null : event.kind(), ref, result));
        if (lines.size() > MAX_LINES) {
            lines.removeLast();
        }
    }

    /**
     * Processes a delivery and adds it with its result. An exception makes the result "failed" and does not propagate,
     * so that the next delivery is processed.
     *
     * @param processing does the work and returns what was done and why
     */
    public void record(@NonNull Delivery delivery, @NonNull Supplier<Localizable> processing) {
        Localizable result;
        try {
            result = processing.get();
        } catch (RuntimeException | LinkageError e) {
            LOGGER.log(Level.WARNING, "A delivery from Codeup failed", e);
            result = Messages._DeliveryLog_failed(e.toString());
        }
        add(delivery, result);
    }

    /** Counts a request to the webhook's URL without a valid secret. */
    synchronized void reject() {
        rejected++;
        lastRejected = new Date();
    }

    /**
     * @return how many requests had no valid secret
     */
    public synchronized long rejected() {
        return rejected;
    }

    /**
     * @return the time of the last request without a valid secret, or null
     */
    @CheckForNull
    public synchronized Date lastRejected() {
        return lastRejected == null ? null : new Date(lastRejected.getTime());
    }

    /**
     * @return the latest deliveries, newest first
     */
    @NonNull
    public synchronized List<Line> lines() {
        return new ArrayList<>(lines);
    }
}
