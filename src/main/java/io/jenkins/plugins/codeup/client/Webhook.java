package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Map;

/**
 * A webhook in Codeup.
 *
 * @param id unique in Codeup
 * @param url the target URL
 * @param options the values that Codeup sent; an option that it left out or empty is missing
 * @param description the text beside the webhook, or null
 * @param secretToken the secret that Codeup sends with deliveries, empty for none, or null if Codeup does not show it
 * @param createdAt the time of creation as Codeup writes it, or null
 * @param repositoryId the repository's numeric id (AddWebhook's ProjectId), or null
 * @param lastTestResult the result of the last test delivery, or null
 */
public record Webhook(
        long id,
        @NonNull String url,
        @NonNull Map<WebhookOption, Boolean> options,
        @CheckForNull String description,
        @CheckForNull SecretValue secretToken,
        @CheckForNull String createdAt,
        @CheckForNull Long repositoryId,
        @CheckForNull String lastTestResult) {

    public Webhook {
        options = Map.copyOf(options);
    }
}
