package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.connection.CodeupClients;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.endpoint.WebhookIndex;
import io.jenkins.plugins.codeup.hooks.DesiredWebhooks.Target;
import io.jenkins.plugins.codeup.hooks.ManagedItem.ManagedWebhook;
import io.jenkins.plugins.codeup.hooks.ManagedItem.Problem;
import io.jenkins.plugins.codeup.hooks.ManagedItem.RepositoryKey;
import io.jenkins.plugins.codeup.webhook.ReconcileResult;
import io.jenkins.plugins.codeup.webhook.ReconcileResult.Outcome;
import io.jenkins.plugins.codeup.webhook.WebhookReconciler;
import io.jenkins.plugins.codeup.webhook.WebhookReconciler.IfExists;
import io.jenkins.plugins.codeup.webhook.WebhookUrl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Brings the managed webhooks of one repository to what the items want now. Webhooks that are wanted come first, then
 * those that are not any more are removed: there is no moment without one. What may come of a call is stored before it.
 */
final class RepositoryReconciliation {

    private static final Logger LOGGER = Logger.getLogger(RepositoryReconciliation.class.getName());
    private static final String DESCRIPTION = "Jenkins: ";
    private static final int LONGEST_NAME = 100;

    private final WebhookStore store;
    private final RepositoryQueue queue;
    private final RepositoryKey key;
    private final Set<String> reconciled = new HashSet<>();
    private Long repositoryId;

    /** An item for which the connection's credentials are used now, or null. */
    private Item user;

    RepositoryReconciliation(@NonNull WebhookStore store, @NonNull RepositoryQueue queue, @NonNull RepositoryKey key) {
        this.store = store;
        this.queue = queue;
        this.key = key;
    }

    /**
     * What one item wants here.
     *
     * @param item null if it is gone; then it wants nothing
     * @param own the item's URL and secret, or null if it is gone
     * @param here of {@code all}, those in this repository
     */
    private record Wanted(String id, Item item, ItemWebhook own, List<Target> here, DesiredWebhooks all) {

        DesiredWebhook webhook(Target target) {
            return new DesiredWebhook(target.url(), target.options(), null, secret());
        }

        SecretValue secret() {
            return SecretValue.of(own.secret().getPlainText());
        }

        /** Tells people in Codeup which job the webhook belongs to. The end of a long name says more than its beginning. */
        String description() {
            String name = item.getFullName();
            int length = name.codePointCount(0, name.length());
            return DESCRIPTION
                    + (length <= LONGEST_NAME
                            ? name
                            : "…" + name.substring(name.offsetByCodePoints(0, length - LONGEST_NAME + 1)));
        }
    }

    /**
     * @param ids the ids of the {@code ItemWebhook}s to reconcile
     * @param check whether webhooks that should be up to date are to be checked too
     * @return the ids for which a webhook was made, changed or looked up
     * @throws InterruptedException when Jenkins stops
     */
    @NonNull
    Set<String> run(@NonNull Set<String> ids, boolean check) throws InterruptedException {
        try {
            if (!CodeupConfiguration.get().connection(key.connection()).managesWebhooks()) {
                return Set.of();
            }
        } catch (IllegalArgumentException unknownConnection) {
            ids.forEach(id -> failed(id, unknownConnection));
            return Set.of();
        }
        List<Wanted> all = new ArrayList<>();
        for (String id : ids) {
            try {
                Wanted wanted = wanted(id);
                if (wanted != null) {
                    all.add(wanted);
                }
            } catch (IOException | IllegalArgumentException | IllegalStateException e) {
                failed(id, e);
            }
        }
        repositoryId = all.stream()
                .map(wanted -> store.get(wanted.id))
                .filter(Objects::nonNull)
                .flatMap(managed -> managed.webhooks().stream())
                .filter(webhook -> webhook.key().equals(key))
                .map(ManagedWebhook::repositoryId)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        user = all.stream()
                .map(wanted -> wanted.item)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        Set<DesiredWebhook> drifted;
        try {
            drifted = check ? drifted(all) : Set.of();
        } catch (CodeupException | IllegalArgumentException | IllegalStateException e) {
            all.forEach(wanted -> failed(wanted.id, e));
            return reconciled;
        }
        for (Wanted wanted : all) {
            user = wanted.item;
            try {
                reconcile(wanted, drifted, check);
            } catch (CodeupException | IllegalArgumentException | IllegalStateException e) {
                failed(wanted.id, e);
            }
        }
        return reconciled;
    }

