package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Repository as a user names it: by numeric id, by path or by clone URL. Exactly one of id and path is null.
 *
 * @param id the repository's numeric id
 * @param path the path without {@code .git} and surrounding slashes
 * @param whole whether the path certainly has the organization in front, by its id or by its own path, as clone URLs of
 *     codeup.aliyun.com have; other paths may have it or not
 */
public record RepositoryRef(
        @CheckForNull Long id, @CheckForNull String path, boolean whole) {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    /** Without the characters that no path of Codeup's has, but URLs with a user; no part of it is only dots. */
    private static final Pattern PATH =
            Pattern.compile("(?!\\.+(/|$))[^\\s/?#%\\\\@:]+(/(?!\\.+(/|$))[^\\s/?#%\\\\@:]+)*");

    private static final Pattern CODEUP_HOST =
            Pattern.compile("(?:[^/]+\\.)?codeup\\.aliyun\\.com(?:/.*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern ORGANIZATION_FIRST = Pattern.compile("([0-9a-f]{24})/.+");
    private static final Set<String> SCHEMES = Set.of("https", "http", "ssh");

    public RepositoryRef(@CheckForNull Long id, @CheckForNull String path) {
        this(id, path, false);
    }

    /**
     * @param text {@code 100}, {@code team/app}, {@code 60de7a68.../team/app},
     *     {@code https://codeup.aliyun.com/60de7a68.../team/app.git} or its SSH form
     * @throws IllegalArgumentException if it is none of these; the message names the accepted forms, and shows no password
     */
    @NonNull
    public static RepositoryRef parse(@CheckForNull String text) {
        String given = text == null ? "" : text.trim();
        if (NUMBER.matcher(given).matches()) {
            return new RepositoryRef(Long.valueOf(given), null);
        }
        boolean hasQuery = given.indexOf('?') >= 0 || given.indexOf('#') >= 0;
        RepositoryUrl url = hasQuery ? null : RepositoryUrl.parse(given);
        boolean isUrl = url != null && SCHEMES.contains(url.scheme());
        String path = isUrl ? url.path() : given.replaceAll("^/+|/+$", "").replaceFirst("\\.git$", "");
        String shown = RepositoryUrl.withoutUser(given);
        if (!isUrl && CODEUP_HOST.matcher(path).matches()) {
            throw new IllegalArgumentException("repository \"" + shown + "\" is a URL without its scheme:"
                    + " write https:// in front, or leave out the host for a path (team/app)");
        }
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("repository \"" + shown + "\" is neither a numeric id (100),"
                    + " nor a path (team/app), nor a clone URL (https://codeup.aliyun.com/.../team/app.git)");
        }
        return new RepositoryRef(null, path, isUrl && url.isAtCodeup(List.of()));
    }

    /**
     * @return the organization id if the path begins with one, else null
     */
    @CheckForNull
    public String organizationId() {
        Matcher first = path == null ? null : ORGANIZATION_FIRST.matcher(path);
        return first != null && first.matches() ? first.group(1) : null;
    }

    /**
     * @param organizationId the organization of a path without one, or null if the API needs none
     * @return the identity that both APIs accept: the numeric id, or the path with the organization in front
     */
    @NonNull
    public String identity(@CheckForNull String organizationId) {
        String named = toString();
        boolean complete = id != null
                || whole
                || organizationId == null
                || named.startsWith(organizationId + "/")
                || organizationId() != null;
        return complete ? named : organizationId + "/" + named;
    }

    /** As the user would write it. */
    @Override
    public String toString() {
        return String.valueOf(id != null ? id : path);
    }
}
