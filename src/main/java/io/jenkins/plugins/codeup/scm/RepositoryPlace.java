package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.Repository;
import java.io.Serializable;
import java.net.URI;

/**
 * Where a repository is, as Codeup told it; what it left out is made of its page's address. Stored with projects: no
 * record, as XStream can't restore those.
 */
final class RepositoryPlace implements Serializable {

    private static final long serialVersionUID = 1;

    private final long id;
    private final String path;
    private final String webUrl;
    private final String httpUrl;
    private final String sshUrl;

    private RepositoryPlace(long id, String path, String webUrl, String httpUrl, String sshUrl) {
        this.id = id;
        this.path = path;
        this.webUrl = webUrl;
        this.httpUrl = httpUrl;
        this.sshUrl = sshUrl;
    }

    /** One that nothing is known of. */
    @NonNull
    static RepositoryPlace unknown() {
        return new RepositoryPlace(0, null, null, null, null);
    }

    @NonNull
    static RepositoryPlace of(@NonNull Repository repository) {
        String web = repository.webUrl();
        String http = repository.httpUrl() == null && web != null ? web + ".git" : repository.httpUrl();
        String ssh = repository.sshUrl() == null ? ssh(http) : repository.sshUrl();
        return new RepositoryPlace(repository.id(), repository.path(), web, http, ssh);
    }

    private static String ssh(String http) {
        URI uri = http == null ? null : URI.create(http);
        return uri == null || uri.getHost() == null
                ? null
                : "git@" + uri.getHost() + ":" + uri.getPath().substring(1);
    }

    /**
     * @return its number
     */
    long id() {
        return id;
    }

    /**
     * @return its page, or null
     */
    @CheckForNull
    String webUrl() {
        return webUrl;
    }

    /**
     * @return the organization's page, which is above those of its repositories, or null where that is not to be told
     */
    @CheckForNull
    String organizationUrl() {
        String below = pathInOrganization();
        return webUrl == null || below == null || !webUrl.endsWith("/" + below)
                ? null
                : webUrl.substring(0, webUrl.length() - below.length() - 1);
    }

    /**
     * @param ssh whether it is to be cloned over SSH
     * @return the clone URL, or null where Codeup did not tell any
     */
    @CheckForNull
    String cloneUrl(boolean ssh) {
        return ssh ? sshUrl : httpUrl;
    }

    /**
     * @return the path below the organization, or null where Codeup did not tell any
     */
    @CheckForNull
    String pathInOrganization() {
        return path == null ? null : path.replaceFirst("^[0-9a-f]{24}/", "");
    }
}
