package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Action;
import hudson.model.Queue;
import hudson.plugins.git.RevisionParameterAction;
import io.jenkins.plugins.codeup.delivery.EventOrder;
import java.util.List;
import org.eclipse.jgit.transport.URIish;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The commit that a build checks out. Replaces the commit of a waiting build with the same fold key, where the git
 * plugin's own action would start one build for each commit, or merge builds of different branches.
 */
@Restricted(NoExternalUse.class)
public final class PushedCommitAction extends RevisionParameterAction {

    private static final long serialVersionUID = 1;

    private final String foldKey;

    /**
     * @param remote the repository as the job's configuration has it
     * @param foldKey see {@link EventOrder#key}
     */
    PushedCommitAction(@NonNull String commit, @NonNull URIish remote, @NonNull String foldKey) {
        super(commit, true, remote);
        this.foldKey = foldKey;
    }

    @Override
    public boolean shouldSchedule(List<Action> others) {
        return Util.filter(others, PushedCommitAction.class).stream().noneMatch(other -> foldKey.equals(other.foldKey));
    }

    @Override
    public void foldIntoExisting(Queue.Item item, Queue.Task owner, List<Action> others) {
        // folded before this one, see JobDeliveryHandler: knows which of the two commits is the newer one
        CodeupBuildAction folded = item.getAction(CodeupBuildAction.class);
        if (folded == null || commit.equals(folded.commit())) {
            item.replaceAction(this);
        }
    }
}
