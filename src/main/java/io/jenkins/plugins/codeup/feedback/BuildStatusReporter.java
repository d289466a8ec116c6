package io.jenkins.plugins.codeup.feedback;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import hudson.model.listeners.SCMListener;
import hudson.scm.SCM;
import hudson.scm.SCMRevisionState;
import io.jenkins.plugins.codeup.client.CommitStatuses.CommitStatus;
import io.jenkins.plugins.codeup.client.CommitStatuses.CommitStatus.State;
import io.jenkins.plugins.codeup.scm.CodeupSCMSource;
import io.jenkins.plugins.codeup.scm.MergeRequestSCMRevision;
import java.io.File;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jenkins.model.Jenkins;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMRevisionAction;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.mixin.TagSCMHead;
import jenkins.scm.api.trait.SCMTrait;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Reports builds of Codeup sources with {@link BuildStatusTrait}: as pending as soon as their revision is known, and
 * their result when they are completed.
 */
@Extension
@Restricted(NoExternalUse.class)
public class BuildStatusReporter extends RunListener<Run<?, ?>> {

    /** The builds that were reported as pending. */
    private static final Set<String> PENDING = ConcurrentHashMap.newKeySet();

    @Override
    public void onStarted(Run<?, ?> run, TaskListener listener) {
        reportPending(run);
    }

    @Override
    public void onCompleted(Run<?, ?> run, TaskListener listener) {
        PENDING.remove(run.getExternalizableId());
        BuildStatus status = BuildStatus.of(run);
        if (status != null) {
            CommitStatusSender.get().send(status);
        }
    }

    private static void reportPending(Run<?, ?> run) {
        if (!PENDING.contains(run.getExternalizableId())) {
            BuildStatus status = BuildStatus.of(run);
            if (status != null && PENDING.add(run.getExternalizableId())) {
                CommitStatusSender.get().send(status);
            }
        }
    }

    /** The first build of a Pipeline knows its revision only when it checks it out. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static class Checkouts extends SCMListener {

        @Override
        public void onCheckout(
                Run<?, ?> build,
                SCM scm,
                FilePath workspace,
                TaskListener listener,
                File changelog,
                SCMRevisionState pollingBaseline) {
            reportPending(build);
        }
    }

    /**
     * The status of a build.
     *
     * @param run the build's id, for the log
     * @param revision what was built
     * @param commit the hash of the commit to which the status belongs; of a merge request the source branch's
     */
    record BuildStatus(
            @NonNull String run,
            @NonNull CodeupSCMSource source,
            @NonNull SCMRevision revision,
            @NonNull String commit,
            @NonNull CommitStatus status) {

        /**
         * @return null for a build that is not to be reported, or whose revision is not known yet or not one of git
         */
        @CheckForNull
        static BuildStatus of(@NonNull Run<?, ?> run) {
            if (!(SCMSource.SourceByItem.findSource(run.getParent()) instanceof CodeupSCMSource source)) {
                return null;
            }
            BuildStatusTrait trait = SCMTrait.find(source.getTraits(), BuildStatusTrait.class);
            SCMRevision revision = trait == null ? null : SCMRevisionAction.getRevision(source, run);
            String commit;
            String kind;
            if (revision instanceof MergeRequestSCMRevision one) {
                commit = one.getSource().getHash();
                kind = BuildStatusTrait.MERGE_REQUEST;
            } else if (revision instanceof AbstractGitSCMSource.SCMRevisionImpl one) {
                commit = one.getHash();
                kind = revision.getHead() instanceof TagSCMHead ? BuildStatusTrait.TAG : BuildStatusTrait.BRANCH;
            } else {
                return null;
            }
            return new BuildStatus(
                    run.getExternalizableId(), source, revision, commit, status(run, trait.getContext() + kind));
        }

        private static CommitStatus status(Run<?, ?> run, String context) {
            String root = Jenkins.get().getRootUrl();
            Result result = run.isBuilding() ? null : run.getResult();
            String description = result == null
                    ? Messages.BuildStatus_running(run.getDisplayName())
                    : Messages.BuildStatus_completed(run.getDisplayName(), result, run.getDurationString());
            return new CommitStatus(state(result), context, description, root == null ? null : root + run.getUrl());
        }

        private static State state(Result result) {
            if (result == null) {
                return State.PENDING;
            }
            if (result == Result.SUCCESS) {
                return State.SUCCESS;
            }
            return result == Result.FAILURE || result == Result.UNSTABLE ? State.FAILURE : State.ERROR;
        }
    }
}
