package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a repository is, whichever way its URL is written: by https or SSH, with or without {@code .git}, with the
 * organization in the path or in the host's name. Letter case, user names and usual ports make no difference.
 *
 * @param host in lower case; empty for a directory of this machine
 * @param port null for the usual one of its protocol
 * @param ssh whether it is SSH, whose port says nothing about that of https
 * @param path in lower case, without slashes around it and without {@code .git}
 */
public record RepositoryUrl(
        @NonNull String host,
        @CheckForNull Integer port,
        boolean ssh,
        @NonNull String path) {

    private static final int LONGEST = 2048;
    private static final Pattern WITH_SCHEME = Pattern.compile(
            "(?<scheme>[a-z][a-z0-9+.-]*)://(?:[^/?#]*@)?(?<host>\\[[^\\]/]*\\]|[^/:@?#]*)(?::(?<port>[0-9]{0,5}))?(?<path>/[^?#]*)(?:[?#].*)?");
    private static final Pattern LIKE_SCP = Pattern.compile("(?:[^/@:]+@)?(?<host>[^/:@]{2,}):(?<path>[^?#]+)");
    private static final Pattern ORGANIZATION_HOST = Pattern.compile("([0-9a-z]+)\\.codeup\\.aliyun\\.com");
    private static final String CODEUP = "codeup.aliyun.com";

    /**
     * @return null if it is no URL of a repository
     */
    @CheckForNull
    public static RepositoryUrl parse(@CheckForNull String text) {
        String url = text == null ? "" : text.trim().toLowerCase(Locale.ROOT);
        if (url.isEmpty() || url.length() > LONGEST) {
            return null;
        }
        Matcher whole = WITH_SCHEME.matcher(url);
        if (whole.matches()) {
            String scheme = whole.group("scheme");
            boolean ssh = scheme.endsWith("ssh") || scheme.startsWith("ssh");
            return of(whole.group("host"), port(scheme, whole.group("port")), ssh, whole.group("path"));
        }
        if (url.startsWith("/")) {
            return of("", null, false, url);
        }
        Matcher scp = LIKE_SCP.matcher(url);
        return scp.matches() && !url.contains("://") ? of(scp.group("host"), null, true, scp.group("path")) : null;
    }

    private static RepositoryUrl of(String host, Integer port, boolean ssh, String rawPath) {
        String path = decoded(rawPath)
                .replaceAll("/{2,}", "/")
                .replaceAll("^/|/$", "")
                .replaceFirst("\\.git$", "");
        if (path.isEmpty()) {
            return null;
        }
        Matcher organization = ORGANIZATION_HOST.matcher(host);
        if (!organization.matches()) {
            return new RepositoryUrl(host, port, ssh, path);
        }
        String first = organization.group(1) + "/";
        return new RepositoryUrl(CODEUP, port, ssh, path.startsWith(first) ? path : first + path);
    }

    /** What a wrongly encoded path says can't be known; it is compared as it stands. */
    private static String decoded(String path) {
        try {
            return URLDecoder.decode(path.replace("+", "%2b"), StandardCharsets.UTF_8)
                    .toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException wronglyEncoded) {
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
     * @param known the URLs of one repository
     * @return whether this is one more; compared with those of its own protocol where there are any at its host
     */
    public boolean isAmong(@NonNull List<RepositoryUrl> known) {
        List<RepositoryUrl> alike = known.stream()
                .filter(one -> one.ssh == ssh && one.host.equals(host))
                .toList();
        return (alike.isEmpty() ? known : alike).stream().anyMatch(this::isSame);
    }

    /** Whether both are the same repository. An unusual port counts only between URLs of the same protocol. */
    public boolean isSame(@NonNull RepositoryUrl other) {
        boolean ports = ssh != other.ssh || (port == null ? other.port == null : port.equals(other.port));
        return host.equals(other.host) && ports && path.equals(other.path);
    }

    /**
     * @param named a path with or without the organization in front
     */
    public boolean hasPath(@NonNull String named) {
        String wanted = named.toLowerCase(Locale.ROOT);
        return path.equals(wanted) || path.matches("[0-9a-f]{24}/" + Pattern.quote(wanted));
    }
}
