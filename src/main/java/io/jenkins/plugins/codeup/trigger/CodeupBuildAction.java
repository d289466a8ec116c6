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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Gives a build the {@code CODEUP_*} variables of the delivery that started it, and folds deliveries in the queue: a
 * delivery replaces a waiting build of the same branch, tag or merge request.
 */
@Restricted(NoExternalUse.class)
public final class CodeupBuildAction extends InvisibleAction
        implements EnvironmentContributingAction, Queue.QueueAction, FoldableAction {

    private static final int MAX_VALUE_LENGTH = 1_000;

    private final String foldKey;
    private final Map<String, String> variables;

    /**
     * @param foldKey the delivery's {@link #foldKey}
     */
    CodeupBuildAction(@NonNull String foldKey, @NonNull Delivery delivery) {
        this(foldKey, variables(delivery));
    }

    private CodeupBuildAction(String foldKey, Map<String, String> variables) {
        this.foldKey = foldKey;
        this.variables = variables;
    }

    private Object readResolve() {
        return foldKey != null && variables != null
                ? this
                : new CodeupBuildAction(Util.fixNull(foldKey), variables == null ? new TreeMap<>() : variables);
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
        item.replaceAction(this);
    }
}
