package io.jenkins.plugins.codeup.registration;

import io.jenkins.plugins.codeup.api.SecretValue;
import io.jenkins.plugins.codeup.api.Webhook;
import io.jenkins.plugins.codeup.api.WebhookOption;
import io.jenkins.plugins.codeup.api.WebhookSpec;

/** How far a hook is from what was asked for. What Codeup does not tell of a hook counts as being as it should. */
final class Drift {

    private Drift() {}

    /** Whether this hook delivers to the place that is asked for. */
    static boolean samePlace(Webhook hook, WebhookSpec wanted) {
        return HookUrl.place(hook.url()).equals(HookUrl.place(wanted.url()));
    }

    /** Whether everything that was stated is so. */
    static boolean asWanted(Webhook hook, WebhookSpec wanted) {
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
                && HookUrl.whole(hook.url()).equals(HookUrl.whole(wanted.url()));
    }

    private static String strip(String nullable) {
        return nullable == null ? "" : nullable.strip();
    }

    /** What was asked for, and for all that was not, what the hook is today. */
    static WebhookSpec inherit(WebhookSpec wanted, Webhook hook) {
        WebhookSpec whole = wanted;
        for (WebhookOption option : wanted.unstated()) {
            whole = whole.with(option, hook.options().get(option));
        }
        if (wanted.description() == null) {
            whole = whole.withDescription(hook.description());
        }
        return wanted.secretToken() == null ? whole.withSecretToken(hook.secretToken()) : whole;
    }
}
