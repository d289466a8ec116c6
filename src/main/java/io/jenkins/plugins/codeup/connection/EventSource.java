package io.jenkins.plugins.codeup.connection;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.util.ListBoxModel;
import org.jvnet.localizer.Localizable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** How Jenkins learns of events in Codeup. The names are stored in connections. */
@Restricted(NoExternalUse.class)
public enum EventSource {
    /** Codeup sends them. */
    WEBHOOKS(Messages._EventSource_webhooks()),
    /** Jenkins asks for them; needs no inbound port. */
    WATCH(Messages._EventSource_watch()),
    /** Codeup sends them, and Jenkins asks for those that do not arrive. */
    BOTH(Messages._EventSource_both());

    private final Localizable label;

    EventSource(Localizable label) {
        this.label = label;
    }

    /** A drop-down list of all. */
    @NonNull
    static ListBoxModel items() {
        ListBoxModel items = new ListBoxModel();
        for (EventSource source : values()) {
            items.add(source.label.toString(), source.name());
        }
        return items;
    }
}
