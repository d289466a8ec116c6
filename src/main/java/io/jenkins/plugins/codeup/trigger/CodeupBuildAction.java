package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Util;
import hudson.model.Action;
import hudson.model.EnvironmentContributingAction;
import hudson.model.InvisibleAction;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.queue.FoldableAction;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.EventOrder;
import io.jenkins.plugins.codeup.endpoint.DeliveryBuilds;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Gives a build the {@code CODEUP_*} variables of the delivery that started it, and folds deliveries in the queue: a
 * delivery replaces a waiting build of the same branch, tag or merge request. Names all deliveries that the build stands
 * for, so that after a crash none is built twice.
 */
@Restricted(NoExternalUse.class)
public final class CodeupBuildAction extends InvisibleAction
        implements EnvironmentContributingAction, Queue.QueueAction, FoldableAction, DeliveryBuilds.Source {

    private final String foldKey;
    private final Map<String, String> variables;
    /** The ids of the deliveries. */
    private final Set<String> deliveries;
    /** See {@link EventOrder}, also for the other two. */
    private final Set<String> replaced;

    private final Long time;
    private final Long commitTime;

    /**
     * @param id the delivery's id, see {@link DeliveryBuilds.Source}
     */
    CodeupBuildAction(@NonNull Delivery delivery, @NonNull String id) {
        this(EventOrder.of(delivery), BuildVariables.of(delivery).values(), Set.of(id));
    }

    /**
     * @param commit the commit to build, which the delivery does not have
     * @param ref the ref that has it
     */
    @NonNull
    CodeupBuildAction at(@NonNull String commit, @NonNull String ref) {
        Map<String, String> more = new TreeMap<>(variables);
        more.put("CODEUP_COMMIT", commit);
        more.put("CODEUP_MERGE_REQUEST_REF", ref);
        return new CodeupBuildAction(new EventOrder(foldKey, replaced, commit, time, commitTime), more, deliveries);
    }

    private CodeupBuildAction(EventOrder order, Map<String, String> variables, Set<String> deliveries) {
        this.foldKey = order.key();
        this.variables = variables;
        this.deliveries = new LinkedHashSet<>(deliveries);
        this.replaced = new LinkedHashSet<>(order.befores());
        this.time = order.time();
        this.commitTime = order.commitTime();
    }

    private Object readResolve() {
        return foldKey != null && variables != null && deliveries != null && replaced != null
                ? this
                : new CodeupBuildAction(
                        new EventOrder(
                                Util.fixNull(foldKey), replaced == null ? Set.of() : replaced, null, time, commitTime),
                        variables == null ? new TreeMap<>() : variables,
                        deliveries == null ? Set.of() : deliveries);
    }

    @Override
    public Collection<String> deliveries() {
        return Set.copyOf(deliveries);
    }

    /**
     * @return which events the build stands for
     */
    @NonNull
    EventOrder order() {
        return new EventOrder(foldKey, replaced, commit(), time, commitTime);
    }

    /** Folds a later delivery into this one. It wins, unless it is older and was delivered late. */
    @NonNull
    CodeupBuildAction fold(@NonNull CodeupBuildAction later) {
        Set<String> all = new LinkedHashSet<>(deliveries);
        all.addAll(later.deliveries);
        CodeupBuildAction newest = later.order().isOlderThan(order()) ? this : later;
        return new CodeupBuildAction(order().join(later.order()), newest.variables, all);
    }

    /**
     * @return the number of the newest delivery, which counts in the order of arrival
     */
    long newestDelivery() {
        return deliveries.stream().mapToLong(CodeupBuildAction::number).max().orElse(0);
    }

    private static long number(String delivery) {
        try {
            return Long.parseLong(delivery, 16);
        } catch (NumberFormatException other) {
            return 0;
        }
    }

    /**
     * @return the commit to build, or null
     */
    @CheckForNull
    String commit() {
        return variables.get("CODEUP_COMMIT");
    }

    /**
     * @param name of an environment variable, with {@code CODEUP_}
     * @return its value, or null
     */
    @CheckForNull
    public String variable(@NonNull String name) {
        return variables.get(name);
    }

    @Override
    public void buildEnvironment(@NonNull Run<?, ?> run, @NonNull EnvVars env) {
        BuildVariables.contribute(variables, run, env);
    }

    @Override
    public boolean shouldSchedule(List<Action> others) {
        return Util.filter(others, CodeupBuildAction.class).stream().noneMatch(other -> foldKey.equals(other.foldKey));
    }

    @Override
    public void foldIntoExisting(Queue.Item item, Queue.Task owner, List<Action> others) {
        CodeupBuildAction earlier = item.getAction(CodeupBuildAction.class);
        item.replaceAction(earlier == null ? this : earlier.fold(this));
    }
}
