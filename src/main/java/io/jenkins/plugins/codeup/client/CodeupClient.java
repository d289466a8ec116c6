package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import java.util.List;
import java.util.function.Predicate;

/**
 * Calls of Codeup's OpenAPIs that this plugin uses, the same for both APIs.
 *
 * <p>Each call throws {@link CodeupException} if Codeup rejects it, can't be reached or answers in another form, and
 * {@link InterruptedException} at once, with the connection closed, if the calling thread is interrupted. Clients may be
 * shared by threads.
 */
public interface CodeupClient {

    /**
     * Codeup's answer to a write.
     *
     * @param value the object that was written
     * @param requestId Codeup's id of the call, which its support asks for, or null if it sent none
     */
    record Answer<T>(@NonNull T value, @CheckForNull String requestId) {}

    /**
     * @return the series that this client's calls belong to; if they belong to none, a new one, whose total timeout runs
     *     from now, for use with {@link #within}
     */
    @NonNull
    RetryPolicy.Series begin();

    /**
     * @return a client whose calls share the series' deadline; by default each call has a deadline of its own
     */
    @NonNull
    CodeupClient within(@NonNull RetryPolicy.Series series);

    /**
     * Finds a repository. A path without an organization in front is taken for one in the client's organization, also if
     * that has a path of its own; to find that out takes another call or two.
     *
     * @param repository numeric id, path or clone URL
     * @return the repository with its numeric id, which the other calls take
     */
    @NonNull
    Repository getRepository(@NonNull RepositoryRef repository) throws CodeupException, InterruptedException;

    /**
     * Reads the repositories that the account may see, page by page, and no page more than needed. Those that are archived
     * are a list of their own.
     *
     * @param search a part of the repository's path, or null for all
     * @param archived true for the archived repositories only, false for the others only
     * @param more takes each repository in turn; false ends the list
     */
    void listRepositories(@CheckForNull String search, boolean archived, @NonNull Predicate<Repository> more)
            throws CodeupException, InterruptedException;

    /**
     * @return the full paths of the groups that the account may see, at least of those that are in no other group; null if
     *     this API has no such call
     */
    @CheckForNull
    default List<String> listGroups() throws CodeupException, InterruptedException {
        return null;
    }

    /**
     * @return the repository's numeric id; takes a call only if it is given by path
     */
    default long repositoryId(@NonNull RepositoryRef repository) throws CodeupException, InterruptedException {
        Long id = repository.id();
        return id != null ? id : getRepository(repository).id();
    }

    /**
     * A list may lag behind writes. A webhook without an id or a URL is left out.
     *
     * @return all webhooks of the repository, from all pages
     */
    @NonNull
    List<Webhook> listWebhooks(long repositoryId) throws CodeupException, InterruptedException;

    /**
     * @return the call that {@link #listWebhooks} makes, for error messages
     */
    @NonNull
    CodeupException.Call listWebhooksCall(long repositoryId);

    /**
     * Creates a webhook, even if there is one with the same URL. What the desired state leaves unset is not sent.
     */
    @NonNull
    Answer<Webhook> createWebhook(long repositoryId, @NonNull DesiredWebhook desired)
            throws CodeupException, InterruptedException;

    /**
     * @return whether this API has {@link #updateWebhook}
     */
    boolean canUpdateWebhooks();

    /**
     * Updates a webhook. Codeup does not document whether it keeps what the request leaves out: set everything.
     *
     * @return the webhook after the update
     * @throws CodeupException of kind {@link CodeupException.Kind#NOT_FOUND} if there is no such webhook
     * @throws IllegalStateException if this API has no such call
     */
    @NonNull
    Answer<Webhook> updateWebhook(long repositoryId, long webhookId, @NonNull DesiredWebhook desired)
            throws CodeupException, InterruptedException;

    /**
     * @throws CodeupException of kind {@link CodeupException.Kind#NOT_FOUND} if there is no such webhook
     */
    void deleteWebhook(long repositoryId, long webhookId) throws CodeupException, InterruptedException;

    /**
     * @return reads branches, tags, files and merge requests, or null if this API has no such calls
     */
    @CheckForNull
    default SourceReader sources() {
        return null;
    }

    /**
     * @return reads what changed in the organization
     */
    @NonNull
    ChangeReader changes();

    /**
     * @return lists members of repositories
     */
    @NonNull
    RepositoryMembers members();

    /**
     * @return reports commit statuses, or null if this API has no such call
     */
    @CheckForNull
    default CommitStatuses commitStatuses() {
        return null;
    }

    /**
     * @return reports check runs, or null if this API has no such calls
     */
    @CheckForNull
    default CheckRuns checkRuns() {
        return null;
    }

    /**
     * @return writes comments on merge requests, or null if this API has no such calls
     */
    @CheckForNull
    default MergeRequestComments comments() {
        return null;
    }
}
