package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.connection.RootUrl;
import io.jenkins.plugins.codeup.endpoint.DeliveryLog;
import io.jenkins.plugins.codeup.hooks.ManagedItem.ManagedWebhook;
import java.text.DateFormat;
import java.util.Date;
import java.util.List;
import org.jvnet.localizer.LocaleProvider;

/** That no delivery has come since an item's webhook was made, and what to check then. */
final class Silence {

    private Silence() {}

    /**
     * @param lines the item's latest deliveries, the newest first
     * @return the text in the reader's language; null if some has come, or the item has no webhook in Codeup
     */
    @CheckForNull
    static String since(@NonNull ManagedItem managed, @NonNull List<DeliveryLog.Line> lines) {
        ManagedWebhook made = managed.webhooks().stream()
                .filter(webhook -> webhook.webhookId() != null && webhook.outcome() != null)
                .findFirst()
                .orElse(null);
        if (made == null || !lines.isEmpty() && lines.get(0).time() >= made.since()) {
            return null;
        }
        String since = DateFormat.getDateTimeInstance(DateFormat.MEDIUM, DateFormat.MEDIUM, LocaleProvider.getLocale())
                .format(new Date(made.since()));
        CodeupConnection connection = made.key().connectionOrNull();
        String warning = connection == null ? null : RootUrl.warning(connection);
        String url = connection == null ? "" : root(connection);
        return warning == null ? Messages.Silence_since(since, url) : Messages.Silence_unreachable(since, warning);
    }

    private static String root(CodeupConnection connection) {
        try {
            return RootUrl.of(connection);
        } catch (IllegalStateException e) {
            return "";
        }
    }
}
