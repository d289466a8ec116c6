package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Desired state of a webhook. Only the URL is required; what is unset gets Codeup's default when the webhook is created
 * and stays as it is when the webhook is updated.
 *
 * @param url the target URL, http or https
 * @param options the options that are set; a missing one is unset
 * @param description the text that Codeup shows beside the webhook, or null if unset
 * @param secretToken the secret that Codeup sends with each delivery, or null if unset
 */
public record DesiredWebhook(
        @NonNull String url,
        @NonNull Map<WebhookOption, Boolean> options,
        @CheckForNull String description,
        @CheckForNull SecretValue secretToken) {

    public DesiredWebhook {
        options = Map.copyOf(options);
    }

    /**
     * @return a webhook with this target URL and everything else unset
     */
    @NonNull
    public static DesiredWebhook to(@NonNull String url) {
        return new DesiredWebhook(url, Map.of(), null, null);
    }

    /**
     * @param value null leaves the option unset
     */
    @NonNull
    public DesiredWebhook with(@NonNull WebhookOption option, @CheckForNull Boolean value) {
        Map<WebhookOption, Boolean> changed = new EnumMap<>(WebhookOption.class);
        changed.putAll(options);
        if (value == null) {
            changed.remove(option);
        } else {
            changed.put(option, value);
        }
        return new DesiredWebhook(url, changed, description, secretToken);
    }

    @NonNull
    public DesiredWebhook withDescription(@CheckForNull String text) {
        return new DesiredWebhook(url, options, text, secretToken);
    }

    @NonNull
    public DesiredWebhook withSecretToken(@CheckForNull SecretValue secret) {
        return new DesiredWebhook(url, options, description, secret);
    }

    /**
     * @return the options that are unset, in the order of {@link WebhookOption}
     */
    @NonNull
    public Set<WebhookOption> unset() {
        Set<WebhookOption> rest = EnumSet.allOf(WebhookOption.class);
        rest.removeAll(options.keySet());
        return rest;
    }
}
