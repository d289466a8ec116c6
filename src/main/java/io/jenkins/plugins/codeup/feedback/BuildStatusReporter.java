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
import io.jenkins.plugins.codeup.client.CommitStatuses.CommitStatus.State;
import io.jenkins.plugins.codeup.scm.CodeupSCMSource;
import io.jenkins.plugins.codeup.scm.MergeRequestSCMHead;
import io.jenkins.plugins.codeup.scm.MergeRequestSCMRevision;
import java.io.File;
import jenkins.model.Jenkins;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMRevisionAction;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.SCMSourceOwner;
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

    @Override
    public void onStarted(Run<?, ?> run, TaskListener listener) {
        report(run);
    }

    @Override
    public void onCompleted(Run<?, ?> run, TaskListener listener) {
        report(run);
    }

    private static void report(Run<?, ?> run) {
        CommitStatusResult status = status(run);
        if (status != null) {
            Outbox.get().add(status);
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
            report(build);
        }
    }

    /**
     * @return the build's status now; null for a build that is not to be reported, or whose revision is not known yet or
     *     not one of git
     */
    @CheckForNull
    static CommitStatusResult status(@NonNull Run<?, ?> run) {
        if (!(SCMSource.SourceByItem.findSource(run.getParent()) instanceof CodeupSCMSource source)) {
            return null;
        }
        SCMSourceOwner owner = source.getOwner();
        if (owner == null) {
            return null;
        }
        BuildStatusTrait trait = SCMTrait.find(source.getTraits(), BuildStatusTrait.class);
        SCMRevision revision = trait == null ? null : SCMRevisionAction.getRevision(source, run);
        String commit;
        String kind;
        Long repository = source.knownRepositoryId();
        if (revision instanceof MergeRequestSCMRevision one) {
            commit = one.getSource().getHash();
            kind = BuildStatusTrait.MERGE_REQUEST;
            if (revision.getHead() instanceof MergeRequestSCMHead head && head.forkId() != null) {
                repository = head.forkId();
            }
        } else if (revision instanceof AbstractGitSCMSource.SCMRevisionImpl one) {
            commit = one.getHash();
            kind = revision.getHead() instanceof TagSCMHead ? BuildStatusTrait.TAG : BuildStatusTrait.BRANCH;
        } else {
            return null;
        }
        String root = Jenkins.get().getRootUrl();
        Result result = run.isBuilding() ? null : run.getResult();
        String description = result == null
                ? Messages.BuildStatus_running(run.getDisplayName())
                : Messages.BuildStatus_completed(run.getDisplayName(), result, run.getDurationString());
        return new CommitStatusResult(
                run.getExternalizableId(),
                owner.getFullName(),
                source.getId(),
                source.getConnection(),
                source.getOrganizationId(),
                repository,
                commit,
                state(result),
                trait.getContext() + kind,
                description,
                root == null ? null : root + run.getUrl());
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
