package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.TaskListener;
import java.util.EnumSet;
import java.util.Set;
import jenkins.plugins.git.GitSCMSourceContext;
import jenkins.scm.api.SCMHeadObserver;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.SCMSourceCriteria;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;

/** What the traits of a source want of it, on top of what those of a git source can want. */
public class CodeupSCMSourceContext extends GitSCMSourceContext<CodeupSCMSourceContext, CodeupSCMSourceRequest> {

    private final Set<ChangeRequestCheckoutStrategy> origin = EnumSet.noneOf(ChangeRequestCheckoutStrategy.class);
    private final Set<ChangeRequestCheckoutStrategy> forks = EnumSet.noneOf(ChangeRequestCheckoutStrategy.class);
    private final ApiRepository repository;

    /**
     * @param repository what is looked into, or null where the API does not read it or nothing is to be read
     */
    CodeupSCMSourceContext(
            @CheckForNull SCMSourceCriteria criteria,
            @NonNull SCMHeadObserver observer,
            @CheckForNull ApiRepository repository) {
        super(criteria, observer);
        this.repository = repository;
    }

    /** Merge requests within the repository are wanted, built in these ways. */
    void wantOriginMergeRequests(@NonNull Set<ChangeRequestCheckoutStrategy> strategies) {
        origin.addAll(strategies);
    }

    /** Merge requests from other repositories are wanted, built in these ways. */
    void wantForkMergeRequests(@NonNull Set<ChangeRequestCheckoutStrategy> strategies) {
        forks.addAll(strategies);
    }

    /**
     * @return the ways to build, none where they are not wanted
     */
    @NonNull
    Set<ChangeRequestCheckoutStrategy> strategies(boolean fromFork) {
        return fromFork ? forks : origin;
    }

    @CheckForNull
    ApiRepository repository() {
        return repository;
    }

    @Override
    public CodeupSCMSourceRequest newRequest(SCMSource source, TaskListener listener) {
        return new CodeupSCMSourceRequest(source, this, listener);
    }
}
