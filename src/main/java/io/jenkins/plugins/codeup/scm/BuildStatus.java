package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.codeup.client.CommitStatus;
import io.jenkins.plugins.codeup.client.CommitStatus.State;
import jenkins.model.Jenkins;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.mixin.TagSCMHead;

/**
 * What Codeup is to be told of a build.
 *
 * @param run the build's name, for the log
 * @param repositoryId the repository that the commit is in, or null for the source's own
 */
record BuildStatus(
        @NonNull String run,
        @NonNull CodeupSCMSource source,
        @CheckForNull Long repositoryId,
        @NonNull String commit,
        @NonNull CommitStatus status) {

    /**
     * @return null for a revision that is none of git
     */
    @CheckForNull
    static BuildStatus of(
            @NonNull Run<?, ?> run,
            @NonNull CodeupSCMSource source,
            @NonNull SCMRevision revision,
            @NonNull BuildStatusTrait trait) {
        if (revision instanceof MergeRequestSCMRevision one) {
            MergeRequestSCMHead head = (MergeRequestSCMHead) one.getHead();
            Long repositoryId = head.isFromFork() ? head.sourceRepository().id() : null;
            return new BuildStatus(
                    run.getExternalizableId(),
                    source,
                    repositoryId,
                    one.getSource().getHash(),
                    status(run, trait.getContext() + "/merge-request"));
        }
        if (revision instanceof AbstractGitSCMSource.SCMRevisionImpl one) {
            String kind = revision.getHead() instanceof TagSCMHead ? "/tag" : "/branch";
            return new BuildStatus(
                    run.getExternalizableId(), source, null, one.getHash(), status(run, trait.getContext() + kind));
        }
        return null;
    }

    private static CommitStatus status(Run<?, ?> run, String context) {
        String root = Jenkins.get().getRootUrl();
        Result result = run.isBuilding() ? null : run.getResult();
        String description = result == null
                ? Messages.BuildStatus_running(run.getDisplayName())
                : Messages.BuildStatus_done(run.getDisplayName(), result, run.getDurationString());
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
