package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads branches, tags, files and merge requests of repositories without a clone. An API without these calls has none.
 *
 * <p>Lists are read page by page, and no page more than needed: their last argument takes each element in turn, and
 * false ends the list. An element that lacks what it must have, such as a tag of a tree, is left out with a line in the
 * log. Failures are those of {@link CodeupClient}.
 */
public interface SourceReader {

    /**
     * A branch in Codeup.
     *
     * @param name without {@code refs/heads/}
     * @param commit the hash of its newest commit
     * @param committedAt the time of that commit, or null if Codeup sends none that can be read
     * @param isDefault whether it is the repository's default branch
     * @param about who made that commit, and what it says
     */
    record Branch(
            @NonNull String name,
            @NonNull String commit,
            @CheckForNull Instant committedAt,
            boolean isDefault,
            @NonNull CommitText about) {}

    /**
     * What people wrote into a commit; each part may be null.
     */
    record CommitText(
            @CheckForNull String message,
            @CheckForNull String authorName,
            @CheckForNull String authorEmail) {}

    /**
     * A tag in Codeup.
     *
     * @param name without {@code refs/tags/}
     * @param commit the hash of the commit that it points to
     * @param committedAt the time of that commit, or null if Codeup sends none that can be read
     */
    record Tag(
            @NonNull String name,
            @NonNull String commit,
            @CheckForNull Instant committedAt) {}

    /**
     * A file or directory in a repository.
     *
     * @param path from the repository's root, without a leading slash
     * @param directory whether it is a directory
     */
    record FileEntry(@NonNull String path, boolean directory) {

        /**
         * @return the last part of the path
         */
        @NonNull
        public String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    /** Lists the branches by name; an empty repository has none. */
    void listBranches(long repositoryId, @NonNull Predicate<? super Branch> more)
            throws CodeupException, InterruptedException;

    /**
     * @return the branch, or empty if there is none of that name
     */
    @NonNull
    Optional<Branch> findBranch(long repositoryId, @NonNull String name) throws CodeupException, InterruptedException;

    /**
     * Lists the tags by name.
     *
     * @param search a part of the names, or null for all
     */
    void listTags(long repositoryId, @CheckForNull String search, @NonNull Predicate<? super Tag> more)
            throws CodeupException, InterruptedException;

    /**
     * @param path from the root, without a leading slash
     * @param ref a branch, a tag or a commit
     * @return the file's bytes, or empty if there is no such file at that ref
     */
    @NonNull
    Optional<byte[]> readFile(long repositoryId, @NonNull String path, @NonNull String ref)
            throws CodeupException, InterruptedException;

    /**
     * @param path a directory, empty for the root
     * @param ref a branch, a tag or a commit
     * @return the directory's direct children without submodules; empty if there is no such directory
     */
    @NonNull
    List<FileEntry> listFiles(long repositoryId, @NonNull String path, @NonNull String ref)
            throws CodeupException, InterruptedException;

    /**
     * Compares two commits.
     *
     * @param from a branch, a tag or a commit
     * @param to likewise
     * @param straight whether to compare with {@code from} itself, and not with where {@code to} branched off from it
     * @return the files that differ, by their paths before and after, from the root and without a leading slash
     */
    @NonNull
    Set<String> listChangedFiles(long repositoryId, @NonNull String from, @NonNull String to, boolean straight)
            throws CodeupException, InterruptedException;

    /** Lists the open merge requests into the repository's branches, oldest first. */
    void listOpenMergeRequests(long repositoryId, @NonNull Predicate<? super MergeRequest> more)
            throws CodeupException, InterruptedException;

    /**
     * @return the merge request, open or not, or empty if there is none of that number
     */
    @NonNull
    Optional<MergeRequest> findMergeRequest(long repositoryId, long number)
            throws CodeupException, InterruptedException;

    /**
     * A version of a merge request's source.
     *
     * @param number counts the versions of both sides, from 1
     * @param commit the hash of its newest commit
     * @param ref the ref that Codeup tells of it, or null. No document says that git serves it
     */
    record SourceVersion(
            long number,
            @NonNull String commit,
            @CheckForNull String ref) {}

    /**
     * Reads the newest version of a merge request's source. The source may be in a repository that the account can't read.
     *
     * @return empty if there is no such merge request or it has no version
     */
    @NonNull
    Optional<SourceVersion> findSourceVersion(long repositoryId, long number)
            throws CodeupException, InterruptedException;

    /**
     * @return the commit of {@link #findSourceVersion}
     */
    @NonNull
    default Optional<String> findSourceCommit(long repositoryId, long number)
            throws CodeupException, InterruptedException {
        return findSourceVersion(repositoryId, number).map(SourceVersion::commit);
    }
}
