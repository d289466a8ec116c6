package io.jenkins.plugins.codeup.api;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;

/**
 * The calls to Codeup that this plugin makes, whichever API carries them.
 *
 * <p>Each call throws {@link CodeupException} when Codeup refuses or can't be understood or reached, and
 * {@link InterruptedException}, at once and with the connection closed, when the calling thread is interrupted.
 * Clients may be shared by threads.
 */
public interface CodeupClient {

    /**
     * @param repository number or path
     * @return the repository; the number is what the other calls take
     */
    @NonNull
    Repository getRepository(@NonNull RepositoryRef repository) throws CodeupException, InterruptedException;

    /**
     * @return all hooks of the repository, all pages read
     */
    @NonNull
    List<Webhook> listWebhooks(long repositoryId) throws CodeupException, InterruptedException;

    /**
     * Makes a hook, whatever hooks there are. What the specification leaves out is not sent.
     */
    @NonNull
    Answer<Webhook> createWebhook(long repositoryId, @NonNull WebhookSpec spec)
            throws CodeupException, InterruptedException;

    /**
     * @throws CodeupException of kind {@link CodeupException.Kind#NOT_FOUND} if there is no such hook
     */
    void deleteWebhook(long repositoryId, long webhookId) throws CodeupException, InterruptedException;
}
