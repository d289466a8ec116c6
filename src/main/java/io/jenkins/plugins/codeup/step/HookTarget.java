package io.jenkins.plugins.codeup.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import hudson.util.FormValidation;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.connection.CodeupAccess;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.RootUrl;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.webhook.WebhookUrl;
import java.io.IOException;
import java.net.URI;

/**
 * Where a hook points and the secret it brings: what the call says, or the trigger of the calling job's own item.
 *
 * @param url http or https
 * @param secret what Codeup sends along, or null for nothing
 */
record HookTarget(@NonNull String url, @CheckForNull SecretValue secret) {

    /** Codeup takes no longer ones. */
    private static final int MAX_URL = 1024;

    /**
     * @throws IllegalArgumentException if the call's URL or secret is none that serves
     * @throws IllegalStateException if the URL of this Jenkins is needed and not set
     */
    @NonNull
    static HookTarget of(@NonNull CreateWebhookStep call, @NonNull Run<?, ?> run, @NonNull CodeupAccess access)
            throws IOException {
        SecretValue given = access.secret(call.getSecretCredentialsId(), "secretCredentialsId");
        boolean own = call.getUrl() == null && given == null;
        SecretValue secret = own ? SecretValue.of(ownHook(run).secret().getPlainText()) : given;
        return new HookTarget(url(call.getUrl(), run, access), secret);
    }

    /**
     * @param stated what the call says, or null for the URL of the job's own trigger
     * @throws IllegalArgumentException if the stated URL is none that serves
     * @throws IllegalStateException if the URL of this Jenkins is needed and not set
     */
    @NonNull
    static String url(@CheckForNull String stated, @NonNull Run<?, ?> run, @NonNull CodeupAccess access)
            throws IOException {
        return stated != null ? valid(stated) : ownHook(run).url(RootUrl.of(access.connection()));
    }

    private static ItemWebhook ownHook(Run<?, ?> run) throws IOException {
        return ItemWebhook.of(ItemWebhook.owner(run.getParent()));
    }

    @NonNull
    static FormValidation check(@CheckForNull String url, @CheckForNull String connection) {
        try {
            if (url != null && url.contains("$")) {
                return FormValidation.ok();
            }
            String target = url != null
                    ? valid(url)
                    : RootUrl.of(CodeupConfiguration.get().connection(connection));
            String doubt = RootUrl.doubt(target);
            return doubt == null ? FormValidation.ok() : FormValidation.warning(doubt);
        } catch (IllegalArgumentException | IllegalStateException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    private static String valid(String url) {
        URI uri = null;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            // said below
        }
        boolean web = uri != null
                && uri.getHost() != null
                && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()));
        if (!web || url.length() > MAX_URL) {
            throw new IllegalArgumentException(Messages.HookTarget_url(WebhookUrl.masked(url), MAX_URL));
        }
        return url;
    }
}
