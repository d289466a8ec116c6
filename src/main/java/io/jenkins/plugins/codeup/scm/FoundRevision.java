package io.jenkins.plugins.codeup.scm;

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
import io.jenkins.plugins.codeup.trigger.BuildVariables;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jenkins.scm.api.SCMHeadEvent;
import jenkins.scm.api.SCMRevision;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The revision that a scan or an event found and that a build of a branch or merge request is for, and the {@code CODEUP_*}
 * variables of the event. What waits in the queue takes over those of a later one. Stored in builds.
 */
@Restricted(NoExternalUse.class)
public final class FoundRevision extends InvisibleAction implements EnvironmentContributingAction, FoldableAction {

    private final String commit;
    private final Map<String, String> variables;

    /**
     * @param event null for a scan
     */
    FoundRevision(@NonNull SCMRevision revision, @CheckForNull SCMHeadEvent<?> event) {
        commit = AutomaticBuilds.commit(revision);
        variables = event != null && event.getPayload() instanceof Delivery delivery
                ? BuildVariables.of(delivery).values()
                : new TreeMap<>();
        // the build says which commit it is, see HeadVariables
        variables.remove("CODEUP_COMMIT");
    }

    /**
     * @return the commit, of a merge request that of its source
     */
    @CheckForNull
    String commit() {
        return commit;
    }

    @Override
    public void buildEnvironment(@NonNull Run<?, ?> run, @NonNull EnvVars environment) {
        BuildVariables.contribute(variables == null ? Map.of() : variables, run, environment);
    }

    @Override
    public void foldIntoExisting(Queue.Item item, Queue.Task owner, List<Action> others) {
        if (!Util.filter(others, FoundRevision.class).isEmpty()) {
            item.replaceAction(this);
        }
    }
}
