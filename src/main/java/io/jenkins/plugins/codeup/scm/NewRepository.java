package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.Repository;
import jenkins.branch.OrganizationFolder;
import jenkins.scm.api.SCMNavigator;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.SCMSourceEvent;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** A repository that has no project yet in an organization folder: the folder looks at it alone, without a full scan. */
@Restricted(NoExternalUse.class)
public final class NewRepository extends SCMSourceEvent<Repository> {

    private final CodeupSCMNavigator navigator;
    private final String name;

    private NewRepository(CodeupSCMNavigator navigator, Repository repository, String name) {
        super(Type.CREATED, repository, "Codeup watch");
        this.navigator = navigator;
        this.name = name;
    }

    /**
     * @return the name of the repository's project in the folder, whether or not there is one; null if the folder does not take
     *     it: it is outside of its group, archived, or not what the folder searches for
     */
    @CheckForNull
    public static String projectName(@NonNull CodeupSCMNavigator navigator, @NonNull Repository repository) {
        String path = repository.pathInOrganization();
        String search = navigator.getSearch();
        boolean excluded = path == null
                || repository.archived() && !navigator.isArchivedIncluded()
                || search != null && !path.contains(search);
        return excluded ? null : FolderRepositories.projectName(navigator, repository);
    }

    /** Has the folder look at the repository, in the background. Nothing happens if it has a project. */
    public static void tell(
            @NonNull OrganizationFolder folder, @NonNull CodeupSCMNavigator navigator, @NonNull Repository repository) {
        String name = projectName(navigator, repository);
        if (name != null && folder.getItemByProjectName(name) == null) {
            SCMSourceEvent.fireNow(new NewRepository(navigator, repository, name));
        }
    }

    @Override
    public boolean isMatch(SCMNavigator one) {
        return one == navigator;
    }

    @Override
    public boolean isMatch(SCMSource source) {
        return false;
    }

    @Override
    public String getSourceName() {
        return name;
    }
}
