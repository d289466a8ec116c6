package io.jenkins.plugins.codeup.webhook;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.Webhook;
import java.util.List;

/**
 * Result of reconciling one webhook.
 *
 * @param webhook the webhook as Codeup shows it now
 * @param outcome what was done
 * @param removed the ids of deleted webhooks with the same target URL
 * @param requestId Codeup's id of the last write, or null if there was none or Codeup sent none
 */
public record ReconcileResult(
        @NonNull Webhook webhook,
        @NonNull Outcome outcome,
        @NonNull List<Long> removed,
        @CheckForNull String requestId) {

    /** What was done. */
    public enum Outcome {
        /** There was no webhook with the target URL. */
        CREATED,
        /** There was one, and it was not up to date. */
        UPDATED,
        /** There was one that was up to date, or was to be kept; nothing was written. */
        UNCHANGED
    }

    public ReconcileResult {
        removed = List.copyOf(removed);
    }
}
