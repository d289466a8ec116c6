package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A repository as a user names it: the number, the path with or without the organization in front, or a clone URL.
 * One of the two is null.
 *
 * @param id the repository's number
 * @param path the path, without {@code .git} and surrounding slashes
 */
public record RepositoryRef(
        @CheckForNull Long id, @CheckForNull String path) {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern CLONE_URL = Pattern.compile(
            "(?:https?://(?:[^/@]*@)?|ssh://(?:[^/@]*@)?|[^/@:]+@)(?<host>[^/:]+)(?::[0-9]+)?[:/](?<path>.+)");
    private static final Pattern ORGANIZATION_HOST = Pattern.compile("([0-9a-f]{24})\\.codeup\\.aliyun\\.com");
    private static final Pattern ORGANIZATION_FIRST = Pattern.compile("([0-9a-f]{24})/.+");
    private static final Pattern PATH = Pattern.compile("[^\\s/?#%\\\\]+(/[^\\s/?#%\\\\]+)*");

    /**
     * @param text {@code 100}, {@code team/app}, {@code 60de7a68.../team/app},
     *     {@code https://codeup.aliyun.com/60de7a68.../team/app.git} or its SSH form
     * @throws IllegalArgumentException if it is none of these; the message says what serves
     */
    @NonNull
    public static RepositoryRef parse(@CheckForNull String text) {
        String given = text == null ? "" : text.trim();
        if (NUMBER.matcher(given).matches()) {
            return new RepositoryRef(Long.valueOf(given), null);
        }
        String path = given;
        Matcher url = CLONE_URL.matcher(given);
        if (url.matches()) {
            Matcher organization = ORGANIZATION_HOST.matcher(url.group("host"));
            path = (organization.matches() ? organization.group(1) + "/" : "") + url.group("path");
        }
        path = path.replaceAll("^/+|/+$", "").replaceAll("\\.git$", "");
        if (!PATH.matcher(path).matches()) {
            String shown = given.replaceFirst("//[^/@]*@", "//");
            throw new IllegalArgumentException("repository \"" + shown + "\" is neither a repository's number (100),"
                    + " nor its path (team/app), nor its clone URL (https://codeup.aliyun.com/.../team/app.git)");
        }
        return new RepositoryRef(null, path);
    }

    /**
     * @return the organization's id if the path begins with one, else null
     */
    @CheckForNull
    public String organizationId() {
        Matcher first = path == null ? null : ORGANIZATION_FIRST.matcher(path);
        return first != null && first.matches() ? first.group(1) : null;
    }

    /**
     * @param organizationId the organization that a bare path belongs to, or null where the API needs none
     * @return what both APIs take as a repository's identity: the number, or the path with the organization in front
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
