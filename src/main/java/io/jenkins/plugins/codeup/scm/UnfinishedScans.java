package io.jenkins.plugins.codeup.scm;

import com.cloudbees.hudson.plugins.folder.computed.ComputedFolder;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Result;
import hudson.model.listeners.ItemListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import jenkins.branch.MultiBranchProject;
import jenkins.branch.OrganizationFolder;
import jenkins.model.Jenkins;
import jenkins.util.Timer;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Restarts scans that a stop of Jenkins interrupted. Branch API does not: the next scan of an organization folder skips
 * projects whose sources did not change, and a project that was never scanned would stay empty until its own schedule.
 */
@Extension
@Restricted(NoExternalUse.class)
public class UnfinishedScans extends ItemListener {

    @Override
    public void onLoaded() {
        Timer.get().execute(() -> {
            try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
                for (ComputedFolder<?> folder : Jenkins.get().allItems(ComputedFolder.class)) {
                    if (hasCodeupSource(folder) && isUnfinished(folder)) {
                        folder.scheduleBuild2(0);
                    }
                }
            }
        });
    }

    private static boolean hasCodeupSource(@NonNull ComputedFolder<?> folder) {
        if (folder instanceof OrganizationFolder organization) {
            return organization.getNavigators().get(CodeupSCMNavigator.class) != null;
        }
        return folder instanceof MultiBranchProject<?, ?> project
                && project.getSCMSources().stream().anyMatch(CodeupSCMSource.class::isInstance);
    }

    private static boolean isUnfinished(ComputedFolder<?> folder) {
        Result result = folder.getComputation().getResult();
        if (result == null) {
            // a scan that began has a log; that of a folder's new project may have waited for its turn
            return folder.getParent() instanceof OrganizationFolder
                    || folder.getComputation().getLogFile().exists();
        }
        return result == Result.NOT_BUILT || result == Result.ABORTED;
    }
}
