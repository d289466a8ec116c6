package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * Reads what changed in an organization: which repositories and merge requests, and the heads of a repository. For those
 * whom no webhook tells.
 *
 * <p>Lists are read as {@link SourceReader} reads them. Failures are those of {@link CodeupClient}.
 */
public interface ChangeReader {

    /**
     * A repository in the list of the latest activity.
     *
     * @param at its {@code lastActivityAt}, or null if Codeup sends none that can be read. That it moves at each push is not
     *     documented
     */
    record Activity(
            @NonNull Repository repository, @CheckForNull Instant at) {}

    /**
     * A branch or a tag with what Codeup tells of its commit.
     *
     * @param name without {@code refs/heads/} or {@code refs/tags/}
     * @param commit the hash
     * @param message the commit's message; may be empty
     * @param author the name of the commit's author, or null. Whoever pushed it is not told
     * @param email the author's address, or null
     * @param time when it was committed, or null
     */
    record Head(
            @NonNull String name,
            @NonNull String commit,
            @NonNull String message,
            @CheckForNull String author,
            @CheckForNull String email,
            @CheckForNull Instant time) {}

    /**
     * A merge request in the list of the latest changes.
     *
     * @param repositoryId the repository that has it
     * @param request as the list tells it
     * @param state {@code opened}, {@code closed} or {@code merged}
     * @param createdAt when it was opened, or null
     * @param updatedAt when it was changed last, or null
     */
    record Change(
            long repositoryId,
            @NonNull MergeRequest request,
            @NonNull String state,
            @CheckForNull Instant createdAt,
            @CheckForNull Instant updatedAt) {}

    /** Lists the repositories that are not archived, the latest activity first. */
    void listActivities(@NonNull Predicate<? super Activity> more) throws CodeupException, InterruptedException;

    /**
     * @return whether this API tells enough of merge requests and comments on them
     */
    default boolean tellsMergeRequests() {
        return true;
    }

    /**
     * Lists merge requests of any state, the latest change first.
     *
     * @param repositoryId the repository that has them, or null for all of the organization that the account may see
     * @throws IllegalStateException if this API does not tell enough of them
     */
    void listChanges(@CheckForNull Long repositoryId, @NonNull Predicate<? super Change> more)
            throws CodeupException, InterruptedException;

    /**
     * @param search a part of the names, or null for all
     * @return the branches of the repository
     */
    @NonNull
    List<Head> branches(long repositoryId, @CheckForNull String search) throws CodeupException, InterruptedException;

    /**
     * @param search a part of the names, or null for all
     * @return the tags of commits
     */
    @NonNull
    List<Head> tags(long repositoryId, @CheckForNull String search) throws CodeupException, InterruptedException;
}
