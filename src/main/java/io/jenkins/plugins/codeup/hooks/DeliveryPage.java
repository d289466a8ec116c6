package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.AbstractItem;
import hudson.model.ModelObject;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryEvent;
import io.jenkins.plugins.codeup.delivery.DeliveryReader;
import io.jenkins.plugins.codeup.delivery.DeliveryReader.InvalidDeliveryException;
import io.jenkins.plugins.codeup.endpoint.DeliveryBodies.Kept;
import io.jenkins.plugins.codeup.endpoint.DeliveryHandler;
import io.jenkins.plugins.codeup.endpoint.DeliveryLog;
import io.jenkins.plugins.codeup.endpoint.DeliveryStep;
import io.jenkins.plugins.codeup.endpoint.OwnDeliveries;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * One delivery of a job or multibranch project, or a body that somebody pasted: what it contains, and what it would start now
 * and why. Below the {@link DeliveriesPage}, which checks the permission.
 */
@Restricted(NoExternalUse.class)
public final class DeliveryPage implements ModelObject {

    private final AbstractItem item;
    private final DeliveryLog.Line line;
    private final String event;
    private final byte[] body;
    private Delivery delivery;
    private String problem;

    /**
     * @param line of the log, or null for a pasted body
     * @param kept null if the body is not kept
     */
    DeliveryPage(@NonNull AbstractItem item, @CheckForNull DeliveryLog.Line line, @CheckForNull Kept kept) {
        this.item = item;
        this.line = line;
        this.event = kept == null ? null : kept.event();
        this.body = kept == null ? null : kept.body();
        try {
            delivery = body == null ? null : DeliveryReader.read(event, body);
        } catch (InvalidDeliveryException e) {
            problem = e.getMessage();
        }
    }

    /**
     * Lets the delivery of the log come once more.
     *
     * @return whether it was accepted
     */
    static boolean replay(@NonNull String webhookId, @CheckForNull Kept kept) {
        Delivery delivery = kept == null ? null : kept.delivery();
        DeliveryEvent event = delivery == null ? null : delivery.event();
        return event != null
                && OwnDeliveries.offer(webhookId, "replay-" + UUID.randomUUID(), event, kept.body(), delivery);
    }

    @Override
    public String getDisplayName() {
        return line == null ? Messages.DeliveryPage_pasted() : Messages.DeliveryPage_displayName();
    }

    @NonNull
    public AbstractItem getItem() {
        return item;
    }

    /**
     * @return the line of the log, or null for a pasted body
     */
    @CheckForNull
    public DeliveryLog.Line getLine() {
        return line;
    }

    /**
     * @return why the body is no delivery, or null if it is one
     */
    @CheckForNull
    public String getProblem() {
        return problem;
    }

    public boolean isKept() {
        return body != null;
    }

    /**
     * @return the body without secrets; with e-mail addresses for administrators only
     */
    @CheckForNull
    public String getBody() {
        return body == null ? null : ShownBody.of(body, Jenkins.get().hasPermission(Jenkins.ADMINISTER));
    }

    /**
     * @return what the delivery would start now, condition by condition; empty if nothing is known of it
     */
    @NonNull
    public List<DeliveryStep> getSteps() {
        DeliveryHandler handler = delivery == null || delivery.event() == null ? null : DeliveryHandler.of(item);
        return handler == null ? List.of() : handler.explain(item, delivery);
    }

    /**
     * @return the command that sends the body as Codeup does, with the secret in a variable; null if this Jenkins has no URL
     */
    @CheckForNull
    public String getCurl() throws IOException {
        String url = new DeliveriesPage(item).getWebhookUrl();
        DeliveryEvent kind = delivery == null ? null : delivery.event();
        if (url == null || kind == null) {
            return null;
        }
        String header =
                switch (kind) {
                    case PUSH -> "Push Hook";
                    case TAG_PUSH -> "Tag Push Hook";
                    case MERGE_REQUEST -> "Merge Request Hook";
                    case NOTE -> "Note Hook";
                };
        return "curl -X POST '" + url + "' -H 'Content-Type: application/json' -H '" + DeliveryReader.EVENT_HEADER
                + ": " + header + "' -H \"X-Codeup-Token: $CODEUP_SECRET\" --data-binary @delivery.json";
    }
}
