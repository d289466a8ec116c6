package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractItem;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.connection.CodeupForms;
import io.jenkins.plugins.codeup.connection.RootUrl;
import io.jenkins.plugins.codeup.endpoint.DeliveryBodies;
import io.jenkins.plugins.codeup.endpoint.DeliveryBodies.Kept;
import io.jenkins.plugins.codeup.endpoint.DeliveryHandler;
import io.jenkins.plugins.codeup.endpoint.DeliveryLog;
import io.jenkins.plugins.codeup.endpoint.DeliveryQueue;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.hooks.DesiredWebhooks.Target;
import io.jenkins.plugins.codeup.hooks.ManagedItem.ManagedWebhook;
import io.jenkins.plugins.codeup.trigger.TriggerSettings;
import io.jenkins.plugins.codeup.webhook.ReconcileResult.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.DateFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import jenkins.model.TransientActionFactory;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.verb.POST;

/**
 * Page of a job or multibranch project: its webhook URL, the state of its webhook in Codeup, its latest deliveries. For
 * those who may configure the item, or the organization folder that made it.
 */
@Restricted(NoExternalUse.class)
public final class DeliveriesPage implements Action, StaplerProxy {

    private static final Duration GRACE = Duration.ofHours(24);
    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(15);

    private final AbstractItem item;

    DeliveriesPage(@NonNull AbstractItem item) {
        this.item = item;
    }

    @NonNull
    public AbstractItem getItem() {
        return item;
    }

    /**
     * @return where Codeup delivers to, or null if the URL of this Jenkins is not set
     */
    @CheckForNull
    public String getWebhookUrl() throws IOException {
        try {
            return ItemWebhook.of(item).url(RootUrl.of(connection()));
        } catch (IllegalStateException rootUrlMissing) {
            return null;
        }
    }

    private CodeupConnection connection() throws IOException {
        CodeupConnection own = null;
        try {
            own = DesiredWebhooks.of(item).connection();
        } catch (IllegalArgumentException mistake) {
            // shown by getState
        }
        return own == null ? CodeupConfiguration.get().connection(null) : own;
    }

    /**
     * @return the state of the item's webhooks in Codeup and what is wrong in its trigger, one paragraph each, in the reader's
     *     language
     */
    @NonNull
    public List<String> getState() throws IOException {
        List<String> lines = new ArrayList<>();
        try {
            addState(DesiredWebhooks.of(item), lines);
            lines.addAll(OtherEvents.all(item));
        } catch (IllegalArgumentException | IllegalStateException e) {
            lines.add(Messages.DeliveriesPage_mistake(e.getMessage()));
        }
        if (item instanceof Job<?, ?> job) {
            TriggerSettings.problems(job).stream()
                    .filter(problem -> lines.stream().noneMatch(line -> line.contains(problem)))
                    .toList()
                    .forEach(lines::add);
        }
        return lines;
    }

    private void addState(DesiredWebhooks desired, List<String> lines) throws IOException {
        if (desired.whyNone() != null) {
            lines.add(Messages.DeliveriesPage_notManaged(desired.whyNone()));
        }
        ManagedItem managed = managed();
        desired.targets().forEach(target -> lines.add(state(managed, target)));
        String silence = managed == null ? null : Silence.since(managed, log().lines());
        if (silence != null) {
            lines.add(silence);
        }
        ManagedItem.Problem problem = managed == null ? null : managed.problem();
        if (problem != null) {
            WebhooksPage.Row row = new WebhooksPage.Row(managed);
            lines.add(Messages.DeliveriesPage_problem(time(problem.since()), row.getReason()));
            lines.add(row.getAdvice());
        }
    }

    /**
     * @return for the job's own page: why its webhook is not up to date; null if it is, if an administrator ignores that, and
     *     for those who may not configure the item
     */
    @CheckForNull
    public String getWarning() throws IOException {
        ManagedItem managed = CodeupForms.configured(item).hasPermission(Item.CONFIGURE) ? managed() : null;
        ManagedItem.Problem problem = managed == null ? null : managed.problem();
        if (problem == null || problem.ignored()) {
            return null;
        }
        String reason = new WebhooksPage.Row(managed).getReason();
        return Messages.DeliveriesPage_warning(
                problem.repository() == null ? reason : problem.repository() + ": " + reason);
    }

    private ManagedItem managed() throws IOException {
        ItemWebhook own = ItemWebhook.existing(item);
        return own == null ? null : WebhookManager.get().store().get(own.id());
    }

