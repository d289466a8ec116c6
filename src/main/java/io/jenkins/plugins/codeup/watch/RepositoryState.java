package io.jenkins.plugins.codeup.watch;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.ChangeReader.Change;
import io.jenkins.plugins.codeup.client.MergeRequest;
import io.jenkins.plugins.codeup.client.Repository;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the watch remembers of a repository: that of which deliveries were made. Stored as JSON, see {@link WatchStore}.
 *
 * @param id its number
 * @param path with the organization in front, or null
 * @param webUrl its page, or null
 * @param httpUrl the clone URL for HTTPS, or null
 * @param sshUrl the clone URL for SSH, or null
 * @param archived whether it is archived
 * @param sequence counts the changes of this state; two deliveries with the same number and content are one
 * @param activity the {@code lastActivityAt} when the heads were read, in milliseconds since 1970; null if it may have moved
 *     since
 * @param branches the commit of each branch, or null if they were not read yet
 * @param tags the commit of each tag, or null if they were not read yet
 * @param mergeRequests by number, the open ones and those that were closed lately; null if they were not read yet
 * @param changesUntil the latest {@code updatedAt} of its merge requests that was seen, in milliseconds since 1970; 0 for
 *     none
 * @param comments the ids of the comments on open merge requests, by their numbers; null if they were not read yet
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record RepositoryState(
        long id,
        @CheckForNull String path,
        @CheckForNull String webUrl,
        @CheckForNull String httpUrl,
        @CheckForNull String sshUrl,
        boolean archived,
        long sequence,
        @CheckForNull Long activity,
        @CheckForNull Map<String, String> branches,
        @CheckForNull Map<String, String> tags,
        @CheckForNull Map<Long, Known> mergeRequests,
        long changesUntil,
        @CheckForNull Map<Long, Set<String>> comments) {

    RepositoryState {
        branches = copy(branches);
        tags = copy(tags);
        mergeRequests = copy(mergeRequests);
        comments = copy(comments);
    }

    private static <K extends Comparable<K>, V> Map<K, V> copy(Map<K, V> map) {
        return map == null ? null : Collections.unmodifiableMap(new TreeMap<>(map));
    }

    /**
     * A merge request.
     *
     * @param state {@code opened}, {@code closed} or {@code merged}
     * @param updated its {@code updatedAt}, in milliseconds since 1970; null if it is not known or may have changed since
     *     without another time
     * @param source the source branch, or null
     * @param from the number of the source's repository, or null
     * @param commit the newest commit of the source, or null if it is not known
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Known(
            @NonNull String state,
            @CheckForNull Long updated,
            @NonNull String title,
            boolean draft,
            @NonNull String target,
            @CheckForNull String source,
            @CheckForNull Long from,
            @CheckForNull String commit) {

        /**
         * @param settled the time until which changes are certainly told, in milliseconds since 1970
         */
        static Known of(@NonNull Change change, @CheckForNull String commit, long settled) {
            MergeRequest request = change.request();
            Instant at = change.updatedAt();
            Long updated = at == null ? null : at.toEpochMilli();
            return new Known(
                    change.state(),
                    updated == null || updated > settled ? null : updated,
                    request.title(),
                    Boolean.TRUE.equals(request.draft()),
                    request.target(),
                    request.source().branch(),
                    request.source().repositoryId(),
                    commit);
        }

        boolean isOpen() {
            return state.equals("opened");
        }

        /** Whether words were edited: what people see, and no commit. */
        boolean hasSameWords(@NonNull Known other) {
            return title.equals(other.title) && draft == other.draft && target.equals(other.target);
        }
    }

    /** A repository of which nothing was read yet. */
    static RepositoryState of(@NonNull Repository repository) {
        return new RepositoryState(
                repository.id(),
                repository.path(),
                repository.webUrl(),
                repository.cloneUrl(false),
                repository.cloneUrl(true),
                repository.archived(),
                0,
                null,
                null,
                null,
                null,
                0,
                null);
    }

    /** The same with the repository's path and URLs of now. */
    RepositoryState at(@NonNull Repository now) {
        RepositoryState plain = of(now);
        return new RepositoryState(
                id,
                plain.path,
                plain.webUrl,
                plain.httpUrl,
                plain.sshUrl,
                plain.archived,
                sequence,
                activity,
                branches,
                tags,
                mergeRequests,
                changesUntil,
                comments);
    }

    /** What was read of the heads. */
    RepositoryState withHeads(
            @CheckForNull Long newActivity,
            @CheckForNull Map<String, String> newBranches,
            @CheckForNull Map<String, String> newTags) {
        return new RepositoryState(
                id,
                path,
                webUrl,
                httpUrl,
                sshUrl,
                archived,
                sequence + 1,
                newActivity,
                newBranches,
                newTags,
                mergeRequests,
                changesUntil,
                comments);
    }

    /** What was read of the merge requests. */
    RepositoryState withMergeRequests(
            @CheckForNull Map<Long, Known> newMergeRequests,
            long newChangesUntil,
            @CheckForNull Map<Long, Set<String>> newComments) {
        return new RepositoryState(
                id,
                path,
                webUrl,
                httpUrl,
                sshUrl,
                archived,
                sequence,
                activity,
                branches,
                tags,
                newMergeRequests,
                newChangesUntil,
                newComments);
    }

    /** Whether both remember the same; the counter aside. */
    boolean hasSameContent(@NonNull RepositoryState other) {
        return equals(new RepositoryState(
                other.id,
                other.path,
                other.webUrl,
                other.httpUrl,
                other.sshUrl,
                other.archived,
                sequence,
                other.activity,
                other.branches,
                other.tags,
                other.mergeRequests,
                other.changesUntil,
                other.comments));
    }
}
