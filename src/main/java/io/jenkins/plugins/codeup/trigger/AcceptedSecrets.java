package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.codeup.connection.CredentialsContext;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** The secrets that an item's deliveries may bring: the one kept beside the item, and its trigger's credentials. */
final class AcceptedSecrets {

    private AcceptedSecrets() {}

    @NonNull
    static List<String> of(@NonNull Item item, @NonNull ItemHook hook) {
        String kept = hook.secret().getPlainText();
        CodeupTrigger trigger = item instanceof Job<?, ?> job ? CodeupTrigger.of(job) : null;
        String id = trigger == null ? null : trigger.getSecretCredentialsId();
        if (id != null && CredentialsContext.of(item).find(id) instanceof StringCredentials text) {
            return List.of(kept, text.getSecret().getPlainText().trim());
        }
        return List.of(kept);
    }
}
