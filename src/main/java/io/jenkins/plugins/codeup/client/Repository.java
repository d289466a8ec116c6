package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/**
 * A repository as Codeup tells it.
 *
 * @param id the number that hooks are kept under (AddWebhook's ProjectId)
 * @param path the full path, organization first, or null where Codeup left it out
 * @param webUrl the page in Codeup, or null
 * @param httpUrl the clone URL over HTTPS, or null
 * @param sshUrl the clone URL over SSH, or null
 * @param archived whether it was put to rest: nobody can push to it
 */
public record Repository(
        long id,
        @CheckForNull String path,
        @CheckForNull String webUrl,
        @CheckForNull String httpUrl,
        @CheckForNull String sshUrl,
        boolean archived) {}