    private static String state(@CheckForNull ManagedItem managed, Target target) {
        ManagedWebhook webhook = managed == null ? null : managed.find(target);
        return webhook == null
                ? Messages.DeliveriesPage_pending(target.key().repository())
                : state(managed.id(), webhook);
    }

    /**
     * @return the state of a webhook in Codeup, a sentence in the reader's language
     */
    @NonNull
    static String state(@NonNull String itemWebhookId, @NonNull ManagedWebhook webhook) {
        if (webhook.webhookId() == null || webhook.outcome() == null) {
            return Messages.DeliveriesPage_pending(webhook.repository());
        }
        long checked = WebhookManager.get().store().lastChecked(itemWebhookId, webhook.key());
        String id = String.valueOf(webhook.webhookId());
        if (checked > webhook.since() || webhook.outcome() == Outcome.UNCHANGED) {
            return Messages.DeliveriesPage_upToDate(id, webhook.repository(), time(Math.max(checked, webhook.since())));
        }
        return webhook.outcome() == Outcome.CREATED
                ? Messages.DeliveriesPage_created(id, webhook.repository(), time(webhook.since()))
                : Messages.DeliveriesPage_updated(id, webhook.repository(), time(webhook.since()));
    }

    private static String time(long millis) {
        return DateFormat.getDateTimeInstance(DateFormat.MEDIUM, DateFormat.MEDIUM, LocaleProvider.getLocale())
                .format(new Date(millis));
    }

    /** Checks the item's webhook in Codeup and repairs it. The page then says what came of it. */
    @POST
    public HttpResponse doCheck() throws IOException, InterruptedException {
        CodeupForms.checkMayConfigure(item);
        boolean done = WebhookManager.get().checkNow(item, CHECK_TIMEOUT);
        return HttpResponses.redirectTo(done ? "./?checked=done" : "./?checked=running");
    }

    /**
     * @param checked the parameter that {@link #doCheck} adds to the page's URL
     * @return what the button "Check now" did
     */
    @NonNull
    public String checkResult(@NonNull String checked) throws IOException {
        try {
            if (DesiredWebhooks.of(item).isEmpty()) {
                return Messages.DeliveriesPage_nothingToCheck();
            }
        } catch (IllegalArgumentException | IllegalStateException mistake) {
            return Messages.DeliveriesPage_nothingToCheck();
        }
        return checked.equals("running") ? Messages.DeliveriesPage_stillChecking() : Messages.DeliveriesPage_checked();
    }

    /**
     * @return until when the old secret is accepted beside the new one, or null
     */
    @CheckForNull
    public Date getOldSecretUntil() throws IOException {
        ItemWebhook own = ItemWebhook.existing(item);
        Instant until = own == null ? null : own.previousUntil();
        return until == null ? null : Date.from(until);
    }

    /**
     * @param until as formatted for the reader
     * @return after a new secret, what was done and what is left to do
     */
    @NonNull
    public String rotationState(@NonNull String until) throws IOException {
        DesiredWebhooks desired;
        try {
            desired = DesiredWebhooks.of(item);
        } catch (IllegalArgumentException | IllegalStateException e) {
            return Messages.DeliveriesPage_rotatedByHand(until);
        }
        if (desired.isEmpty()) {
            return Messages.DeliveriesPage_rotatedByHand(until);
        }
        Date end = getOldSecretUntil();
        ManagedItem managed = managed();
        boolean delivered = end != null
                && managed != null
                && managed.problem() == null
                && desired.targets().stream()
                        .allMatch(target -> isUpToDateSince(end.getTime() - GRACE.toMillis(), managed, target));
        return delivered ? Messages.DeliveriesPage_rotated(until) : Messages.DeliveriesPage_rotating(until);
    }

    private static boolean isUpToDateSince(long millis, ManagedItem managed, Target target) {
        ManagedWebhook webhook = managed.find(target);
        long checked = WebhookManager.get().store().lastChecked(managed.id(), target.key());
        return webhook != null && webhook.webhookId() != null && Math.max(checked, webhook.since()) >= millis;
    }

    /**
     * Makes a new secret and gives it to Codeup, if the webhook is managed. The one before is accepted for a day more, those
     * before that no longer.
     */
    @POST
    public HttpResponse doNewSecret() throws IOException, InterruptedException {
        CodeupForms.checkMayConfigure(item);
        ItemWebhook.rotate(item, GRACE);
        WebhookManager.get().checkNow(item, CHECK_TIMEOUT);
        return HttpResponses.redirectTo(".");
    }

