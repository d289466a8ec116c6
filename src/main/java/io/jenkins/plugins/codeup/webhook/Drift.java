package io.jenkins.plugins.codeup.webhook;

import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.Webhook;
import io.jenkins.plugins.codeup.client.WebhookOption;

/** How far a hook is from what was asked for. What Codeup does not tell of a hook counts as being as it should. */
final class Drift {

    private Drift() {}

    /** Whether this hook delivers to the place that is asked for. */
    static boolean samePlace(Webhook hook, DesiredWebhook wanted) {
        return WebhookUrl.place(hook.url()).equals(WebhookUrl.place(wanted.url()));
    }

    /** Whether everything that was stated is so. */
    static boolean asWanted(Webhook hook, DesiredWebhook wanted) {
        boolean options = wanted.options().entrySet().stream()
                .allMatch(stated ->
                        stated.getValue().equals(hook.options().getOrDefault(stated.getKey(), stated.getValue())));
        // a blank description comes back as none
        String description = wanted.description();
        SecretValue secret = wanted.secretToken();
        SecretValue told = hook.secretToken();
        return options
                && (description == null || description.strip().equals(strip(hook.description())))
                && (secret == null || told == null || secret.equals(told))
                && WebhookUrl.whole(hook.url()).equals(WebhookUrl.whole(wanted.url()));
    }

    private static String strip(String nullable) {
        return nullable == null ? "" : nullable.strip();
    }

    /** What was asked for, and for all that was not, what the hook is today. */
    static DesiredWebhook inherit(DesiredWebhook wanted, Webhook hook) {
        DesiredWebhook whole = wanted;
        for (WebhookOption option : wanted.unstated()) {
            whole = whole.with(option, hook.options().get(option));
        }
        if (wanted.description() == null) {
            whole = whole.withDescription(hook.description());
        }
        return wanted.secretToken() == null ? whole.withSecretToken(hook.secretToken()) : whole;
    }
}
