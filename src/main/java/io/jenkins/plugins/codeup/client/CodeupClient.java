package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.http.CallSeries;
import java.util.List;
import java.util.function.Predicate;

/**
 * The calls to Codeup that this plugin makes, whichever API carries them.
 *
 * <p>Each call throws {@link CodeupException} when Codeup refuses or can't be understood or reached, and
 * {@link InterruptedException}, at once and with the connection closed, when the calling thread is interrupted.
 * Clients may be shared by threads.
 */
public interface CodeupClient {

    /**
     * @return the series that this client's calls are in; where they are in none, a new one by this client's policy, whose
     *     deadline runs from now, to be used with {@link #within}
     */
    @NonNull
    CallSeries begin();

    /**
     * @return this client with all its calls in one series, where otherwise each has a deadline of its own
     */
    @NonNull
    CodeupClient within(@NonNull CallSeries series);

    /**
     * @param repository number or path
     * @return the repository; the number is what the other calls take
     */
    @NonNull
    Repository getRepository(@NonNull RepositoryRef repository) throws CodeupException, InterruptedException;

    /**
     * Reads the repositories that the account may see, in pages, and no page more than is asked for.
     *
     * @param search a part of the repository's path, or null for all
     * @param more takes each repository in turn and says whether to go on
     */
    void listRepositories(@CheckForNull String search, @NonNull Predicate<Repository> more)
            throws CodeupException, InterruptedException;

    /**
     * @return the repository's number, without a call where it is named by that
     */
    default long repositoryId(@NonNull RepositoryRef repository) throws CodeupException, InterruptedException {
        Long id = repository.id();
        return id != null ? id : getRepository(repository).id();
    }

    /**
     * @return all hooks of the repository, all pages read
     */
    @NonNull
    List<Webhook> listWebhooks(long repositoryId) throws CodeupException, InterruptedException;

    /**
     * @return how {@link #listWebhooks} is shown to people
     */
    @NonNull
    ApiCall listWebhooksCall(long repositoryId);

    /**
     * Makes a hook, whatever hooks there are. What the specification leaves out is not sent.
     */
    @NonNull
    Answer<Webhook> createWebhook(long repositoryId, @NonNull DesiredWebhook spec)
            throws CodeupException, InterruptedException;

    /**
     * @return whether this API has {@link #updateWebhook}
     */
    boolean canUpdateWebhooks();

    /**
     * Makes a hook as specified. Whether it keeps what the specification leaves out is not documented: state all.
     *
     * @return the hook as it is afterwards
     * @throws CodeupException of kind {@link CodeupException.Kind#NOT_FOUND} if there is no such hook
     * @throws IllegalStateException if this API can't
     */
    @NonNull
    Answer<Webhook> updateWebhook(long repositoryId, long webhookId, @NonNull DesiredWebhook spec)
            throws CodeupException, InterruptedException;

    /**
     * @throws CodeupException of kind {@link CodeupException.Kind#NOT_FOUND} if there is no such hook
     */
    void deleteWebhook(long repositoryId, long webhookId) throws CodeupException, InterruptedException;

    /**
     * @return what reads the repositories' branches, tags, files and merge requests, or null where this API does not
     */
    @CheckForNull
    default SourceReader sources() {
        return null;
    }

    /**
     * @return what tells Codeup of the builds of commits, or null where this API takes no such news
     */
    @CheckForNull
    default CommitStatuses commitStatuses() {
        return null;
    }
}
