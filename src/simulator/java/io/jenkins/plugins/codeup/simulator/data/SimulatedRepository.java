package io.jenkins.plugins.codeup.simulator.data;

/**
 * A repository.
 *
 * @param id its number
 * @param organizationId the organization that it belongs to
 * @param path its path below the organization, such as {@code team/app}
 */
public record SimulatedRepository(long id, String organizationId, String path) {

    /**
     * @return the path with the organization in front
     */
    public String fullPath() {
        return organizationId + "/" + path;
    }

    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
