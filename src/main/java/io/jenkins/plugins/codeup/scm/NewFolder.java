package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.util.List;
import jenkins.branch.OrganizationFolder;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Makes an organization folder with the settings of a new one. */
@Restricted(NoExternalUse.class)
public final class NewFolder {

    private NewFolder() {}

    /**
     * Makes the folder and has it scanned. The caller has checked the right to do so.
     *
     * @param name of an item that does not exist yet
     * @param connection the name of a connection whose credentials read the repositories
     * @param group the path of a group, or null for the whole organization
     * @param checkoutCredentialsId credentials with which git clones, or null
     */
    @NonNull
    public static OrganizationFolder create(
            @NonNull String name,
            @NonNull String connection,
            @CheckForNull String group,
            @CheckForNull String checkoutCredentialsId)
            throws IOException {
        CodeupSCMNavigator navigator = new CodeupSCMNavigator();
        navigator.setTraits(List.copyOf(CodeupTraits.defaults()));
        navigator.setConnection(connection);
        navigator.setGroup(group);
        navigator.setCheckoutCredentialsId(checkoutCredentialsId);
        OrganizationFolder made = Jenkins.get().createProject(OrganizationFolder.class, name);
        made.getNavigators().add(navigator);
        made.save();
        made.scheduleBuild2(0);
        return made;
    }
}
