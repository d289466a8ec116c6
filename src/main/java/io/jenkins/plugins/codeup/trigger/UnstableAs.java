package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CommitStatuses.CommitStatus.State;
import org.jvnet.localizer.Localizable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Which commit status an unstable build has: Codeup knows no such state. The names are stored in jobs. */
@Restricted(NoExternalUse.class)
public enum UnstableAs {
    FAILURE(State.FAILURE, Messages._UnstableAs_failure()),
    SUCCESS(State.SUCCESS, Messages._UnstableAs_success()),
    ERROR(State.ERROR, Messages._UnstableAs_error());

    private final State state;
    private final Localizable label;

    UnstableAs(State state, Localizable label) {
        this.state = state;
        this.label = label;
    }

    @NonNull
    public State state() {
        return state;
    }

    @NonNull
    public Localizable getLabel() {
        return label;
    }
}
