package io.jenkins.plugins.codeup.webhook;

import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.Webhook;
import java.util.List;
import java.util.Optional;

/**
 * For an API that can't change a hook: the new one is added before the old one is deleted, so that there is no moment
 * without one.
 */
final class AddThenDelete implements Strategy {

    /**
     * Of those as wanted the one with the lowest id, so that callers who look at the same time choose the same. A
     * younger one that is not as wanted is another caller's last word, and the older ones may be gone any moment: then
     * there is none to keep.
     */
    @Override
    public Optional<Webhook> survivor(List<Webhook> there, DesiredWebhook wanted, Webhook written) {
        long youngestOther = there.stream()
                .filter(hook -> !Drift.asWanted(hook, wanted) && !isOurs(hook, written))
                .mapToLong(Webhook::id)
                .max()
                .orElse(Long.MIN_VALUE);
        return there.stream().filter(hook -> hook.id() > youngestOther).findFirst();
    }

    /** Even if Codeup keeps a value in another form than it was sent: another one more would be no better. */
    private static boolean isOurs(Webhook hook, Webhook written) {
        return written != null && written.id() == hook.id();
    }

    @Override
    public RepositoryWebhooks.Write write(List<Webhook> there, DesiredWebhook wanted) {
        DesiredWebhook whole = there.isEmpty() ? wanted : Drift.inherit(wanted, there.get(there.size() - 1));
        return (client, repositoryId) -> client.createWebhook(repositoryId, whole);
    }
}
