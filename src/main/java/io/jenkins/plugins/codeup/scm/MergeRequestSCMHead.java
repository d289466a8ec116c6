package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import jenkins.plugins.git.GitBranchSCMHead;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;
import jenkins.scm.api.mixin.ChangeRequestSCMHead2;

/**
 * A merge request. No git ref of one is documented: what is built is its source branch, as it stands or merged with the
 * target branch in the workspace.
 */
public final class MergeRequestSCMHead extends SCMHead implements ChangeRequestSCMHead2 {

    private static final long serialVersionUID = 1;

    private final long number;
    private final GitBranchSCMHead target;
    private final ChangeRequestCheckoutStrategy strategy;
    private final SCMHeadOrigin origin;
    private final String sourceBranch;
    private final RepositoryPlace sourceRepository;

    /**
     * @param name what the job is called
     * @param number which of the repository's merge requests it is
     * @param sourceRepository where the source branch is
     */
    MergeRequestSCMHead(
            @NonNull String name,
            long number,
            @NonNull String target,
            @NonNull ChangeRequestCheckoutStrategy strategy,
            @NonNull SCMHeadOrigin origin,
            @NonNull String sourceBranch,
            @NonNull RepositoryPlace sourceRepository) {
        super(name);
        this.number = number;
        this.target = new GitBranchSCMHead(target);
        this.strategy = strategy;
        this.origin = origin;
        this.sourceBranch = sourceBranch;
        this.sourceRepository = sourceRepository;
    }

    @Override
    public String getId() {
        return String.valueOf(number);
    }

    long number() {
        return number;
    }

    @Override
    public GitBranchSCMHead getTarget() {
        return target;
    }

    @Override
    public ChangeRequestCheckoutStrategy getCheckoutStrategy() {
        return strategy;
    }

    @Override
    public SCMHeadOrigin getOrigin() {
        return origin;
    }

    @Override
    public String getOriginName() {
        return sourceBranch;
    }

    @NonNull
    RepositoryPlace sourceRepository() {
        return sourceRepository;
    }

    boolean isFromFork() {
        return !origin.equals(SCMHeadOrigin.DEFAULT);
    }

    boolean isMerge() {
        return strategy == ChangeRequestCheckoutStrategy.MERGE;
    }
}
