package io.jenkins.plugins.codeup.webhook;

import io.jenkins.plugins.codeup.client.Answer;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.Webhook;
import java.util.List;
import java.util.Optional;

/**
 * For an API that can change a hook. The one with the lowest id stays, whatever it is like: as nobody ever deletes that
 * one, two callers at the same time can't delete both.
 */
final class UpdateOldest implements Strategy {

    @Override
    public Optional<Webhook> survivor(List<Webhook> there, DesiredWebhook wanted, Webhook written) {
        return there.stream().findFirst().filter(oldest -> Drift.asWanted(oldest, wanted) || isAs(oldest, written));
    }

    /** Where Codeup keeps a value in another form than it was sent, its answer to our write told so already. */
    private static boolean isAs(Webhook hook, Webhook written) {
        return written != null
                && written.id() == hook.id()
                && Drift.asWanted(hook, Drift.inherit(DesiredWebhook.to(written.url()), written));
    }

    @Override
    public RepositoryWebhooks.Write write(List<Webhook> there, DesiredWebhook wanted) {
        return there.isEmpty()
                ? (client, repositoryId) -> client.createWebhook(repositoryId, wanted)
                : (client, repositoryId) -> update(client, repositoryId, there.get(0), wanted);
    }

    private static Answer<Webhook> update(CodeupClient client, long repositoryId, Webhook oldest, DesiredWebhook wanted)
            throws CodeupException, InterruptedException {
        try {
            return client.updateWebhook(repositoryId, oldest.id(), Drift.inherit(wanted, oldest));
        } catch (CodeupException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }
}
