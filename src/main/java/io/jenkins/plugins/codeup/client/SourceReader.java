package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads what is in a repository without cloning it. An API that can't do it has none of these.
 *
 * <p>Lists are read in pages, and no page more than is asked for: their last argument takes each element in turn and
 * says whether to go on. Failures are as {@link CodeupClient} has them.
 */
public interface SourceReader {

    /** The branches by name; none for an empty repository. */
    void listBranches(long repositoryId, @NonNull Predicate<? super Branch> more)
            throws CodeupException, InterruptedException;

    /**
     * @return the branch, or empty if there is none of that name
     */
    @NonNull
    Optional<Branch> findBranch(long repositoryId, @NonNull String name) throws CodeupException, InterruptedException;

    /**
     * The tags by name.
     *
     * @param search a part of the names, or null for all
     */
    void listTags(long repositoryId, @CheckForNull String search, @NonNull Predicate<? super Tag> more)
            throws CodeupException, InterruptedException;

    /**
     * @param path from the root, without a slash in front
     * @param ref a branch, a tag or a commit
     * @return the file's bytes, or empty if there is no such file at that ref
     */
    @NonNull
    Optional<byte[]> readFile(long repositoryId, @NonNull String path, @NonNull String ref)
            throws CodeupException, InterruptedException;

    /**
     * @param path a directory, empty for the root
     * @param ref a branch, a tag or a commit
     * @return what it has, itself and not its directories; empty if there is no such directory
     */
    @NonNull
    List<FileEntry> listFiles(long repositoryId, @NonNull String path, @NonNull String ref)
            throws CodeupException, InterruptedException;

    /** The merge requests into the repository's branches that are open, oldest first. */
    void listOpenMergeRequests(long repositoryId, @NonNull Predicate<? super MergeRequest> more)
            throws CodeupException, InterruptedException;

    /**
     * @return the merge request, open or not, or empty if there is none of that number
     */
    @NonNull
    Optional<MergeRequest> findMergeRequest(long repositoryId, long number)
            throws CodeupException, InterruptedException;
}
