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

/** What the traits of a source ask for: the options of a git source and the merge requests to build. */
public class CodeupSCMSourceContext extends GitSCMSourceContext<CodeupSCMSourceContext, CodeupSCMSourceRequest> {

    private final Set<ChangeRequestCheckoutStrategy> origin = EnumSet.noneOf(ChangeRequestCheckoutStrategy.class);
    private final Set<ChangeRequestCheckoutStrategy> forks = EnumSet.noneOf(ChangeRequestCheckoutStrategy.class);
    private final ApiRepository repository;

    /**
     * @param repository the repository to be scanned, or null if nothing is to be read through the API
     */
    CodeupSCMSourceContext(
            @CheckForNull SCMSourceCriteria criteria,
            @NonNull SCMHeadObserver observer,
            @CheckForNull ApiRepository repository) {
        super(criteria, observer);
        this.repository = repository;
    }

    /** Adds merge requests within the repository, built in each of these ways. */
    void wantOriginMergeRequests(@NonNull Set<ChangeRequestCheckoutStrategy> strategies) {
        origin.addAll(strategies);
    }

    /** Adds merge requests from forks, built in each of these ways. */
    void wantForkMergeRequests(@NonNull Set<ChangeRequestCheckoutStrategy> strategies) {
        forks.addAll(strategies);
    }

    /**
     * @return the ways in which such merge requests are built; empty if they are not built
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