    /** Null where nothing may be done: the webhook is made by hand, or the item is only not loaded or being moved. */
    private Wanted wanted(String id) throws IOException {
        Item item = WebhookManager.findItem(id);
        ManagedItem managed = store.get(id);
        if (item == null) {
            return managed == null || managed.isOnDisk() || WebhookIndex.isKnown(id)
                    ? null
                    : new Wanted(id, null, null, List.of(), DesiredWebhooks.NONE);
        }
        DesiredWebhooks desired = DesiredWebhooks.of(item);
        if (desired.isManual()) {
            return null;
        }
        List<Target> here = desired.targets().stream()
                .filter(target -> target.key().equals(key))
                .toList();
        if (!here.isEmpty()) {
            store.update(id, known -> known == null ? ManagedItem.of(id, item) : known.seenAs(item));
        }
        return new Wanted(id, item, ItemWebhook.of(item), here, desired);
    }

    /** By one list call, of all webhooks that should be there already. */
    private Set<DesiredWebhook> drifted(List<Wanted> all) throws CodeupException, InterruptedException {
        List<DesiredWebhook> done = new ArrayList<>();
        for (Wanted wanted : all) {
            wanted.here.stream()
                    .filter(target -> isDone(wanted, target))
                    .forEach(target -> done.add(wanted.webhook(target)));
        }
        return done.isEmpty() ? Set.of() : Set.copyOf(reconciler().drifted(repositoryId, done));
    }

    private boolean isDone(Wanted wanted, Target target) {
        ManagedItem managed = store.get(wanted.id);
        ManagedWebhook webhook = managed == null ? null : managed.find(target);
        return webhook != null && managed.fulfils(target) && webhook.has(wanted.secret());
    }

    private void reconcile(Wanted wanted, Set<DesiredWebhook> drifted, boolean check)
            throws CodeupException, InterruptedException {
        for (Target target : wanted.here) {
            if (!isDone(wanted, target) || drifted.contains(wanted.webhook(target))) {
                reconcile(wanted, target);
            } else if (check) {
                store.checked(wanted.id, key);
            }
        }
        ManagedItem managed = store.get(wanted.id);
        if (managed == null) {
            return;
        }
        for (ManagedWebhook webhook : managed.unwanted(wanted.all)) {
            if (webhook.key().equals(key)) {
                remove(wanted, webhook);
            }
        }
        store.update(wanted.id, known -> settled(known, wanted));
    }

    private void reconcile(Wanted wanted, Target target) throws CodeupException, InterruptedException {
        ManagedItem managed = store.get(wanted.id);
        ManagedWebhook before = managed == null ? null : managed.find(target);
        checkOwn(target);
        store.update(
                wanted.id,
                known -> known == null ? null : known.with(ManagedWebhook.pending(target, repositoryId, before)));
        if (store.get(wanted.id) == null) {
            return; // meanwhile somebody wants to make the webhook by hand
        }
        ReconcileResult result =
                write(wanted.webhook(target), wanted.description(), before != null && before.has(wanted.secret()));
        // even if it was forgotten meanwhile: a webhook that was made must be known
        store.update(
                wanted.id,
                known -> (known == null ? ManagedItem.of(wanted.id, wanted.item) : known)
                        .with(ManagedWebhook.pending(target, repositoryId, before)
                                .done(result.webhook().id(), result.outcome(), wanted.secret())));
        reconciled.add(wanted.id);
        if (WebhookManager.findItem(wanted.id) != wanted.item) {
            // deleted meanwhile, or loaded anew: its comparison may have been over before the webhook was in the store
            WebhookManager.get().changed(wanted.item.getFullName());
        }
        LOGGER.log(
                result.outcome() == Outcome.UNCHANGED ? Level.FINE : Level.INFO,
                "Codeup webhook {0} of repository {1} for {2}: {3}",
                new Object[] {
                    String.valueOf(result.webhook().id()), key.repository(), wanted.item.getFullName(), result.outcome()
                });
    }

    /** Whoever can change a Jenkinsfile must not have Jenkins write webhooks wherever its own credentials may. */
    private void checkOwn(Target target) throws CodeupException, InterruptedException {
        CodeupConnection connection = CodeupConfiguration.get().connection(key.connection());
        RepositoryRef repository = RepositoryRef.parse(key.repository());
        List<RepositoryRef> own = target.oneOf();
        if (own != null && !OwnWebhook.isAmong(own, connection, client(key, user), repository)) {
            throw new IllegalArgumentException(Messages.RepositoryReconciliation_notOwn(
                    key.repository(), key.connection(), CodeupConnection.allowJobsTitle()));
        }
    }

