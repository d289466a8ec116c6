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
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
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
    private static final String COMMIT_BEFORE = "CODEUP_COMMIT_BEFORE";

    private static final int MAX_REPLACED = 100;

    private final String foldKey;
    private final Map<String, String> variables;
    /** The ids of the deliveries. */
    private final Set<String> deliveries;
    /** Commits that the commit to build was pushed on top of, as far as deliveries in the queue showed it. */
    private final Set<String> replaced;

    /**
     * @param foldKey the delivery's {@link #foldKey}
     * @param id the delivery's id, see {@link DeliveryBuilds.Source}
     */
    CodeupBuildAction(@NonNull String foldKey, @NonNull Delivery delivery, @NonNull String id) {
        this(foldKey, variables(delivery), Set.of(id), Set.of());
    }

    private CodeupBuildAction(
            String foldKey, Map<String, String> variables, Set<String> deliveries, Set<String> replaced) {
        this.foldKey = foldKey;
        this.variables = variables;
        this.deliveries = new LinkedHashSet<>(deliveries);
        this.replaced = new LinkedHashSet<>(replaced);
    }

    private Object readResolve() {
        return foldKey != null && variables != null && deliveries != null && replaced != null
                ? this
                : new CodeupBuildAction(
                        Util.fixNull(foldKey),
                        variables == null ? new TreeMap<>() : variables,
                        deliveries == null ? Set.of() : deliveries,
                        replaced == null ? Set.of() : replaced);
    }

    @Override
    public Collection<String> deliveries() {
        return Set.copyOf(deliveries);
    }

    /**
     * Folds a later delivery into this one. It wins, unless its commit is one that this one's was pushed on top of: an
     * older push that arrives late, because it was answered with 503 before.
     */
    @NonNull
    CodeupBuildAction fold(@NonNull CodeupBuildAction later) {
        Set<String> all = new LinkedHashSet<>(deliveries);
        all.addAll(later.deliveries);
        Set<String> befores = new LinkedHashSet<>(replaced);
        befores.addAll(later.replaced);
        Stream.of(this, later)
                .map(one -> one.variables.get(COMMIT_BEFORE))
                .filter(Objects::nonNull)
                .forEach(befores::add);
        if (befores.size() > MAX_REPLACED) {
            befores.clear();
        }
        return new CodeupBuildAction(foldKey, isOlder(later) ? variables : later.variables, all, befores);
    }

    private boolean isOlder(CodeupBuildAction later) {
        String commit = later.commit();
        String own = commit();
        boolean onTop = own != null && own.equals(later.variables.get(COMMIT_BEFORE));
        return commit != null && !onTop && (replaced.contains(commit) || commit.equals(variables.get(COMMIT_BEFORE)));
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
     * @return the same text for deliveries of which only the newest is built: those of one branch, tag or merge request
     */
    @NonNull
    static String foldKey(@NonNull Delivery delivery) {
        return EventOrder.of(delivery).key();
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
