package io.jenkins.plugins.codeup.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.util.FormValidation;
import io.jenkins.plugins.codeup.webhook.WebhookUrl;
import jenkins.model.JenkinsLocationConfiguration;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** The URL of this Jenkins as Codeup sees it, the base of all webhook URLs. */
@Restricted(NoExternalUse.class)
public final class RootUrl {

    private RootUrl() {}

    /**
     * @return the connection's webhook root URL or else Jenkins's URL, with a slash at the end
     * @throws IllegalStateException if neither is set or it is no URL; the message says what to set and where
     */
    @NonNull
    public static String of(@NonNull CodeupConnection connection) {
        String url = connection.getWebhookRootUrl();
        if (url == null) {
            url = JenkinsLocationConfiguration.get().getUrl();
        }
        if (url == null) {
            throw new IllegalStateException(Messages.RootUrl_missing());
        }
        if (WebhookUrl.host(url) == null) {
            throw new IllegalStateException(Messages.RootUrl_noUrl(url));
        }
        return url.endsWith("/") ? url : url + "/";
    }

    /**
     * @return why Codeup, which is on the Internet, can probably not reach this Jenkins, or not safely, and what to set;
     *     null if nothing is known against it
     */
    @CheckForNull
    public static String warning(@NonNull CodeupConnection connection) {
        try {
            String url = of(connection);
            if (isUnreachable(url)) {
                return Messages.RootUrl_unreachable(url);
            }
            return isPlainHttp(url) ? Messages.RootUrl_plainHttp(url) : null;
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }

    /**
     * @return whether the host is one that cannot be reached from the Internet, judged by its name only: this machine, a
     *     private address, a name without a domain
     */
    public static boolean isUnreachable(@NonNull String url) {
        String host = WebhookUrl.host(url);
        return host != null
                && (host.equals("localhost")
                        || host.endsWith(".localhost")
                        || host.endsWith(".local")
                        || host.matches("127\\..*|10\\..*|192\\.168\\..*|172\\.(1[6-9]|2[0-9]|3[01])\\..*"
                                + "|169\\.254\\..*|0\\.0\\.0\\.0")
                        || host.startsWith("[")
                        || !host.contains("."));
    }

    /**
     * @return whether deliveries to the URL carry their secret over the Internet for all to read
     */
    public static boolean isPlainHttp(@NonNull String url) {
        return url.regionMatches(true, 0, "http://", 0, "http://".length());
    }

    static FormValidation check(@CheckForNull String url) {
        if (url == null) {
            return FormValidation.ok();
        }
        if (WebhookUrl.host(url) == null) {
            return FormValidation.error(Messages.RootUrl_noUrl(url));
        }
        if (isUnreachable(url)) {
            return FormValidation.warning(Messages.RootUrl_unreachable(url));
        }
        return isPlainHttp(url) ? FormValidation.warning(Messages.RootUrl_plainHttp(url)) : FormValidation.ok();
    }
}
