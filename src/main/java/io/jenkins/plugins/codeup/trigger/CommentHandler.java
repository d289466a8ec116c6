package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Item;
import io.jenkins.plugins.codeup.client.MergeRequestComments;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.endpoint.AcceptedDelivery;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Does what comments on merge requests ask for. Without one, a comment only can start a build of a job. */
@Restricted(NoExternalUse.class)
public interface CommentHandler extends ExtensionPoint {

    /**
     * Takes a comment over if it is a command for the item. Called with the rights of {@code SYSTEM}, by a thread that
     * others wait for.
     *
     * @return whether this handler tells the delivery its result, now or later
     */
    boolean takes(@NonNull Item item, @NonNull AcceptedDelivery delivery, @NonNull Delivery.Note note);

    /**
     * @return whether the delivery needs nothing more: it is a command, or a comment that this plugin wrote. Those never
     *     start anything, or each build's comment would start the next build
     */
    static boolean handles(@NonNull Item item, @NonNull AcceptedDelivery delivery) {
        if (!(delivery.delivery() instanceof Delivery.Note note)) {
            return false;
        }
        if (MergeRequestComments.isOwn(note.text())) {
            delivery.decided(Messages._CommentHandler_own());
            return true;
        }
        return ExtensionList.lookup(CommentHandler.class).stream()
                .anyMatch(handler -> handler.takes(item, delivery, note));
    }
}
