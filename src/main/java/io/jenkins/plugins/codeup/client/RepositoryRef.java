package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Repository as a user names it: by numeric id, by path or by clone URL. Exactly one component is null.
 *
 * @param id the repository's numeric id
 * @param path the path with or without the organization in front, without {@code .git} and surrounding slashes
 */
public record RepositoryRef(
        @CheckForNull Long id, @CheckForNull String path) {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern PATH = Pattern.compile("[^\\s/?#%\\\\]+(/[^\\s/?#%\\\\]+)*");
    private static final Pattern ORGANIZATION_FIRST = Pattern.compile("([0-9a-f]{24})/.+");
    private static final Set<String> SCHEMES = Set.of("https", "http", "ssh");

    /**
     * @param text {@code 100}, {@code team/app}, {@code 60de7a68.../team/app},
     *     {@code https://codeup.aliyun.com/60de7a68.../team/app.git} or its SSH form
     * @throws IllegalArgumentException if it is none of these; the message names the accepted forms
     */
    @NonNull
    public static RepositoryRef parse(@CheckForNull String text) {
        String given = text == null ? "" : text.trim();
        if (NUMBER.matcher(given).matches()) {
            return new RepositoryRef(Long.valueOf(given), null);
        }
        boolean hasQuery = given.indexOf('?') >= 0 || given.indexOf('#') >= 0;
        RepositoryUrl url = hasQuery ? null : RepositoryUrl.parse(given);
        String path = url != null && SCHEMES.contains(url.scheme())
                ? url.path()
                : given.replaceAll("^/+|/+$", "").replaceFirst("\\.git$", "");
        if (!PATH.matcher(path).matches()) {
            String shown = given.replaceFirst("//[^/@]*@", "//");
            throw new IllegalArgumentException("repository \"" + shown + "\" is neither a numeric id (100),"
                    + " nor a path (team/app), nor a clone URL (https://codeup.aliyun.com/.../team/app.git)");
        }
        return new RepositoryRef(null, path);
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
