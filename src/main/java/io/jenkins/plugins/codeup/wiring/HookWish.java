package io.jenkins.plugins.codeup.wiring;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.api.SecretValue;
import io.jenkins.plugins.codeup.api.WebhookOption;
import io.jenkins.plugins.codeup.api.WebhookSpec;
import io.jenkins.plugins.codeup.trigger.ItemHook;
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
    WebhookSpec spec(@NonNull ItemHook hook) {
        return new WebhookSpec(url, options, null, SecretValue.of(hook.secret().getPlainText()));
    }
}
