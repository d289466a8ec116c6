package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Clone URL or page URL of a repository, normalised: the plugin's only parser of them. It reads https, SSH in both forms
 * and other schemes, with or without {@code .git}, with the organization in the path or in the host name. User names,
 * default ports and letter case make no difference.
 *
 * @param scheme in lower case; {@code ssh} for every form of SSH, {@code file} for a local directory
 * @param host in lower case, an IPv6 address in brackets; empty for a local directory
 * @param port null for the scheme's default
 * @param path decoded and in its own letter case, without surrounding slashes and {@code .git}; the organization of a
 *     host such as {@code 60de7a68....codeup.aliyun.com} in front
 */
public record RepositoryUrl(
        @NonNull String scheme,
        @NonNull String host,
        @CheckForNull Integer port,
        @NonNull String path) {

    private static final int LONGEST = 2048;
    private static final String SSH = "ssh";
    private static final String IPV6 = "\\[[0-9a-f:.%]+\\]";
    private static final Pattern WITH_SCHEME = Pattern.compile(
            "(?<scheme>[a-z][a-z0-9+.-]*)://(?:[^/?#]*@)?(?<host>" + IPV6
                    + "|[^/:@?#\\[\\]]*)(?::(?<port>[0-9]{0,5}))?(?<path>/[^?#]*)(?:[?#].*)?",
            Pattern.CASE_INSENSITIVE);
    /**
     * SSH as scp writes it. A host has two characters at least: {@code C:\} is a drive. A path has no {@code @}: what looks
     * like one is a user's password.
     */
    private static final Pattern LIKE_SCP = Pattern.compile(
            "(?:[^/:]+@)?(?<host>" + IPV6 + "|[^/:@\\[\\]]{2,}):(?<path>[^?#@]+)", Pattern.CASE_INSENSITIVE);

    /** Greedy, as the last {@code @} ends the user; later ones than that of the user's are hidden too. */
    private static final Pattern USER = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://)?.*@", Pattern.DOTALL);

    private static final String CODEUP = "codeup.aliyun.com";
    private static final String ORGANIZATION = "[0-9a-f]{24}";
    private static final Pattern BEGINS_WITH_ID = Pattern.compile(ORGANIZATION + "/.+", Pattern.CASE_INSENSITIVE);
    private static final Pattern ORGANIZATION_HOST =
            Pattern.compile("(" + ORGANIZATION + ")\\." + Pattern.quote(CODEUP));

    /**
     * @return null if it is no URL of a repository
     */
    @CheckForNull
    public static RepositoryUrl parse(@CheckForNull String text) {
        String url = text == null ? "" : text.trim();
        if (url.isEmpty() || url.length() > LONGEST) {
            return null;
        }
        Matcher whole = WITH_SCHEME.matcher(url);
        if (whole.matches()) {
            String given = whole.group("scheme").toLowerCase(Locale.ROOT);
            // ssh, git+ssh and ssh+git are the same
            String scheme = given.startsWith(SSH) || given.endsWith(SSH) ? SSH : given;
            return of(scheme, whole.group("host"), port(scheme, whole.group("port")), whole.group("path"));
        }
        if (url.startsWith("/")) {
            return of("file", "", null, url);
        }
        Matcher scp = LIKE_SCP.matcher(url);
        return scp.matches() && !url.contains("://") ? of(SSH, scp.group("host"), null, scp.group("path")) : null;
    }

    private static RepositoryUrl of(String scheme, String givenHost, Integer port, String rawPath) {
        String path = decoded(rawPath)
                .replaceAll("/{2,}", "/")
                .replaceAll("^/|/$", "")
                .replaceFirst("(?i)\\.git$", "");
        if (path.isEmpty()) {
            return null;
        }
        String host = givenHost.toLowerCase(Locale.ROOT);
        Matcher organization = ORGANIZATION_HOST.matcher(host);
        if (!organization.matches()) {
            return new RepositoryUrl(scheme, host, port, path);
        }
        String first = organization.group(1) + "/";
        boolean named = path.regionMatches(true, 0, first, 0, first.length());
        return new RepositoryUrl(scheme, CODEUP, port, named ? path : first + path);
    }

    /** A path with invalid percent-encoding is compared as it stands. */
    private static String decoded(String path) {
        try {
            return URLDecoder.decode(path.replace("+", "%2b"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException invalidEncoding) {
            return path;
        }
    }

    private static Integer port(String scheme, String port) {
        if (port == null || port.isEmpty()) {
            return null;
        }
        int number = Integer.parseInt(port);
        int usual =
                switch (scheme) {
                    case "https" -> 443;
                    case "http" -> 80;
                    case "git" -> 9418;
                    default -> 22;
                };
        return number == usual ? null : Integer.valueOf(number);
    }

    /**
     * @param others hosts of Codeup instances besides the official one, as {@link java.net.URI#getHost} gives them
     * @return whether the host is the official one, one of an organization there, or one of the others
     */
    public boolean isAtCodeup(@NonNull Collection<String> others) {
        return host.equals(CODEUP)
                || host.endsWith("." + CODEUP)
                || others.stream().anyMatch(host::equalsIgnoreCase);
    }

    /**
     * @param known the URLs of one repository
     * @return whether this is a URL of it too; compared only with those of the same host and protocol, if there are any
     */
    public boolean isAmong(@NonNull List<RepositoryUrl> known) {
        List<RepositoryUrl> alike = known.stream()
                .filter(one -> one.isSsh() == isSsh() && one.host.equals(host))
                .toList();
        return (alike.isEmpty() ? known : alike).stream().anyMatch(this::isSame);
    }

    /** Whether both are the same repository. Ports are compared only if both are SSH or neither is. */
    public boolean isSame(@NonNull RepositoryUrl other) {
        boolean ports = isSsh() != other.isSsh() || (port == null ? other.port == null : port.equals(other.port));
        return host.equals(other.host) && ports && path.equalsIgnoreCase(other.path);
    }

    private boolean isSsh() {
        return scheme.equals(SSH);
    }

    /**
     * @param named a path with or without the organization in front; in front may be the organization's id although the
     *     organization has a path of its own
     */
    public boolean hasPath(@NonNull String named) {
        if (path.equalsIgnoreCase(named)) {
            return true;
        }
        boolean byId = BEGINS_WITH_ID.matcher(path).matches();
        if (!byId && !isAtCodeup(List.of())) {
            return false;
        }
        String below = path.substring(path.indexOf('/') + 1);
        String namedBelow =
                !byId && BEGINS_WITH_ID.matcher(named).matches() ? named.substring(named.indexOf('/') + 1) : named;
        return path.indexOf('/') > 0 && below.equalsIgnoreCase(namedBelow);
    }

    /**
     * @param text a URL of any kind, or something that was meant to be one
     * @return the text without the user and the password in front of the host
     */
    @NonNull
    public static String withoutUser(@NonNull String text) {
        return USER.matcher(text).replaceFirst("$1");
    }
}
