package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Item;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Another way than webhooks by which items get events. */
@Restricted(NoExternalUse.class)
public interface OtherEvents extends ExtensionPoint {

    /**
     * @return how the item gets events by this way, one sentence for each repository, in the reader's language; empty if it
     *     does not
     */
    @NonNull
    List<String> stateOf(@NonNull Item item);

    /**
     * @return how this way goes, one sentence for each organization, in the reader's language, for whoever manages Jenkins
     */
    @NonNull
    List<String> overview();

    /** Asks all of them. */
    @NonNull
    static List<String> all(@NonNull Item item) {
        return ExtensionList.lookup(OtherEvents.class).stream()
                .flatMap(one -> one.stateOf(item).stream())
                .toList();
    }
}
