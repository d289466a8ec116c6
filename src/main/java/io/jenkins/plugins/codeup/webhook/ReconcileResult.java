package io.jenkins.plugins.codeup.webhook;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.Webhook;
import java.util.List;

/**
 * A repository's hook after it was made sure of.
 *
 * @param webhook the hook as Codeup has it now
 * @param outcome what had to be done for it
 * @param removed the Ids of the hooks to the same place that were deleted, as there must be only one
 * @param requestId Codeup's id of the call that made the hook, or null if none was made or Codeup gave none
 */
public record ReconcileResult(
        @NonNull Webhook webhook,
        @NonNull Outcome outcome,
        @NonNull List<Long> removed,
        @CheckForNull String requestId) {

    /** What had to be done. */
    public enum Outcome {
        /** There was no hook to this place. */
        CREATED,
        /** There was one, and it was not as wanted. */
        UPDATED,
        /** There was one as wanted; nothing was written. */
        UNCHANGED
    }

    public ReconcileResult {
        removed = List.copyOf(removed);
    }
}
