package io.jenkins.plugins.codeup.hooks;

import hudson.Extension;
import hudson.model.AbstractItem;
import hudson.model.Action;
import hudson.model.Job;
import io.jenkins.plugins.codeup.endpoint.DeliveryHandler;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;

/** Gives a page to each item that deliveries do something to and that has an address of its own. */
@Extension
public class DeliveriesPageFactory extends TransientActionFactory<AbstractItem> {

    @Override
    public Class<AbstractItem> type() {
        return AbstractItem.class;
    }

    @Override
    public Collection<? extends Action> createFor(AbstractItem item) {
        boolean shares = item instanceof Job<?, ?> job && ItemWebhook.owner(job) != item;
        boolean served =
                !shares && DeliveryHandler.of(item) != null;
        return served ? List.of(new DeliveriesPage(item)) : List.of();
    }
}
