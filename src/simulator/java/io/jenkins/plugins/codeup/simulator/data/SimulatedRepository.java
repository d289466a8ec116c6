package io.jenkins.plugins.codeup.simulator.data;

import java.net.URI;

/**
 * A repository.
 *
 * @param id its number
 * @param organizationId the organization that it belongs to
 * @param path its path below the organization, such as {@code team/app}
 * @param host scheme, host and port of its page and of its clone URL
 * @param archived whether it was put to rest
 */
public record SimulatedRepository(long id, String organizationId, String path, String host, boolean archived) {

    private static final String CODEUP = "https://codeup.aliyun.com";

    public SimulatedRepository(long id, String organizationId, String path) {
        this(id, organizationId, path, CODEUP, false);
    }

    /**
     * @return the path with the organization in front
     */
    public String fullPath() {
        return organizationId + "/" + path;
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
