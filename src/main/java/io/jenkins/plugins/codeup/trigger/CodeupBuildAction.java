package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Util;
import hudson.model.AbstractBuild;
import hudson.model.Action;
import hudson.model.EnvironmentContributingAction;
import hudson.model.InvisibleAction;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.queue.FoldableAction;
import io.jenkins.plugins.codeup.delivery.DeliveredRepository;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.Delivery.MergeRequestInfo;
import io.jenkins.plugins.codeup.delivery.DeliveryEvent;
import io.jenkins.plugins.codeup.delivery.EventOrder;
import io.jenkins.plugins.codeup.delivery.PlainText;
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

    private static final int MAX_VALUE_LENGTH = 1_000;
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
        this(EventOrder.of(delivery), variables(delivery), Set.of(id));
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

    /**
     * @return the merge request that was changed or commented on, or null
     */
    @CheckForNull
    static MergeRequestInfo mergeRequest(@NonNull Delivery delivery) {
        return delivery.mergeRequest();
    }

    private static Map<String, String> variables(Delivery delivery) {
        Map<String, String> variables = new TreeMap<>();
        DeliveryEvent event = delivery.event();
        put(variables, "EVENT", event == null ? null : event.kind());
        put(variables, "USER", delivery.sender().shown());
        put(variables, "BRANCH", delivery.branch());
        put(variables, "COMMIT", delivery.commit());
        DeliveredRepository repository = delivery.repository();
        put(variables, "REPOSITORY", repository == null ? null : repository.homepage());
        if (delivery instanceof Delivery.Push push) {
            put(variables, "COMMIT_BEFORE", push.before());
        } else if (delivery instanceof Delivery.TagPush tag) {
            put(variables, "TAG", tag.tag());
            put(variables, "COMMIT_BEFORE", tag.before());
        } else if (delivery instanceof Delivery.Note note) {
            put(variables, "COMMENT", note.text());
        }
        MergeRequestInfo info = mergeRequest(delivery);
        if (info != null) {
            put(variables, "MERGE_REQUEST_ID", info.id());
            put(variables, "MERGE_REQUEST_TITLE", info.title());
            put(variables, "MERGE_REQUEST_ACTION", info.action());
            put(variables, "MERGE_REQUEST_SOURCE", info.source());
            put(variables, "MERGE_REQUEST_TARGET", info.target());
            put(variables, "MERGE_REQUEST_URL", info.url());
        }
        return variables;
    }

    /**
     * Replaces characters that a line of text does not have: with a zero byte in a variable, no process of the build
     * could be started.
     */
    private static void put(Map<String, String> variables, String name, String value) {
        String clean = PlainText.line(value, MAX_VALUE_LENGTH);
        if (!clean.isEmpty()) {
            variables.put("CODEUP_" + name, clean);
        }
    }

    /**
     * Users of Codeup wrote the values. Jenkins would replace <code>${PASSWORD}</code> in them by the value of that
     * variable, so each dollar is escaped: once for {@code getEnvironment} of the build, and in other builds than
     * Pipelines once more for the launcher of processes. Pipelines escape what they give to the launcher themselves.
     */
    @Override
    public void buildEnvironment(@NonNull Run<?, ?> run, @NonNull EnvVars env) {
        String dollar = run instanceof AbstractBuild ? "$$$$" : "$$";
        variables.forEach((name, value) -> env.put(name, value.replace("$", dollar)));
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
