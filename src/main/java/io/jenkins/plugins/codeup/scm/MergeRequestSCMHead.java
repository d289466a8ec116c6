package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import jenkins.plugins.git.GitBranchSCMHead;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;
import jenkins.scm.api.mixin.ChangeRequestSCMHead2;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * A merge request as a head. Codeup documents no git ref of merge requests: the source branch is built, as it is or
 * merged with the target branch in the workspace. One that a push made has no source branch, but a ref of the repository
 * itself, see {@link io.jenkins.plugins.codeup.trigger.PushedRefs}. Stored in jobs.
 */
public final class MergeRequestSCMHead extends SCMHead implements ChangeRequestSCMHead2 {

    private static final long serialVersionUID = 1;

    private final long number;
    private final GitBranchSCMHead target;
    private final ChangeRequestCheckoutStrategy strategy;
    private final SCMHeadOrigin origin;
    private final String sourceBranch;
    private final RepositoryLocation sourceRepository;
    /** Null if there is a source branch, and in what was stored before there was this field. */
    private final String sourceRef;

    /**
     * @param name the name of the job
     * @param number the merge request's number within its repository
     * @param target the name of the target branch
     * @param sourceBranch the name of the source branch
     * @param sourceRepository the repository that has the source branch
     * @param sourceRef the whole ref to fetch instead of the source branch, for one that a push made; null otherwise
     */
    MergeRequestSCMHead(
            @NonNull String name,
            long number,
            @NonNull String target,
            @NonNull ChangeRequestCheckoutStrategy strategy,
            @NonNull SCMHeadOrigin origin,
            @NonNull String sourceBranch,
            @NonNull RepositoryLocation sourceRepository,
            @CheckForNull String sourceRef) {
        super(name);
        this.number = number;
        this.target = new GitBranchSCMHead(target);
        this.strategy = strategy;
        this.origin = origin;
        this.sourceBranch = sourceBranch;
        this.sourceRepository = sourceRepository;
        this.sourceRef = sourceRef;
    }

    /**
     * @return what stands for the name of the source branch of a merge request that a push made. It is a part of the head's
     *     identity, so that events and scans must agree on it
     */
    @NonNull
    static String pushedName(long number) {
        return "merge-requests/" + number + "/head";
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

    /**
     * @return number of the repository with the source if that is a fork, or null
     */
    @CheckForNull
    @Restricted(NoExternalUse.class)
    public Long forkId() {
        return isFromFork() && !isPushed() ? sourceRepository.id() : null;
    }

    @NonNull
    RepositoryLocation sourceRepository() {
        return sourceRepository;
    }

    /**
     * @return whether a push made it: then its commit is in the repository itself, and may be by somebody who may only read
     */
    boolean isPushed() {
        return sourceRef != null;
    }

    /**
     * @return the whole ref that has its commits, in {@link #sourceRepository}
     */
    @NonNull
    String sourceRef() {
        return sourceRef != null ? sourceRef : "refs/heads/" + sourceBranch;
    }

    /**
     * @return whether its commits may be by somebody who cannot push to the repository's branches: the source branch is in
     *     another repository or in one that is unknown, or a push made it
     */
    @Restricted(NoExternalUse.class)
    public boolean isFromFork() {
        return !SCMHeadOrigin.DEFAULT.equals(origin);
    }

    boolean isMerge() {
        return strategy == ChangeRequestCheckoutStrategy.MERGE;
    }
}
