package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Item;
import hudson.model.Job;

/** Finds the item that deliveries for a job go to: the job itself, unless it is one of several made by that item. */
public interface TriggerItem extends ExtensionPoint {

    /**
     * @return the item whose deliveries start this job, or null if this finder does not know
     */
    @CheckForNull
    Item find(@NonNull Job<?, ?> job);

    @NonNull
    static Item of(@NonNull Job<?, ?> job) {
        for (TriggerItem finder : ExtensionList.lookup(TriggerItem.class)) {
            Item item = finder.find(job);
            if (item != null) {
                return item;
            }
        }
        return job;
    }
}
