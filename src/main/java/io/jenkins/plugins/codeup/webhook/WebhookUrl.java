package io.jenkins.plugins.codeup.webhook;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Normalises and masks the target URLs of webhooks. Letter case of scheme and host, a default port, a trailing slash and
 * the way of percent-encoding make no difference.
 */
public final class WebhookUrl {

    private static final Pattern ENCODED = Pattern.compile("%([0-9A-Fa-f]{2})");

    private static final Pattern SECRET_PARAMETER =
            Pattern.compile("([?&][^=&#]*(?:token|secret|password|key)[^=&#]*=)[^&#]*", Pattern.CASE_INSENSITIVE);
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/?#@]*@");

    private WebhookUrl() {}

    /**
     * @return the URL as it may be shown and stored: with tokens in its query and user name and password masked
     */
    @NonNull
    public static String masked(@NonNull String url) {
        String withoutUser = USER_INFO.matcher(url).replaceFirst("****@");
        return SECRET_PARAMETER.matcher(withoutUser).replaceAll("$1****");
    }

    /**
     * @return equal for URLs with the same target; without a token in the query
     */
    @NonNull
    static String target(@NonNull String url) {
        return normalise(url, false);
    }

    /**
     * @return equal for equivalent URLs; with a token in the query
     */
    @NonNull
    static String normalised(@NonNull String url) {
        return normalise(url, true);
    }

    private static String normalise(String url, boolean withToken) {
        URI uri;
        try {
            uri = URI.create(URI.create(url.trim()).toASCIIString());
        } catch (IllegalArgumentException ofAnotherWebhook) {
            return url.trim();
        }
        if (uri.getScheme() == null || uri.getHost() == null) {
            return url.trim();
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        boolean defaultPort = uri.getPort() == -1 || uri.getPort() == ("https".equals(scheme) ? 443 : 80);
        String path = encoding(uri.getRawPath()).replaceFirst("/+$", "");
        String query = query(uri.getRawQuery(), withToken);
        return scheme + "://"
                + (uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo() + "@")
                + uri.getHost().toLowerCase(Locale.ROOT)
                + (defaultPort ? "" : ":" + uri.getPort())
                + path
                + (query.isEmpty() ? "" : "?" + query);
    }

    private static String query(String raw, boolean withToken) {
        if (raw == null) {
            return "";
        }
        return Arrays.stream(raw.split("&"))
                .filter(parameter -> !parameter.isEmpty())
                .filter(parameter -> withToken || !isToken(parameter))
                .map(WebhookUrl::encoding)
                .collect(Collectors.joining("&"));
    }

    private static boolean isToken(String parameter) {
        return parameter.equals("token") || parameter.startsWith("token=");
    }

    /** RFC 3986, 6.2.2: unreserved characters stand for themselves, and hexadecimal digits are upper case. */
    private static String encoding(String text) {
        return ENCODED.matcher(text).replaceAll(found -> {
            char decoded = (char) Integer.parseInt(found.group(1), 16);
            boolean unreserved = decoded < 128 && (Character.isLetterOrDigit(decoded) || "-._~".indexOf(decoded) >= 0);
            String normal = unreserved ? String.valueOf(decoded) : found.group().toUpperCase(Locale.ROOT);
            return Matcher.quoteReplacement(normal);
        });
    }
}
