package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Date;
import java.util.Deque;
import java.util.List;
import org.jvnet.localizer.Localizable;

/** The latest deliveries of one hook and what came of them, newest first. Holds no secret. */
public final class DeliveryLog {

    private static final int MOST = 50;

    private final Deque<Line> lines = new ArrayDeque<>();
    private long refused;
    private Date lastRefused;

    /** One delivery. */
    public record Line(
            @NonNull Date time,
            @CheckForNull String event,
            @CheckForNull String ref,
            @NonNull Localizable decision) {

        public Date getTime() {
            return time;
        }

        public String getEvent() {
            return event;
        }

        public String getRef() {
            return ref;
        }

        /** In the language of who looks. */
        public String getDecision() {
            return decision.toString();
        }
    }

    /**
     * @param decision what came of it and why
     */
    public synchronized void add(@NonNull Delivery delivery, @NonNull Localizable decision) {
        String ref = delivery instanceof Delivery.TagPush tag ? tag.tag() : delivery.branch();
        DeliveryEvent event = delivery.event();
        lines.addFirst(new Line(new Date(), event == null ? null : event.kind(), ref, decision));
        if (lines.size() > MOST) {
            lines.removeLast();
        }
    }

    /** Counts a delivery that did not bring the hook's secret; nothing of it is kept. */
    public synchronized void refuse() {
        refused++;
        lastRefused = new Date();
    }

    public synchronized long refused() {
        return refused;
    }

    /**
     * @return when that was last, or null
     */
    @CheckForNull
    public synchronized Date lastRefused() {
        return lastRefused;
    }

    @NonNull
    public synchronized List<Line> lines() {
        return new ArrayList<>(lines);
    }
}
