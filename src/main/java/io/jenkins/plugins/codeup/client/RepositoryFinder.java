package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the repository that a path without an organization means, for both APIs.
 *
 * <p>Repositories of an organization that has a path of its own are found by that path in front, and not by the
 * organization's id. Only the list of repositories tells it.
 */
public final class RepositoryFinder {

    private RepositoryFinder() {}

    /** Reads one repository. */
    public interface Lookup {

        /**
         * @param identity the repository's number, or its path with the organization in front
         */
        @NonNull
        Repository get(@NonNull String identity) throws CodeupException, InterruptedException;
    }

    /**
     * @param client lists the organization's repositories if the path is not found behind the organization's id
     * @param organizationId the organization of a path without one, or null if the API needs none
     */
    @NonNull
    public static Repository find(
            @NonNull CodeupClient client,
            @NonNull RepositoryRef repository,
            @CheckForNull String organizationId,
            @NonNull Lookup lookup)
            throws CodeupException, InterruptedException {
        String identity = repository.identity(organizationId);
        try {
            return lookup.get(identity);
        } catch (CodeupException e) {
            boolean behindId = e.kind() == Kind.NOT_FOUND
                    && repository.path() != null
                    && organizationId != null
                    && identity.startsWith(organizationId + "/");
            String organization = behindId ? pathOfOrganization(client, e) : null;
            if (organization == null || organization.equals(organizationId)) {
                throw e;
            }
            String below = identity.substring(organizationId.length() + 1);
            return lookup.get(below.startsWith(organization + "/") ? below : organization + "/" + below);
        }
    }

    /**
     * @param notFound is thrown later, if this can't be told
     */
    private static String pathOfOrganization(CodeupClient client, CodeupException notFound)
            throws InterruptedException {
        List<Repository> first = new ArrayList<>();
        try {
            client.listRepositories(null, false, repository -> {
                first.add(repository);
                return false;
            });
        } catch (CodeupException e) {
            notFound.addSuppressed(e);
        }
        return first.isEmpty() ? null : first.get(0).organization();
    }
}