    /** Ends that day at once. */
    @POST
    public HttpResponse doRejectOldSecret() throws IOException {
        CodeupForms.checkMayConfigure(item);
        ItemWebhook.endRotation(item);
        return HttpResponses.redirectTo(".");
    }

    @NonNull
    public List<DeliveryLog.Line> getDeliveries() throws IOException {
        DeliveryLog log = log();
        log.complete(item, DeliveryQueue.get().openIds());
        return log.lines();
    }

    /**
     * @param id see {@link DeliveryLog.Line#id()}
     * @return the page of one delivery, or null if it is not among the latest
     */
    @CheckForNull
    public DeliveryPage getDelivery(@NonNull String id) throws IOException {
        DeliveryLog.Line found = log().lines().stream()
                .filter(line -> !id.isEmpty() && line.id().equals(id))
                .findFirst()
                .orElse(null);
        return found == null
                ? null
                : new DeliveryPage(item, found, DeliveryBodies.get().read(item, id));
    }

    /** Lets one of the latest deliveries come once more, as if Codeup sent it again. */
    @POST
    public HttpResponse doReplay(@QueryParameter String id) throws IOException {
        CodeupForms.checkMayConfigure(item);
        boolean done = DeliveryPage.replay(
                ItemWebhook.of(item).id(), DeliveryBodies.get().read(item, id));
        return HttpResponses.redirectTo(done ? "./?replayed=true" : "./?replayed=false");
    }

    /** Says what a pasted body would start. Starts nothing. */
    @POST
    public HttpResponse doExplain(@QueryParameter String event, @QueryParameter String body) {
        CodeupForms.checkMayConfigure(item);
        byte[] pasted = Util.fixNull(body).getBytes(StandardCharsets.UTF_8);
        int limit = CodeupConfiguration.get().getMaxDeliveryKilobytes() << 10;
        if (pasted.length > limit) {
            throw HttpResponses.error(413, Messages.DeliveriesPage_tooLarge(limit >> 10));
        }
        Kept kept = new Kept(Util.fixEmptyAndTrim(event), pasted);
        return HttpResponses.forwardToView(new DeliveryPage(item, null, kept), "index");
    }

    /**
     * @param kind see {@link DeliveryLog.Line#event()}
     * @return the event's name in the reader's language
     */
    @NonNull
    public String eventName(@CheckForNull String kind) {
        return switch (kind == null ? "" : kind) {
            case "push" -> Messages.DeliveriesPage_push();
            case "tag_push" -> Messages.DeliveriesPage_tagPush();
            case "merge_request" -> Messages.DeliveriesPage_mergeRequest();
            case "note" -> Messages.DeliveriesPage_comment();
            case DeliveryLog.UNKNOWN_EVENT -> Messages.DeliveriesPage_unknown();
            default -> Messages.DeliveriesPage_test();
        };
    }

    /**
     * @return how many deliveries had no or a wrong secret since Jenkins started
     */
    public long getRejected() throws IOException {
        return log().rejected();
    }

    @CheckForNull
    public Date getLastRejected() throws IOException {
        return log().lastRejected();
    }

    private DeliveryLog log() throws IOException {
        return DeliveryLog.of(ItemWebhook.of(item).id());
    }

    @Override
    public Object getTarget() {
        CodeupForms.checkMayConfigure(item);
        return this;
    }

    @Override
    public String getIconFileName() {
        return CodeupForms.configured(item).hasPermission(Item.CONFIGURE) ? "symbol-link" : null;
    }

    @Override
    public String getDisplayName() {
        return Messages.DeliveriesPage_displayName();
    }

    @Override
    public String getUrlName() {
        return "codeup-deliveries";
    }

    /**
     * Adds the page to each item that has a URL of its own, and to which deliveries do something or did or may do something
     * some day.
     */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class Factory extends TransientActionFactory<AbstractItem> {

        @Override
        public Class<AbstractItem> type() {
            return AbstractItem.class;
        }

        @Override
        public Class<? extends Action> actionType() {
            return DeliveriesPage.class;
        }

        @Override
        public Collection<? extends Action> createFor(AbstractItem item) {
            return DesiredWebhooks.mayHaveSome(item)
                            && (DeliveryHandler.of(item) != null || MissingTrigger.isWorthAPage(item))
                    ? List.of(new DeliveriesPage(item))
                    : List.of();
        }
    }
}
