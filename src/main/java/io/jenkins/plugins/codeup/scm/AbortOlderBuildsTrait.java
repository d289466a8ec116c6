package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.queue.QueueListener;
import io.jenkins.plugins.codeup.trigger.OlderBuilds;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMRevisionAction;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.trait.SCMSourceTrait;
import jenkins.scm.api.trait.SCMSourceTraitDescriptor;
import jenkins.scm.api.trait.SCMTrait;
import jenkins.scm.impl.trait.Selection;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;

/** Makes a push to a merge request abort the running builds of its older commits. */
public class AbortOlderBuildsTrait extends SCMSourceTrait {

    @DataBoundConstructor
    public AbortOlderBuildsTrait() {
        // there is nothing to set
    }

    /**
     * A newer build of a merge request enters the queue. Those that waited there are replaced by Branch API: each builds what
     * is newest when it begins.
     */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class Queued extends QueueListener {

        @Override
        public void onEnterWaiting(Queue.WaitingItem item) {
            FoundRevision found = item.getAction(FoundRevision.class);
            if (found == null
                    || !(item.task instanceof Job<?, ?> job)
                    || !OlderBuilds.isAutomatic(item.getCauses())
                    || !(SCMSource.SourceByItem.findSource(job) instanceof CodeupSCMSource source)
                    || SCMTrait.find(source.getTraits(), AbortOlderBuildsTrait.class) == null
                    || !(SCMHead.HeadByItem.findHead(job) instanceof MergeRequestSCMHead head)) {
                return;
            }
            String commit = found.commit();
            OlderBuilds.later(() -> OlderBuilds.abort(job, run -> isOlder(run, source, commit), head.getId(), commit));
        }

        /** A build whose revision is not known yet has still to fetch what is newest. */
        private static boolean isOlder(@NonNull Run<?, ?> run, @NonNull SCMSource source, @CheckForNull String commit) {
            return SCMRevisionAction.getRevision(source, run) instanceof MergeRequestSCMRevision built
                    && !built.getSource().getHash().equals(commit);
        }
    }

    /** Form of the trait. */
    @Extension
    @Symbol("codeupAbortOlderBuilds")
    @Selection
    public static class DescriptorImpl extends SCMSourceTraitDescriptor {

        @Override
        public String getDisplayName() {
            return Messages.AbortOlderBuildsTrait_displayName();
        }

        @Override
        public Class<? extends SCMSource> getSourceClass() {
            return CodeupSCMSource.class;
        }
    }
}
