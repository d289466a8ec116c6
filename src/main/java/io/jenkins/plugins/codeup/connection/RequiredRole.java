package io.jenkins.plugins.codeup.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codeup.client.RepositoryMembers.Role;
import org.jvnet.localizer.Localizable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** The role in the repository that somebody in Codeup must have for what he asks of Jenkins. The names are stored in jobs. */
@Restricted(NoExternalUse.class)
public enum RequiredRole {
    /** Nobody is asked: whoever may comment, which viewers may. */
    EVERYONE(null, Messages._RequiredRole_everyone()),
    DEVELOPER(Role.DEVELOPER, Messages._RequiredRole_developer()),
    ADMINISTRATOR(Role.ADMINISTRATOR, Messages._RequiredRole_administrator());

    private final Role role;
    private final Localizable label;

    RequiredRole(Role role, Localizable label) {
        this.role = role;
        this.label = label;
    }

    /**
     * @return the least role, or null if none is required
     */
    @CheckForNull
    public Role role() {
        return role;
    }

    @NonNull
    public Localizable label() {
        return label;
    }

    /** A drop-down list of all. */
    @NonNull
    public static ListBoxModel items() {
        ListBoxModel items = new ListBoxModel();
        for (RequiredRole required : values()) {
            items.add(required.label.toString(), required.name());
        }
        return items;
    }
}
