package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
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
     * @param entry as {@link WebhookIndex#findOrStranger} has it; what is sent to a stranger does not pass
     */
    static boolean pass(@NonNull WebhookIndex.Entry entry, @CheckForNull String token) {
        Item item = entry.item();
        boolean known = item != null && !entry.isStranger();
        boolean kept = TokenCheck.passes(token, entry.hook().accepted());
        // credentials are looked for last, so that what passes without them need not wait for that
        return known && kept || TokenCheck.passes(token, stated(item)) && known;
    }

    private static List<String> stated(Item item) {
        DeliveryHandler handler = item == null ? null : DeliveryHandler.of(item);
        String id = handler == null ? null : handler.secretCredentialsId(item);
        return CredentialsContext.of(item).find(id == null ? NO_CREDENTIALS : id) instanceof StringCredentials text
                ? List.of(text.getSecret().getPlainText().trim())
                : List.of();
    }
}
