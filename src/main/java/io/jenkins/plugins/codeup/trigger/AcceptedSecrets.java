package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.codeup.connection.CredentialsContext;
import io.jenkins.plugins.codeup.delivery.TokenCheck;
import java.util.List;
import java.util.UUID;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * The secrets that an item's deliveries may bring: those kept beside the item, and its trigger's credentials. Whoever
 * brings none of them has the same done for him: whether the item is known, and how many secrets it has, does not show.
 */
final class AcceptedSecrets {

    /** Looked for where a trigger names no credentials; nobody has them. */
    private static final String NO_CREDENTIALS = UUID.randomUUID().toString();

    private AcceptedSecrets() {}

    /**
     * @param item whose deliveries these are, or null if there is none; nothing passes then
     */
    static boolean pass(@CheckForNull Item item, @NonNull ItemHook hook, @CheckForNull String token) {
        boolean kept = TokenCheck.passes(token, hook.accepted());
        // credentials are looked for last, so that what passes without them need not wait for that
        return item != null && kept || TokenCheck.passes(token, stated(item));
    }

    private static List<String> stated(Item item) {
        CodeupTrigger trigger = item instanceof Job<?, ?> job ? CodeupTrigger.of(job) : null;
        String id = trigger == null ? null : trigger.getSecretCredentialsId();
        return CredentialsContext.of(item).find(id == null ? NO_CREDENTIALS : id) instanceof StringCredentials text
                ? List.of(text.getSecret().getPlainText().trim())
                : List.of();
    }
}
