package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import jenkins.plugins.git.GitBranchSCMHead;
import jenkins.plugins.git.GitBranchSCMRevision;
import jenkins.scm.api.mixin.ChangeRequestSCMRevision;

/** A revision of a merge request: a commit of its source branch and one of its target branch. Stored in jobs. */
public final class MergeRequestSCMRevision extends ChangeRequestSCMRevision<MergeRequestSCMHead> {

    private static final long serialVersionUID = 1;

    private final GitBranchSCMRevision source;

    MergeRequestSCMRevision(
            @NonNull MergeRequestSCMHead head, @NonNull String targetCommit, @NonNull String sourceCommit) {
        super(head, new GitBranchSCMRevision(head.getTarget(), targetCommit));
        source = new GitBranchSCMRevision(new GitBranchSCMHead(head.getOriginName()), sourceCommit);
    }

    /**
     * @return the revision of the source branch, which is in the fork for a merge request from a fork
     */
    @NonNull
    public GitBranchSCMRevision getSource() {
        return source;
    }

    @NonNull
    String targetCommit() {
        return ((GitBranchSCMRevision) getTarget()).getHash();
    }

    @Override
    public boolean equivalent(ChangeRequestSCMRevision<?> other) {
        return other instanceof MergeRequestSCMRevision revision && source.equals(revision.source);
    }

    @Override
    protected int _hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return (isMerge() ? targetCommit() + "+" : "") + source.getHash();
    }
}
