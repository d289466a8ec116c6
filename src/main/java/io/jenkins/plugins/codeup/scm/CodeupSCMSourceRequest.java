package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.MergeRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import jenkins.plugins.git.GitSCMSourceRequest;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;

/** One look into a repository. What several ask for is read once. */
public class CodeupSCMSourceRequest extends GitSCMSourceRequest {

    private final Set<ChangeRequestCheckoutStrategy> origin;
    private final Set<ChangeRequestCheckoutStrategy> forks;
    private final boolean branches;
    private final boolean tags;
    private final Set<SCMHead> only;
    private final ApiRepository repository;
    private List<MergeRequest> mergeRequests;

    CodeupSCMSourceRequest(
            @NonNull SCMSource source, @NonNull CodeupSCMSourceContext context, @CheckForNull TaskListener log) {
        super(source, context, log);
        origin = EnumSet.copyOf(context.strategies(false));
        forks = EnumSet.copyOf(context.strategies(true));
        branches = context.wantBranches();
        tags = context.wantTags();
        only = context.observer().getIncludes();
        repository = context.repository();
    }

    boolean wantsBranches() {
        return branches;
    }

    boolean wantsTags() {
        return tags;
    }

    boolean wantsMergeRequests() {
        return !origin.isEmpty() || !forks.isEmpty();
    }

    @NonNull
    Set<ChangeRequestCheckoutStrategy> strategies(boolean fromFork) {
        return fromFork ? forks : origin;
    }

    /**
     * @return the heads that alone are asked for, or null for all
     */
    @CheckForNull
    Set<SCMHead> only() {
        return only;
    }

    /**
     * @return all that are open
     */
    @NonNull
    List<MergeRequest> mergeRequests() throws CodeupException, InterruptedException {
        if (mergeRequests == null) {
            mergeRequests = repository.openMergeRequests();
        }
        return mergeRequests;
    }

    /** Whether there is an open merge request of a branch of the repository itself. */
    boolean hasMergeRequest(@NonNull String branch) throws CodeupException, InterruptedException {
        return mergeRequests().stream()
                .anyMatch(one -> !one.isFromFork(repository.id())
                        && one.source().branch().equals(branch));
    }
}
