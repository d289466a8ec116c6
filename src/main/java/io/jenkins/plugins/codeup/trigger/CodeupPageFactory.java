package io.jenkins.plugins.codeup.trigger;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.AbstractItem;
import hudson.model.Action;
import hudson.model.Job;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;

/** Gives a page to each item that deliveries do something to and that has an address of its own. */
@Extension
public class CodeupPageFactory extends TransientActionFactory<AbstractItem> {

    @Override
    public Class<AbstractItem> type() {
        return AbstractItem.class;
    }

    @Override
    public Collection<? extends Action> createFor(AbstractItem item) {
        boolean shares = item instanceof Job<?, ?> job && TriggerItem.of(job) != item;
        boolean served =
                !shares && ExtensionList.lookup(DeliveryTarget.class).stream().anyMatch(target -> target.serves(item));
        return served ? List.of(new CodeupPage(item)) : List.of();
    }
}
