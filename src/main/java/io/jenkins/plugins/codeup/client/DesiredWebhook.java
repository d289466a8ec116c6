package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What a webhook shall be. All but the URL may be absent: Codeup's default on creation, unchanged on an update.
 *
 * @param url where Codeup delivers to, http or https
 * @param options the options that were stated; one that is missing was not
 * @param description the text that Codeup shows beside the hook, or null where none was stated
 * @param secretToken what Codeup sends along with each delivery, or null where none was stated
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
     * @return a hook to this URL with everything else left to Codeup
     */
    @NonNull
    public static DesiredWebhook to(@NonNull String url) {
        return new DesiredWebhook(url, Map.of(), null, null);
    }

    /**
     * @param value null leaves the option unstated
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
     * @return the options that are left to Codeup, in the order of {@link WebhookOption}
     */
    @NonNull
    public Set<WebhookOption> unstated() {
        Set<WebhookOption> rest = EnumSet.allOf(WebhookOption.class);
        rest.removeAll(options.keySet());
        return rest;
    }
}
