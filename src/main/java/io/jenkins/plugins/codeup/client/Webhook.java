package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Map;

/**
 * A webhook as Codeup tells it.
 *
 * @param id the hook's Id, unique in Codeup
 * @param url where it delivers to
 * @param options what Codeup said of each option; one that it left out or empty is missing
 * @param description the text beside the hook, or null
 * @param secretToken the secret that goes along with deliveries, empty for none, or null where Codeup does not tell it
 * @param createdAt the time of creation as Codeup writes it, or null
 * @param repositoryId the repository (AddWebhook's ProjectId), or null
 * @param lastTestResult the outcome of the last test delivery, or null
 * @param issuesEvents a feature that Codeup dropped, or null where it does not tell it
 * @param buildEvents a feature that Codeup dropped, or null where it does not tell it
 */
public record Webhook(
        long id,
        @NonNull String url,
        @NonNull Map<WebhookOption, Boolean> options,
        @CheckForNull String description,
        @CheckForNull SecretValue secretToken,
        @CheckForNull String createdAt,
        @CheckForNull Long repositoryId,
        @CheckForNull String lastTestResult,
        @CheckForNull Boolean issuesEvents,
        @CheckForNull Boolean buildEvents) {

    public Webhook {
        options = Map.copyOf(options);
    }
}
