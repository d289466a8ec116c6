package io.jenkins.plugins.codeup.webhook;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.Webhook;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Creates whose answers were lost, so that each may have made a webhook that a lagging list shows later.
 *
 * <p>A list that shows a webhook that was created afterwards is recent enough to show theirs too.
 */
final class LostCreates {

    private final Set<Long> known = new HashSet<>();
    private boolean begun;
    private int open;
    private boolean listedOnce;
    /** The webhook that was created after the loss, or null. */
    private Webhook afterwards;

    /** Notes a create whose answer was lost. */
    void add() {
        open++;
        listedOnce = false;
        afterwards = null;
    }

    /** Notes a create that was answered. */
    void answered(@NonNull Webhook created) {
        known.add(created.id());
        afterwards = isOpen() ? created : null;
    }

    /**
     * Notes a list. Each webhook that was not there before is taken for one of theirs.
     *
     * @param ids of the webhooks in question
     */
    void listed(@NonNull List<Long> ids) {
        for (Long id : ids) {
            if (known.add(id) && begun && open > 0) {
                open--;
            }
        }
        if (afterwards != null && ids.contains(afterwards.id())) {
            open = 0;
        }
        begun = true;
    }

    boolean isOpen() {
        return open > 0;
    }

    /** Whether a second list is to be read before another create; true once after each loss. */
    boolean wantsAnotherList() {
        boolean wants = isOpen() && afterwards == null && !listedOnce;
        listedOnce = true;
        return wants;
    }

    /**
     * @return a webhook that was created after the loss, or null
     */
    @CheckForNull
    Webhook createdAfterwards() {
        return isOpen() ? afterwards : null;
    }
}
