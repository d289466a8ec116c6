package io.jenkins.plugins.codeup.trigger;

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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a build is told of the delivery that started it, and what makes a burst one build: while a build of a branch
 * waits in the queue, the next delivery for that branch takes its place, and one for another branch is a build of its
 * own.
 */
public final class CodeupBuildAction extends InvisibleAction
        implements EnvironmentContributingAction, Queue.QueueAction, FoldableAction {

    private final String place;
    private final Map<String, String> variables;

    CodeupBuildAction(@NonNull Delivery delivery) {
        this.place = DeliveryVariables.place(delivery);
        this.variables = new TreeMap<>(DeliveryVariables.of(delivery));
    }

    /**
     * @return the same for deliveries of which only the newest is to be built
     */
    @NonNull
    public String place() {
        return place;
    }

    @Override
    public void buildEnvironment(@NonNull Run<?, ?> run, @NonNull EnvVars env) {
        env.putAll(variables);
    }

    @Override
    public boolean shouldSchedule(List<Action> others) {
        return Util.filter(others, CodeupBuildAction.class).stream().noneMatch(other -> other.place.equals(place));
    }

    @Override
    public void foldIntoExisting(Queue.Item item, Queue.Task owner, List<Action> others) {
        item.replaceAction(this);
    }
}