    /**
     * A new webhook gets a description; of one that is there, only a description of ours is renewed.
     *
     * @param hasSecret whether Codeup was given the current secret; if not, and if it does not tell which one it has, the
     *     webhook is written anew
     */
    private ReconcileResult write(DesiredWebhook webhook, String description, boolean hasSecret)
            throws CodeupException, InterruptedException {
        WebhookReconciler reconciler = reconciler();
        ReconcileResult there = reconciler.reconcile(repositoryId, webhook.withDescription(description), IfExists.KEEP);
        if (there.outcome() == Outcome.CREATED) {
            return there;
        }
        String now = there.webhook().description();
        boolean ours = now != null && now.startsWith(DESCRIPTION);
        boolean secretUnknown = there.webhook().secretToken() == null && !hasSecret;
        DesiredWebhook desired = ours ? webhook.withDescription(description) : webhook;
        return secretUnknown
                ? reconciler.reconcileWithSecret(repositoryId, desired)
                : reconciler.reconcile(repositoryId, desired);
    }

    /** A repository that is gone has no webhooks any more, and a webhook that is wanted by another name stays. */
    private void remove(Wanted wanted, ManagedWebhook webhook) throws CodeupException, InterruptedException {
        try {
            ManagedItem managed = store.get(wanted.id);
            WebhookReconciler reconciler = Instance.isThis(webhook.instance()) ? reconciler() : null;
            if (reconciler == null) {
                LOGGER.log(
                        Level.INFO,
                        "Codeup webhook {0} of repository {1} is of the Jenkins that this one was copied from: not deleted",
                        new Object[] {String.valueOf(webhook.webhookId()), key.repository()});
            } else if (managed == null || !managed.hasUnderAnotherName(webhook, repositoryId, wanted.all)) {
                List<Long> removed = reconciler.remove(repositoryId, webhook.url());
                LOGGER.log(Level.INFO, "Codeup webhooks {0} of repository {1}, to {2}: deleted", new Object[] {
                    removed, key.repository(), WebhookUrl.masked(webhook.url())
                });
            }
        } catch (CodeupException e) {
            if (e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
        }
        store.update(wanted.id, known -> known == null ? null : known.without(webhook));
    }

    /** Without a problem of this repository; null if nothing is left to remember. */
    private ManagedItem settled(ManagedItem known, Wanted wanted) {
        if (known == null) {
            return null;
        }
        Problem problem = known.problem();
        boolean solved = problem != null
                && (problem.repository() == null || problem.repository().equals(key.repository()));
        ManagedItem after = solved ? known.with((Problem) null) : known;
        return after.webhooks().isEmpty() && wanted.all.isEmpty() && after.problem() == null ? null : after;
    }

    /** Remembers the failure, and has it tried again after a pause. Nothing to do if nothing is stored of the item. */
    private void failed(String id, Exception failure) {
        store.update(id, known -> known == null ? null : known.failed(key, failure));
        ManagedItem managed = store.get(id);
        Problem problem = managed == null ? null : managed.problem();
        if (problem == null) {
            return;
        }
        LOGGER.log(
                problem.attempts() == 1 ? Level.WARNING : Level.FINE,
                "The Codeup webhook of repository {0} for {1} is not up to date: {2}",
                new Object[] {key.repository(), managed.item(), failure.getMessage()});
        queue.retry(key, id, problem.pause());
    }

    /**
     * @throws IllegalArgumentException if the connection or its credentials are missing; makes no call
     */
    @NonNull
    static CodeupClient client(@NonNull RepositoryKey key, @CheckForNull Item item) {
        return CodeupClients.inBackground(
                CodeupConfiguration.get().connection(key.connection()), RepositoryRef.parse(key.repository()), item);
    }

    /** Each has the connection's total time-out for itself. */
    private WebhookReconciler reconciler() throws CodeupException, InterruptedException {
        CodeupClient client = client(key, user);
        if (repositoryId == null) {
            repositoryId = client.repositoryId(RepositoryRef.parse(key.repository()));
        }
        return new WebhookReconciler(client);
    }
}
