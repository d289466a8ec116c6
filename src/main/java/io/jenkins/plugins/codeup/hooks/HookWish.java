package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import java.util.Map;

/**
 * A hook that an item wants in a repository.
 *
 * @param url where it delivers to
 * @param options what it tells of; what is not stated is left as it is
 */
record HookWish(
        @NonNull RepositoryKey at,
        @NonNull String url,
        @NonNull Map<WebhookOption, Boolean> options) {

    @NonNull
    DesiredWebhook spec(@NonNull ItemWebhook hook) {
        return new DesiredWebhook(url, options, null, SecretValue.of(hook.secret().getPlainText()));
    }
}
