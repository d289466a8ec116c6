package io.jenkins.plugins.codeup.webhook;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Normalises and masks the target URLs of webhooks.
 *
 * <p>The whole URL is a webhook's identity, a token in the query included: at other plugins' URLs the token says which job
 * is meant. Letter case of scheme and host, Unicode or ASCII in a domain name, a default port, a trailing slash and the
 * way of percent-encoding make no difference.
 */
public final class WebhookUrl {

    /** More lenient than {@link java.net.URI}, which knows no host with an underscore or in Unicode, and no blanks. */
    private static final Pattern PARTS = Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:(?<user>[^/?#]*)@)?"
            + "(?<host>\\[[0-9A-Fa-f:.]+\\]|[^/?#@:\\[\\]]+)(?::(?<port>[0-9]{0,5}))?"
            + "(?<path>/[^?#]*)?(?:\\?(?<query>[^#]*))?(?:#.*)?");

    private static final Pattern BLANK = Pattern.compile("[\\s\\p{Cntrl}]");
    private static final Pattern ENCODED = Pattern.compile("%([0-9A-Fa-f]{2})");
    /** What stands for itself in paths and queries; everything else is percent-encoded. */
    private static final String ALLOWED = "-._~!$&'()*+,;=:@/?%";

    private static final String MASK = "****";

    /** User name and password end at the last @, as a password may contain one. */
    private static final Pattern ADDRESS =
            Pattern.compile("(?<origin>[A-Za-z][A-Za-z0-9+.-]*://)(?<user>.*@)?(?<host>[^/?#;@]*)(?<rest>.*)");

    private static final Pattern OF_A_JOB = Pattern.compile("[A-Za-z0-9/._~-]*/codeup-webhook/[0-9a-f]{32}/?");

    private WebhookUrl() {}

    /**
     * @return the URL as it may be shown and stored: the address of a job in a Jenkins as it is, which needs a secret beside
     *     it; of any other one scheme and host, as everything else may be a password
     */
    @NonNull
    public static String masked(@NonNull String url) {
        Matcher known = ADDRESS.matcher(url);
        if (!known.matches()) {
            return MASK;
        }
        boolean shown = known.group("user") == null
                && (known.group("rest").matches("/?")
                        || OF_A_JOB.matcher(known.group("rest")).matches());
        return known.group("origin") + known.group("host") + (shown ? known.group("rest") : "/" + MASK);
    }

    /**
     * @return the host of an http or https URL in lower case, which may be one that {@link java.net.URI} does not know; null
     *     for any other text
     */
    @CheckForNull
    public static String host(@NonNull String url) {
        Matcher parts = PARTS.matcher(url);
        boolean web = parts.matches()
                && parts.group("scheme").matches("(?i)https?")
                && !BLANK.matcher(url).find();
        return web ? parts.group("host").toLowerCase(Locale.ROOT) : null;
    }

    /**
     * @return equal for URLs with the same target; a text that is no URL as it stands
     */
    @NonNull
    static String normalised(@NonNull String url) {
        Matcher parts = PARTS.matcher(url.trim());
        if (!parts.matches()) {
            return url.trim();
        }
        String scheme = parts.group("scheme").toLowerCase(Locale.ROOT);
        String query = parts.group("query") == null ? "" : query(parts.group("query"));
        return scheme + "://"
                + (parts.group("user") == null ? "" : parts.group("user") + "@")
                + normalisedHost(parts.group("host"))
                + port(scheme, parts.group("port"))
                + (parts.group("path") == null
                        ? ""
                        : encoding(parts.group("path")).replaceFirst("/+$", ""))
                + (query.isEmpty() ? "" : "?" + query);
    }

    private static String normalisedHost(String given) {
        try {
            // without a look-up, as it is an address and no name
            return given.startsWith("[")
                    ? "[" + InetAddress.getByName(given).getHostAddress() + "]"
                    : IDN.toASCII(given, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (UnknownHostException | IllegalArgumentException invalid) {
            return given.toLowerCase(Locale.ROOT);
        }
    }

    private static String port(String scheme, String given) {
        if (given == null || given.isEmpty()) {
            return "";
        }
        int port = Integer.parseInt(given);
        return port == ("https".equals(scheme) ? 443 : 80) ? "" : ":" + port;
    }

    private static String query(String raw) {
        return Arrays.stream(raw.split("&"))
                .filter(parameter -> !parameter.isEmpty())
                .map(WebhookUrl::encoding)
                .collect(Collectors.joining("&"));
    }

    /**
     * RFC 3986, 6.2.2: unreserved characters stand for themselves, hexadecimal digits are upper case, and what can't stand
     * in a URL, such as a blank, is encoded.
     */
    private static String encoding(String text) {
        StringBuilder whole = new StringBuilder();
        text.codePoints().forEach(character -> {
            boolean alphanumeric = character < 128 && Character.isLetterOrDigit(character);
            if (alphanumeric || ALLOWED.indexOf(character) >= 0) {
                whole.appendCodePoint(character);
            } else {
                for (byte octet : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
                    whole.append("%%%02X".formatted(octet));
                }
            }
        });
        return ENCODED.matcher(whole).replaceAll(found -> {
            char decoded = (char) Integer.parseInt(found.group(1), 16);
            boolean unreserved = decoded < 128 && (Character.isLetterOrDigit(decoded) || "-._~".indexOf(decoded) >= 0);
            String normal = unreserved ? String.valueOf(decoded) : found.group().toUpperCase(Locale.ROOT);
            return Matcher.quoteReplacement(normal);
        });
    }
}
