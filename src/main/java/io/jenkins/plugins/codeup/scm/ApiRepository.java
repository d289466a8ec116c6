package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.MergeRequest;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.SourceReader;
import io.jenkins.plugins.codeup.client.SourceReader.Branch;
import io.jenkins.plugins.codeup.client.SourceReader.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A repository read through the API. Lists are read completely before they are used, and a failed call ends the scan
 * with its exception: what was not read must not pass for deleted.
 *
 * @param client for questions about other repositories
 * @param reader reads this repository
 * @param location where this repository is
 */
record ApiRepository(
        @NonNull CodeupClient client,
        @NonNull SourceReader reader,
        @NonNull RepositoryLocation location) {

    /**
     * @return the repository's number
     */
    long id() {
        return location.id();
    }

    @NonNull
    List<Branch> branches() throws CodeupException, InterruptedException {
        List<Branch> all = new ArrayList<>();
        reader.listBranches(id(), all::add);
        return all;
    }

    @NonNull
    Optional<Branch> branch(@NonNull String name) throws CodeupException, InterruptedException {
        return reader.findBranch(id(), name);
    }

    /** Reads pages of branches until the default branch is found: no call asks for it directly. */
    @NonNull
    Optional<Branch> defaultBranch() throws CodeupException, InterruptedException {
        List<Branch> found = new ArrayList<>();
        reader.listBranches(id(), branch -> !branch.isDefault() || !found.add(branch));
        return found.stream().findFirst();
    }

    @NonNull
    List<Tag> tags() throws CodeupException, InterruptedException {
        List<Tag> all = new ArrayList<>();
        reader.listTags(id(), null, all::add);
        return all;
    }

    /** Searches the tags by name and reads pages until the tag is found: no call asks for a single tag. */
    @NonNull
    Optional<Tag> tag(@NonNull String name) throws CodeupException, InterruptedException {
        List<Tag> found = new ArrayList<>();
        reader.listTags(id(), name, tag -> !tag.name().equals(name) || !found.add(tag));
        return found.stream().findFirst();
    }

    @NonNull
    List<MergeRequest> openMergeRequests() throws CodeupException, InterruptedException {
        List<MergeRequest> all = new ArrayList<>();
        reader.listOpenMergeRequests(id(), all::add);
        return all;
    }

    /**
     * @return the merge request, empty if it is merged, closed or does not exist
     */
    @NonNull
    Optional<MergeRequest> openMergeRequest(long number) throws CodeupException, InterruptedException {
        return mergeRequest(number).filter(MergeRequest::open);
    }

    /**
     * @return the merge request, open or not, or empty if it does not exist
     */
    @NonNull
    Optional<MergeRequest> mergeRequest(long number) throws CodeupException, InterruptedException {
        return reader.findMergeRequest(id(), number);
    }

    /**
     * @param repositoryId another repository
     * @return its location, or empty if it does not exist or the account may not see it
     */
    @NonNull
    Optional<RepositoryLocation> fork(long repositoryId) throws CodeupException, InterruptedException {
        try {
            return Optional.of(RepositoryLocation.of(client.getRepository(new RepositoryRef(repositoryId, null))));
        } catch (CodeupException e) {
            if (e.kind() == Kind.NOT_FOUND || e.kind() == Kind.FORBIDDEN) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
