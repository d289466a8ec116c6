package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Action;
import hudson.model.CauseAction;
import hudson.model.Job;
import hudson.model.ParametersAction;
import hudson.model.Run;
import io.jenkins.plugins.codeup.delivery.DeliveredRepository;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Decision;
import io.jenkins.plugins.codeup.endpoint.AcceptedDelivery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import jenkins.model.ParameterizedJobMixIn;
import org.jvnet.localizer.Localizable;

/** Deliveries that one build is made for: those of one branch, tag or merge request that are processed together. */
final class FoldedDeliveries {

    private final Map<AcceptedDelivery, Localizable> deliveries = new LinkedHashMap<>();
    private CodeupBuildAction action;
    private ParametersAction parameters;
    private Delivery newest;
    private final Set<String> befores = new HashSet<>();
    private final Set<String> afters = new HashSet<>();
    /** Whether one of them made the branch. */
    private boolean newBranch;

    private boolean inQueue;
    private Throwable problem;

    @NonNull
    static FoldedDeliveries of(@NonNull AcceptedDelivery accepted, @NonNull Decision decision) {
        FoldedDeliveries fold = new FoldedDeliveries();
        fold.add(
                accepted, new CodeupBuildAction(accepted.delivery(), accepted.id()), JobDeliveryHandler.text(decision));
        return fold;
    }

    /**
     * @param action of one delivery that does not have the commit itself
     */
    @NonNull
    static FoldedDeliveries of(
            @NonNull AcceptedDelivery accepted, @NonNull Decision decision, @NonNull CodeupBuildAction action) {
        FoldedDeliveries fold = new FoldedDeliveries();
        fold.add(accepted, action, JobDeliveryHandler.text(decision));
        return fold;
    }

    void add(@NonNull AcceptedDelivery accepted, @NonNull CodeupBuildAction own, @NonNull Localizable text) {
        Delivery delivery = accepted.delivery();
        Set<String> before = own.order().befores();
        befores.addAll(before);
        newBranch |= delivery instanceof Delivery.Push && before.isEmpty();
        if (own.commit() != null) {
            afters.add(own.commit());
        }
        action = action == null ? own : action.fold(own);
        if (newest == null || Objects.equals(action.commit(), delivery.commit())) {
            newest = delivery;
        }
        deliveries.put(accepted, text);
    }

    /**
     * @return the newest of them
     */
    @NonNull
    Delivery newest() {
        return newest;
    }

    @NonNull
    Set<AcceptedDelivery> deliveries() {
        return deliveries.keySet();
    }

    /**
     * @return the same text for deliveries of which only the newest is built
     */
    @NonNull
    String key() {
        return action.order().key();
    }

    /**
     * @return the commit to build, or null if it is not known
     */
    @CheckForNull
    String commit() {
        return action.commit();
    }

    void setParameters(@CheckForNull ParametersAction parameters) {
        this.parameters = parameters;
    }

    /**
     * @return whether the build is in the queue
     */
    boolean isInQueue() {
        return inQueue;
    }

    /**
     * @return the commit before all pushes that were joined; null if there was none, or they do not tell
     */
    @CheckForNull
    String commitBefore() {
        List<String> first =
                befores.stream().filter(commit -> !afters.contains(commit)).toList();
        return first.size() == 1 && !newBranch ? first.get(0) : null;
    }

    /** Changes what each delivery is told when the build is in the queue. */
    void annotate(@NonNull UnaryOperator<Localizable> change) {
        deliveries.replaceAll((delivery, text) -> change.apply(text));
    }

    /** Ends all deliveries without a build. */
    void decided(@NonNull Localizable why) {
        deliveries.keySet().forEach(delivery -> delivery.decided(why));
    }

    /**
     * @param begun the newest build of the same branch, tag or merge request
     */
    boolean isEndedAsOlderThan(@NonNull Run<?, ?> begun) {
        boolean older = action.order()
                .isCertainlyOlderThan(begun.getAction(CodeupBuildAction.class).order());
        if (older) {
            decided(Messages._JobDeliveryHandler_newerBegun(begun.getDisplayName()));
        }
        return older;
    }

    void schedule(@NonNull Job<?, ?> job) {
        try {
            inQueue = ParameterizedJobMixIn.scheduleBuild2(job, -1, actions(job)) != null;
        } catch (RuntimeException | LinkageError e) {
            problem = e;
        }
    }

    void tellResult() {
        if (problem != null) {
            deliveries.keySet().forEach(delivery -> delivery.failed(problem));
        } else if (inQueue) {
            deliveries.forEach(AcceptedDelivery::scheduled);
        } else {
            decided(Messages._JobDeliveryHandler_refused());
        }
    }

    private Action[] actions(Job<?, ?> job) {
        List<Action> actions = new ArrayList<>();
        actions.add(new CauseAction(new CodeupCause(newest)));
        actions.add(action);
        if (parameters != null) {
            actions.add(parameters);
        }
        String commit = action.commit();
        DeliveredRepository repository = newest.repository();
        if (commit != null && repository != null) {
            // The git plugin compares URLs literally: it gets the remote as the job's configuration has it.
            JobDeliveryHandler.remotes(job)
                    .filter(remote -> repository.isAt(remote.toPrivateString()))
                    .findFirst()
                    .ifPresent(remote -> actions.add(new PushedCommitAction(
                            commit, remote, action.order().key())));
        }
        return actions.toArray(Action[]::new);
    }
}
