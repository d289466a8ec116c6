package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Action;
import hudson.model.Queue;
import hudson.plugins.git.RevisionParameterAction;
import java.util.List;
import org.eclipse.jgit.transport.URIish;

/**
 * The commit to build. The git plugin's own action would build each commit of a burst, or fold those of different
 * branches into one; this one takes the place of an older one for the same branch.
 */
public final class PushedCommitAction extends RevisionParameterAction {

    private static final long serialVersionUID = 1;

    private final String place;

    PushedCommitAction(@NonNull String commit, @NonNull URIish remote, @NonNull String place) {
        super(commit, true, remote);
        this.place = place;
    }

    @Override
    public boolean shouldSchedule(List<Action> others) {
        return Util.filter(others, PushedCommitAction.class).stream().noneMatch(other -> other.place.equals(place));
    }

    @Override
    public void foldIntoExisting(Queue.Item item, Queue.Task owner, List<Action> others) {
        item.replaceAction(this);
    }
}
