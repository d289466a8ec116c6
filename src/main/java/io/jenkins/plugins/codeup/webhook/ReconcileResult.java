package io.jenkins.plugins.codeup.webhook;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.Webhook;
import io.jenkins.plugins.codeup.client.WebhookOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Result of reconciling one webhook.
 *
 * @param webhook the webhook as Codeup shows it now
 * @param outcome what was done
 * @param changes what an update changed: options with their new values, the names of other fields; never a secret
 * @param removed the ids of deleted webhooks with the same target URL
 * @param requestId Codeup's id of the last write, or null if there was none or Codeup sent none
 */
public record ReconcileResult(
        @NonNull Webhook webhook,
        @NonNull Outcome outcome,
        @NonNull List<String> changes,
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
        changes = outcome == Outcome.UPDATED ? List.copyOf(changes) : List.of();
        removed = List.copyOf(removed);
    }

    /**
     * @param before the webhooks with the target URL, the oldest first
     * @return what differs in the oldest from the desired state, as {@link #changes} tells it
     */
    @NonNull
    static List<String> changes(@NonNull List<Webhook> before, @NonNull DesiredWebhook desired) {
        List<String> changes = new ArrayList<>();
        if (before.isEmpty()) {
            return changes;
        }
        Webhook webhook = before.get(0);
        for (WebhookOption option : WebhookOption.values()) {
            Boolean value = desired.options().get(option);
            if (value != null && !value.equals(webhook.options().getOrDefault(option, value))) {
                changes.add(option.camelCase() + "=" + value);
            }
        }
        String description = desired.description();
        if (description != null
                && !description
                        .strip()
                        .equals(Objects.toString(webhook.description(), "").strip())) {
            changes.add("description");
        }
        SecretValue secret = desired.secretToken();
        if (secret != null && !secret.equals(webhook.secretToken())) {
            changes.add("secret");
        }
        return changes;
    }
}
