package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Actionable;
import hudson.model.InvisibleAction;
import io.jenkins.plugins.codeup.client.Repository;
import java.io.Serializable;
import java.util.Objects;

/**
 * Number, path and URLs of a repository, as Codeup told them. Clone URLs that Codeup left out are derived from the URL
 * of the repository's page. Stored in jobs: a class and not a record, as XStream cannot restore records.
 */
final class RepositoryLocation implements Serializable {

    private static final long serialVersionUID = 1;

    private final long id;
    private final String pathInOrganization;
    private final String webUrl;
    private final String httpUrl;
    private final String sshUrl;
    private final String avatarUrl;

    private RepositoryLocation(
            long id, String pathInOrganization, String webUrl, String httpUrl, String sshUrl, String avatarUrl) {
        this.id = id;
        this.pathInOrganization = pathInOrganization;
        this.webUrl = webUrl;
        this.httpUrl = httpUrl;
        this.sshUrl = sshUrl;
        this.avatarUrl = avatarUrl;
    }

    /** The location of a repository of which nothing is known; its number is 0. */
    @NonNull
    static RepositoryLocation unknown() {
        return new RepositoryLocation(0, null, null, null, null, null);
    }

    @NonNull
    static RepositoryLocation of(@NonNull Repository repository) {
        return new RepositoryLocation(
                repository.id(),
                repository.pathInOrganization(),
                repository.webUrl(),
                repository.cloneUrl(false),
                repository.cloneUrl(true),
                repository.avatarUrl());
    }

    /**
     * @return the repository's number
     */
    long id() {
        return id;
    }

    /**
     * @return the URL of the repository's page, http or https, or null. Whoever may configure the project may have stored
     *     any
     */
    @CheckForNull
    String webUrl() {
        return MetadataActions.web(webUrl);
    }

    /**
     * @return the URL of the repository's picture, https and at Codeup, or null
     */
    @CheckForNull
    String avatarUrl() {
        return CodeupAvatar.isAtCodeup(avatarUrl) ? avatarUrl : null;
    }

    /**
     * @return the URL of the organization's page, which is the part of {@link #webUrl} before the path, or null if
     *     unknown
     */
    @CheckForNull
    String organizationUrl() {
        String below = pathInOrganization();
        String page = webUrl();
        return page == null || below == null || !page.endsWith("/" + below)
                ? null
                : page.substring(0, page.length() - below.length() - 1);
    }

    /**
     * @param ssh true for the SSH URL, false for the HTTPS URL
     * @return the clone URL, or null if unknown
     */
    @CheckForNull
    String cloneUrl(boolean ssh) {
        return ssh ? sshUrl : httpUrl;
    }

    /**
     * @return the path without the organization in front, or null if unknown
     */
    @CheckForNull
    String pathInOrganization() {
        return pathInOrganization;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RepositoryLocation that
                && id == that.id
                && Objects.equals(pathInOrganization, that.pathInOrganization)
                && Objects.equals(webUrl, that.webUrl)
                && Objects.equals(httpUrl, that.httpUrl)
                && Objects.equals(sshUrl, that.sshUrl)
                && Objects.equals(avatarUrl, that.avatarUrl);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }

    /**
     * The location of a source's repository, kept by Branch API with the multibranch project. A source object does not
     * outlive a restart or the next scan of its organization folder; this does.
     */
    static final class OfSource extends InvisibleAction implements Serializable {

        private static final long serialVersionUID = 1;

        private final String repository;
        private final RepositoryLocation location;

        /**
         * @param repository the repository as the source's configuration names it
         */
        OfSource(@NonNull String repository, @NonNull RepositoryLocation location) {
            this.repository = repository;
            this.location = location;
        }

        /**
         * @param project the source's owner, or null
         * @return what was stored by the project's last scan, or null
         */
        @CheckForNull
        static RepositoryLocation find(@CheckForNull Object project, @NonNull String repository) {
            return project instanceof Actionable actionable
                    ? actionable.getActions(OfSource.class).stream()
                            .filter(action -> action.repository.equals(repository))
                            .map(action -> action.location)
                            .findFirst()
                            .orElse(null)
                    : null;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof OfSource that
                    && repository.equals(that.repository)
                    && location.equals(that.location);
        }

        @Override
        public int hashCode() {
            return location.hashCode();
        }
    }
}
