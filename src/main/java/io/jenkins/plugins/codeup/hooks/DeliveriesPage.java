package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionList;
import hudson.model.AbstractItem;
import hudson.model.Action;
import hudson.model.Item;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.RootUrl;
import io.jenkins.plugins.codeup.endpoint.DeliveryLog;
import io.jenkins.plugins.codeup.endpoint.DeliveryLogs;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.verb.POST;

/** An item's page with its latest deliveries and the address for Codeup, for those who may configure the item. */
public final class DeliveriesPage implements Action, StaplerProxy {

    private static final Duration GRACE = Duration.ofHours(24);

    private final AbstractItem item;

    DeliveriesPage(@NonNull AbstractItem item) {
        this.item = item;
    }

    @NonNull
    public AbstractItem getItem() {
        return item;
    }

    /**
     * @return where Codeup delivers to, or null if Jenkins does not know its own URL
     */
    @CheckForNull
    public String getHookUrl() throws IOException {
        try {
            return ItemWebhook.of(item).url(RootUrl.of(CodeupConfiguration.get().connection(null)));
        } catch (IllegalStateException rootUrlMissing) {
            return null;
        }
    }

    @NonNull
    public List<DeliveryLog.Line> getDeliveries() throws IOException {
        return log().lines();
    }

    /**
     * @return how many did not bring the secret since Jenkins started
     */
    public long getRefused() throws IOException {
        return log().refused();
    }

    @CheckForNull
    public Date getLastRefused() throws IOException {
        return log().lastRefused();
    }

    /**
     * @return until when the old secret is accepted beside the new one, or null
     */
    @CheckForNull
    public Date getOldSecretUntil() throws IOException {
        Instant until = ItemWebhook.of(item).previousUntil();
        return until == null ? null : Date.from(until);
    }

    /** Makes a new secret; the old one is accepted for a day more. */
    @POST
    public HttpResponse doNewSecret() throws IOException, InterruptedException {
        item.checkPermission(Item.CONFIGURE);
        ItemWebhook.rotate(item, GRACE);
        register();
        return HttpResponses.redirectTo(".");
    }

    /** Ends that day at once. */
    @POST
    public HttpResponse doRefuseOldSecret() throws IOException {
        item.checkPermission(Item.CONFIGURE);
        ItemWebhook.endRotation(item);
        return HttpResponses.redirectTo(".");
    }

    private DeliveryLog log() throws IOException {
        return DeliveryLogs.get().of(ItemWebhook.of(item).id());
    }

    /**
     * @return what there is to say of the hook in Codeup, in the language of who looks
     */
    @NonNull
    public List<String> getHookState() {
        return ExtensionList.lookup(HookKeeper.class).stream()
                .flatMap(keeper -> keeper.state(item).stream())
                .toList();
    }

    /** "Register now": looks at the hook and makes it right; the page then shows what came of it. */
    @POST
    public HttpResponse doRegister() throws InterruptedException {
        item.checkPermission(Item.CONFIGURE);
        register();
        return HttpResponses.redirectTo(".");
    }

    private void register() throws InterruptedException {
        for (HookKeeper keeper : ExtensionList.lookup(HookKeeper.class)) {
            keeper.register(item);
        }
    }

    @Override
    public Object getTarget() {
        item.checkPermission(Item.CONFIGURE);
        return this;
    }

    @Override
    public String getIconFileName() {
        return item.hasPermission(Item.CONFIGURE) ? "symbol-link" : null;
    }

    @Override
    public String getDisplayName() {
        return Messages.DeliveriesPage_displayName();
    }

    @Override
    public String getUrlName() {
        return "codeup-deliveries";
    }
}
