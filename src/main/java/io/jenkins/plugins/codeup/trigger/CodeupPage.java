package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.AbstractItem;
import hudson.model.Action;
import hudson.model.Item;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.RootUrl;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.verb.POST;

/** An item's page with its latest deliveries and the address for Codeup, for those who may configure the item. */
public final class CodeupPage implements Action, StaplerProxy {

    private static final Duration GRACE = Duration.ofHours(24);

    private final AbstractItem item;

    CodeupPage(@NonNull AbstractItem item) {
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
            return ItemHook.of(item).url(RootUrl.of(CodeupConfiguration.get().connection(null)));
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
    public String getLastRefused() throws IOException {
        return log().lastRefused();
    }

    /**
     * @return until when the old secret is accepted beside the new one, or null
     */
    @CheckForNull
    public String getOldSecretUntil() throws IOException {
        Instant until = ItemHook.of(item).previousUntil();
        return until == null ? null : until.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Makes a new secret; the old one is accepted for a day more. */
    @POST
    public HttpResponse doNewSecret() throws IOException {
        item.checkPermission(Item.CONFIGURE);
        ItemHook.rotate(item, GRACE);
        return HttpResponses.redirectTo(".");
    }

    /** Ends that day at once. */
    @POST
    public HttpResponse doRefuseOldSecret() throws IOException {
        item.checkPermission(Item.CONFIGURE);
        ItemHook.endRotation(item);
        return HttpResponses.redirectTo(".");
    }

    private DeliveryLog log() throws IOException {
        return DeliveryLogs.get().of(ItemHook.of(item).id());
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
        return Messages.CodeupPage_displayName();
    }

    @Override
    public String getUrlName() {
        return "codeup-deliveries";
    }
}
