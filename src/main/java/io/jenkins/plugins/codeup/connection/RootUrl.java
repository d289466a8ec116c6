package io.jenkins.plugins.codeup.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.util.FormValidation;
import java.net.URI;
import java.util.Locale;
import jenkins.model.JenkinsLocationConfiguration;

/** The URL of this Jenkins as Codeup sees it. */
public final class RootUrl {

    private RootUrl() {}

    /**
     * @return the connection's own root URL or else Jenkins's, with a slash at the end
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
        if (host(url) == null) {
            throw new IllegalStateException(Messages.RootUrl_noUrl(url));
        }
        return url.endsWith("/") ? url : url + "/";
    }

    /**
     * @return why Codeup, which is on the Internet, will hardly reach this URL, or null if its form shows no reason
     */
    @CheckForNull
    public static String doubt(@NonNull String url) {
        String host = host(url);
        if (host == null) {
            return Messages.RootUrl_noUrl(url);
        }
        boolean unreachable = host.equals("localhost")
                || host.endsWith(".localhost")
                || host.endsWith(".local")
                || host.matches(
                        "127\\..*|10\\..*|192\\.168\\..*|172\\.(1[6-9]|2[0-9]|3[01])\\..*|169\\.254\\..*|0\\.0\\.0\\.0")
                || host.startsWith("[")
                || !host.contains(".");
        return unreachable ? Messages.RootUrl_unreachable(url) : null;
    }

    static FormValidation check(@CheckForNull String url) {
        if (url == null) {
            return FormValidation.ok();
        }
        if (host(url) == null) {
            return FormValidation.error(Messages.RootUrl_noUrl(url));
        }
        String doubt = doubt(url);
        return doubt == null ? FormValidation.ok() : FormValidation.warning(doubt);
    }

    private static String host(String url) {
        try {
            URI uri = URI.create(url);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null ? uri.getHost().toLowerCase(Locale.ROOT) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
