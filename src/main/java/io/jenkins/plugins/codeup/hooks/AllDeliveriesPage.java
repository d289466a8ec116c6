package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractItem;
import hudson.model.Item;
import io.jenkins.plugins.codeup.endpoint.DeliveryLog;
import io.jenkins.plugins.codeup.endpoint.LatestDeliveries;
import io.jenkins.plugins.codeup.endpoint.LatestDeliveries.OfItem;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;

/** Manage Jenkins, Codeup deliveries: the latest deliveries of all jobs, for administrators. */
@Extension
@Restricted(NoExternalUse.class)
public final class AllDeliveriesPage extends ManagePage {

    private static final int MAX_SHOWN = 200;

    public AllDeliveriesPage() {
        super("codeup-deliveries", Jenkins.ADMINISTER, Category.STATUS);
    }

    /**
     * @return what the user searches for: a part of a job's name, a branch or tag, or a result; empty for all
     */
    @NonNull
    public String getSearch() {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        return request == null
                ? ""
                : Util.fixNull(request.getParameter("search")).trim();
    }

    /**
     * @return those that the user searches for, the newest first
     */
    @NonNull
    public List<OfItem> getDeliveries() {
        String part = getSearch().toLowerCase(Locale.ROOT);
        return LatestDeliveries.find(MAX_SHOWN, (item, line) -> part.isEmpty() || matches(item, line, part));
    }

    private static boolean matches(Item item, DeliveryLog.Line line, String part) {
        return (item.getFullName() + '\n' + Objects.toString(line.ref(), "") + '\n' + line.getResult())
                .toLowerCase(Locale.ROOT)
                .contains(part);
    }

    /** See {@link DeliveriesPage#eventName}. */
    @NonNull
    public String eventName(@NonNull OfItem delivery) {
        return new DeliveriesPage((AbstractItem) delivery.item())
                .eventName(delivery.line().event());
    }

    @Override
    public String getDisplayName() {
        return Messages.DeliveriesPage_displayName();
    }

    @Override
    public String getDescription() {
        return Messages.AllDeliveriesPage_description();
    }
}
