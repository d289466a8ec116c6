package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/**
 * A repository in Codeup.
 *
 * @param id the numeric id (AddWebhook's ProjectId)
 * @param path the full path with the organization in front, or null if Codeup leaves it out
 * @param webUrl its page in Codeup, or null
 * @param httpUrl the clone URL for HTTPS, or null
 * @param sshUrl the clone URL for SSH, or null
 * @param archived whether it is archived, so that nobody can push to it
 */
public record Repository(
        long id,
        @CheckForNull String path,
        @CheckForNull String webUrl,
        @CheckForNull String httpUrl,
        @CheckForNull String sshUrl,
        boolean archived) {}
