package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Action;
import hudson.model.InvisibleAction;
import hudson.model.Queue;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Decision;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Reason;
import io.jenkins.plugins.codeup.trigger.JobDeliveryHandler;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jvnet.localizer.Localizable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Says that the newest revision of a branch or merge request is not built by itself, and why. Stored with the branch, on
 * whose page it is shown; with a build that Branch API wants to start, it keeps that out of the queue. So the revision does
 * not count as built, and is looked at again by the next scan or event.
 */
@Restricted(NoExternalUse.class)
public final class HeldBack extends InvisibleAction implements Serializable {

    private static final long serialVersionUID = 1;

    private final String revision;
    private final String settings;
    private final Reason reason;
    private final List<String> arguments;

    /**
     * @param settings the settings that the decision was made by
     */
    HeldBack(@NonNull String revision, @NonNull String settings, @NonNull Decision decision) {
        this.revision = revision;
        this.settings = settings;
        this.reason = decision.reason();
        this.arguments = new ArrayList<>(decision.arguments());
    }

    /** Whether the same would be decided on a revision, as far as that depends on these. */
    boolean isOf(@NonNull String otherRevision, @NonNull String otherSettings) {
        return otherRevision.equals(revision) && otherSettings.equals(settings) && reason != null;
    }

    boolean isDraft() {
        return reason == Reason.DRAFT;
    }

    @NonNull
    Localizable text() {
        return JobDeliveryHandler.text(new Decision(reason == null ? Reason.DRAFT : reason, Util.fixNull(arguments)));
    }

    /**
     * @return the reason in the reader's language, for the page
     */
    @NonNull
    public String getText() {
        return text().toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeldBack that
                && Objects.equals(revision, that.revision)
                && Objects.equals(settings, that.settings)
                && reason == that.reason
                && Objects.equals(arguments, that.arguments);
    }

    @Override
    public int hashCode() {
        return Objects.hash(revision, reason);
    }

    /** Keeps builds that are held back out of the queue. A build that somebody starts by hand is none of them. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class Gate extends Queue.QueueDecisionHandler {

        @Override
        public boolean shouldSchedule(Queue.Task task, List<Action> actions) {
            return actions.stream().noneMatch(HeldBack.class::isInstance);
        }
    }
}
