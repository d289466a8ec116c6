package io.jenkins.plugins.codeup.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import hudson.util.FormValidation;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.connection.RootUrl;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.webhook.WebhookUrl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Where the webhook of a step delivers to: to a URL that the step names, or to that of the job's own trigger. */
final class TargetUrl {

    /** Codeup accepts no longer URLs. */
    private static final int MAX_LENGTH = 1024;

    private TargetUrl() {}

    /**
     * @param url the URL that the step names, or null for that of the job's own trigger
     * @return the URL that Codeup delivers to
     * @throws IllegalArgumentException if the named URL is not accepted
     * @throws IllegalStateException if the URL of this Jenkins is needed and not set
     */
    @NonNull
    static String of(@CheckForNull String url, @NonNull Run<?, ?> run, @NonNull CodeupConnection connection)
            throws IOException {
        return url != null ? checked(url) : ownWebhook(run).url(RootUrl.of(connection));
    }

    /** The webhook of the job, or of the multibranch project around it. */
    @NonNull
    static ItemWebhook ownWebhook(@NonNull Run<?, ?> run) throws IOException {
        return ItemWebhook.of(ItemWebhook.owner(run.getParent()));
    }

    private static String checked(String url) {
        if (WebhookUrl.host(url) == null || url.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    Messages.CreateWebhookStep_url(WebhookUrl.masked(url), String.valueOf(MAX_LENGTH)));
        }
        return url;
    }

    /**
     * @param url as in {@link #of}
     * @param withSecret whether Codeup sends a secret along
     * @return why Codeup can probably not reach the URL, or not safely
     */
    @NonNull
    static List<String> warnings(@CheckForNull String url, @NonNull CodeupConnection connection, boolean withSecret) {
        List<String> warnings = new ArrayList<>();
        if (url == null) {
            String warning = RootUrl.warning(connection);
            if (warning != null) {
                warnings.add(warning);
            }
            return warnings;
        }
        if (withSecret && RootUrl.isPlainHttp(url)) {
            warnings.add(Messages.CreateWebhookStep_plainHttp(WebhookUrl.masked(url)));
        }
        if (RootUrl.isUnreachable(url)) {
            warnings.add(Messages.CreateWebhookStep_unreachable(WebhookUrl.masked(url)));
        }
        return warnings;
    }

    /** Checks the field of the form; a URL with variables only when it is used. */
    @NonNull
    static FormValidation check(@CheckForNull String url, @CheckForNull String connection) {
        if (url != null && url.contains("$")) {
            return FormValidation.ok();
        }
        try {
            String warning = url == null
                    ? RootUrl.warning(CodeupConfiguration.get().connection(connection))
                    : RootUrl.isUnreachable(checked(url)) ? Messages.CreateWebhookStep_unreachable(url) : null;
            return warning == null ? FormValidation.ok() : FormValidation.warning(warning);
        } catch (IllegalArgumentException e) {
            return FormValidation.error(e.getMessage());
        }
    }
}
