package io.jenkins.plugins.codeup.simulator.data;

import java.net.URI;

/**
 * A repository.
 *
 * @param id its number
 * @param organizationId the organization that it belongs to
 * @param namespace what its full path begins with: the organization's id, or the organization's own path if it has one
 *     (seen in traffic)
 * @param path its path below the organization, such as {@code team/app}
 * @param host scheme, host and port of its page and of its clone URL
 * @param archived whether it is archived
 */
public record SimulatedRepository(
        long id, String organizationId, String namespace, String path, String host, boolean archived) {

    private static final String CODEUP = "https://codeup.aliyun.com";

    /** A repository of an organization without a path of its own. */
    public SimulatedRepository(long id, String organizationId, String path) {
        this(id, organizationId, organizationId, path);
    }

    public SimulatedRepository(long id, String organizationId, String namespace, String path) {
        this(id, organizationId, namespace, path, CODEUP, false);
    }

    SimulatedRepository movedTo(String newPath, boolean nowArchived) {
        return new SimulatedRepository(id, organizationId, namespace, newPath, host, nowArchived);
    }

    SimulatedRepository hostedAt(String newHost) {
        return new SimulatedRepository(id, organizationId, namespace, path, newHost, archived);
    }

    /**
     * @return the path with the organization in front
     */
    public String fullPath() {
        return namespace + "/" + path;
    }

    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    public String webUrl() {
        return host + "/" + fullPath();
    }

    public String httpUrl() {
        return webUrl() + ".git";
    }

    public String sshUrl() {
        return "git@" + URI.create(host).getHost() + ":" + fullPath() + ".git";
    }
}
