package io.jenkins.plugins.codeup.webhook;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.Webhook;
import java.util.List;
import java.util.Optional;

/** Which of several hooks to one place stays, and how it becomes as wanted: that depends on what the API can do. */
interface Strategy {

    @NonNull
    static Strategy of(@NonNull CodeupClient client) {
        return client.canUpdateWebhooks() ? new UpdateOldest() : new AddThenDelete();
    }

    /**
     * @param there the hooks to the place, the oldest first
     * @param written the hook that we wrote last, as Codeup answered, or null
     * @return the one that is as wanted and stays; the others may go
     */
    @NonNull
    Optional<Webhook> survivor(
            @NonNull List<Webhook> there, @NonNull DesiredWebhook wanted, @CheckForNull Webhook written);

    /**
     * @param there hooks of which none survives
     * @return what brings one about
     */
    @NonNull
    RepositoryWebhooks.Write write(@NonNull List<Webhook> there, @NonNull DesiredWebhook wanted);
}
