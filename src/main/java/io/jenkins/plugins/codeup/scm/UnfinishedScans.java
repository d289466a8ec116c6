package io.jenkins.plugins.codeup.scm;

import hudson.Extension;
import com.cloudbees.hudson.plugins.folder.computed.ComputedFolder;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Result;
import hudson.model.listeners.ItemListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import jenkins.branch.MultiBranchProject;
import jenkins.branch.OrganizationFolder;
import jenkins.model.Jenkins;
import jenkins.util.Timer;

/**
 * Begins anew what the end of Jenkins broke off: a folder looks again only into projects whose sources have changed, and
 * would leave one that was never looked into as it is until that one's own turn comes.
 */
@Extension
public class UnfinishedScans extends ItemListener {

    @Override
    public void onLoaded() {
        Timer.get().execute(() -> {
            try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
                for (ComputedFolder<?> folder : Jenkins.get().allItems(ComputedFolder.class)) {
                    if (isOfCodeup(folder) && isUnfinished(folder)) {
                        folder.scheduleBuild2(0);
                    }
                }
            }
        });
    }

    private static boolean isOfCodeup(@NonNull ComputedFolder<?> folder) {
        if (folder instanceof OrganizationFolder organization) {
            return organization.getNavigators().get(CodeupSCMNavigator.class) != null;
        }
        return folder instanceof MultiBranchProject<?, ?> project
                && project.getSCMSources().stream().anyMatch(CodeupSCMSource.class::isInstance);
    }

    private static boolean isUnfinished(ComputedFolder<?> folder) {
        Result result = folder.getComputation().getResult();
        return result == null || result == Result.NOT_BUILT || result == Result.ABORTED;
    }
}
