package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.AbstractItem;
import hudson.model.Action;
import hudson.model.Item;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.RootUrl;
import java.io.IOException;
import java.util.List;
import org.kohsuke.stapler.StaplerProxy;

/** An item's page with its latest deliveries and the address for Codeup, for those who may configure the item. */
public final class CodeupPage implements Action, StaplerProxy {

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
