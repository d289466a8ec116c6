package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.hooks.DesiredWebhooks.Target;
import io.jenkins.plugins.codeup.hooks.ManagedItem.ManagedWebhook;
import io.jenkins.plugins.codeup.webhook.ReconcileResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * What steps must know of the webhook to an item's own URL: in which repositories it may be, and whether Jenkins manages
 * it. Then the item's configuration decides on its events, and the step and the background want the same.
 */
@Restricted(NoExternalUse.class)
public final class OwnWebhook {

    private final Item item;
    private final Target target;

    private OwnWebhook(Item item, Target target) {
        this.item = item;
        this.target = target;
    }

    /**
     * An item's URL and secret are for the repositories of its own sources. Somebody else's repository would tell its
     * administrators the secret.
     *
     * @param item the job, or the multibranch project of a branch's job
     * @throws IllegalArgumentException if the repository is another one, and the item has sources
     */
    public static void checkRepository(
            @NonNull Item item,
            @NonNull CodeupConnection connection,
            @NonNull CodeupClient client,
            @NonNull RepositoryRef repository)
            throws CodeupException, InterruptedException, IOException {
        List<RepositoryRef> own = DesiredWebhooks.ownRepositories(item);
        if (own == null || isAmong(own, connection, client, repository)) {
            return;
        }
        boolean isManaged = managedTargets(item).stream()
                .anyMatch(target -> target.oneOf() == null && isSame(target, connection, repository));
        if (!isManaged) {
            throw new IllegalArgumentException(
                    Messages.OwnWebhook_otherRepository(repository.toString(), item.getFullName()));
        }
    }

    /** By their names, or else by their numbers. Asks Codeup for those of the item's own repositories first. */
    static boolean isAmong(
            @NonNull List<RepositoryRef> own,
            @NonNull CodeupConnection connection,
            @NonNull CodeupClient client,
            @NonNull RepositoryRef repository)
            throws CodeupException, InterruptedException {
        String organization = connection.getOrganizationId();
        String name = repository.identity(organization);
        if (own.stream().anyMatch(one -> one.identity(organization).equals(name))) {
            return true;
        }
        Long number = repository.id();
        for (RepositoryRef one : own) {
            try {
                long id = client.repositoryId(one);
                number = number == null ? Long.valueOf(client.repositoryId(repository)) : number;
                if (number == id) {
                    return true;
                }
            } catch (CodeupException e) {
                if (e.kind() != Kind.NOT_FOUND && e.kind() != Kind.FORBIDDEN) {
                    throw e;
                }
            }
        }
        return false;
    }

    private static boolean isSame(Target target, CodeupConnection connection, RepositoryRef repository) {
        return target.key().connection().equals(connection.getName())
                && target.key().repository().equals(repository.identity(connection.getOrganizationId()));
    }

    private static List<Target> managedTargets(Item item) throws IOException {
        try {
            return DesiredWebhooks.of(item).targets();
        } catch (IllegalArgumentException | IllegalStateException mistake) {
            return List.of(); // shown on the item's page
        }
    }

    /**
     * @param repositoryId the repository's number
     * @return the webhook that Jenkins manages for the item there, or null if it manages none
     */
    @CheckForNull
    public static OwnWebhook managed(
            @NonNull Item item,
            @NonNull CodeupConnection connection,
            @NonNull CodeupClient client,
            @NonNull RepositoryRef repository,
            long repositoryId)
            throws CodeupException, InterruptedException, IOException {
        for (Target target : managedTargets(item)) {
            boolean same = isSame(target, connection, repository)
                    || target.key().connection().equals(connection.getName())
                            && isAmong(
                                    List.of(RepositoryRef.parse(target.key().repository())),
                                    connection,
                                    client,
                                    new RepositoryRef(repositoryId, null));
            if (same) {
                return new OwnWebhook(item, target);
            }
        }
        return null;
    }

    /**
     * @return the events that the item's configuration asks for
     */
    @NonNull
    public Map<WebhookOption, Boolean> options() {
        return target.options();
    }

    /**
     * @param webhookId a webhook's Id in Codeup, or null
     * @param url where a webhook delivers to, or null
     * @return whether it is this webhook
     */
    public boolean is(@CheckForNull Long webhookId, @CheckForNull String url) throws IOException {
        ManagedItem managed =
                WebhookManager.get().store().get(ItemWebhook.of(item).id());
        ManagedWebhook webhook = managed == null ? null : managed.find(target);
        return target.url().equals(url)
                || webhookId != null && webhook != null && webhookId.equals(webhook.webhookId());
    }

    /** Stores what a step did, as if the background had done it. */
    public void reconciled(long repositoryId, @NonNull ReconcileResult result) throws IOException {
        ItemWebhook own = ItemWebhook.of(item);
        SecretValue secret = SecretValue.of(own.secret().getPlainText());
        WebhookManager.get()
                .store()
                .update(
                        own.id(),
                        known -> (known == null ? ManagedItem.of(own.id(), item) : known)
                                .with(ManagedWebhook.pending(
                                                target, repositoryId, known == null ? null : known.find(target))
                                        .done(result.webhook().id(), result.outcome(), secret)));
    }
}
