package io.jenkins.plugins.codeup.registration;

import io.jenkins.plugins.codeup.api.Answer;
import io.jenkins.plugins.codeup.api.CodeupClient;
import io.jenkins.plugins.codeup.api.CodeupException;
import io.jenkins.plugins.codeup.api.CodeupException.Kind;
import io.jenkins.plugins.codeup.api.Webhook;
import io.jenkins.plugins.codeup.api.WebhookSpec;
import java.util.List;
import java.util.Optional;

/**
 * For an API that can change a hook. The one with the lowest id stays, whatever it is like: as nobody ever deletes that
 * one, two callers at the same time can't delete both.
 */
final class UpdateOldest implements Strategy {

    @Override
    public Optional<Webhook> survivor(List<Webhook> there, WebhookSpec wanted, Webhook written) {
        return there.stream().findFirst().filter(oldest -> Drift.asWanted(oldest, wanted) || isAs(oldest, written));
    }

    /** Where Codeup keeps a value in another form than it was sent, its answer to our write told so already. */
    private static boolean isAs(Webhook hook, Webhook written) {
        return written != null
                && written.id() == hook.id()
                && Drift.asWanted(hook, Drift.inherit(WebhookSpec.to(written.url()), written));
    }

    @Override
    public RepositoryHooks.Write write(List<Webhook> there, WebhookSpec wanted) {
        return there.isEmpty()
                ? (client, repositoryId) -> client.createWebhook(repositoryId, wanted)
                : (client, repositoryId) -> update(client, repositoryId, there.get(0), wanted);
    }

    private static Answer<Webhook> update(CodeupClient client, long repositoryId, Webhook oldest, WebhookSpec wanted)
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
