package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/**
 * A repository in Codeup. Lists of the Yunxiao API tell neither clone URLs nor the default branch; {@link
 * CodeupClient#getRepository} does.
 *
 * @param id the numeric id (AddWebhook's ProjectId)
 * @param path the full path with the organization in front, or null if Codeup leaves it out
 * @param organization what {@link #path} begins with: the organization's id, or its own path if it has one; null if the
 *     path begins with a group, as in a Region edition
 * @param webUrl its page in Codeup, or null
 * @param httpUrl the clone URL for HTTPS, or null
 * @param sshUrl the clone URL for SSH, or null
 * @param defaultBranch the default branch, or null
 * @param archived whether it is archived, so that nobody can push to it
 * @param avatarUrl its picture, or null
 */
public record Repository(
        long id,
        @CheckForNull String path,
        @CheckForNull String organization,
        @CheckForNull String webUrl,
        @CheckForNull String httpUrl,
        @CheckForNull String sshUrl,
        @CheckForNull String defaultBranch,
        boolean archived,
        @CheckForNull String avatarUrl) {

    /**
     * @param ssh true for the SSH URL, false for the HTTPS URL
     * @return the clone URL; one that Codeup leaves out is derived from the URL of the page, or null without that
     */
    @CheckForNull
    public String cloneUrl(boolean ssh) {
        String http = httpUrl != null || webUrl == null ? httpUrl : webUrl + ".git";
        if (!ssh || sshUrl != null) {
            return ssh ? sshUrl : http;
        }
        RepositoryUrl url = RepositoryUrl.parse(http);
        return url == null ? null : "git@" + url.host() + ":" + url.path() + ".git";
    }

    /**
     * @return the path without the organization in front, or null if Codeup leaves it out
     */
    @CheckForNull
    public String pathInOrganization() {
        return path == null || organization == null ? path : path.substring(organization.length() + 1);
    }
}
