package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.Branch;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.MergeRequest;
import io.jenkins.plugins.codeup.client.SourceReader;
import io.jenkins.plugins.codeup.client.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A repository that the API reads. A list is read whole before anything is made of it, and a call that fails ends the
 * look with its exception: what was not read must not pass for gone.
 *
 * @param client asks about other repositories
 * @param reader reads what is in this one
 * @param place where it is
 */
record ApiRepository(
        @NonNull CodeupClient client,
        @NonNull SourceReader reader,
        @NonNull RepositoryPlace place) {

    /**
     * @return its number
     */
    long id() {
        return place.id();
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

    /** There is no call for it: branches are read until it is found. */
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

    /** There is no call for one tag: those whose names have it in them are read until it is found. */
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
     * @return open or not, or empty where there is none of that number
     */
    @NonNull
    Optional<MergeRequest> mergeRequest(long number) throws CodeupException, InterruptedException {
        return reader.findMergeRequest(id(), number);
    }
}
