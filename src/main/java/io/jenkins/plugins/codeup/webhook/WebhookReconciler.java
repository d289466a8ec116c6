package io.jenkins.plugins.codeup.webhook;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.Webhook;
import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import io.jenkins.plugins.codeup.webhook.ReconcileResult.Outcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Reconciles a repository's webhooks: exactly one per target URL, in the desired state, or none.
 *
 * <p>It lists before and after each write. So it can be called repeatedly, and repairs what a lost answer or another
 * caller left. A write that was answered is believed even if lists lag behind it. Webhooks with other target URLs are never touched. All calls of one method share the client's total
 * timeout. May be shared by threads; those of this controller work on a repository one after the other.
 */
public final class WebhookReconciler {

    private static final RepositoryLocks LOCKS = new RepositoryLocks();
    /** By repository; used by the holder of its lock. */
    private static final Map<String, UnseenWrites> UNSEEN = new ConcurrentHashMap<>();

    private final CodeupClient client;

    public WebhookReconciler(@NonNull CodeupClient client) {
        this.client = client;
    }

    /** What to do if the first list shows a webhook with the target URL. */
    public enum IfExists {
        /** Bring it to the desired state. */
        RECONCILE,
        /** Leave it as it is. */
        KEEP,
        /** Fail. */
        FAIL
    }

    /** As {@link #reconcile(long, DesiredWebhook, IfExists)} with {@link IfExists#RECONCILE}. */
    @NonNull
    public ReconcileResult reconcile(long repositoryId, @NonNull DesiredWebhook desired)
            throws CodeupException, InterruptedException {
        return reconcile(repositoryId, desired, IfExists.RECONCILE);
    }

    /**
     * @param repositoryId the repository's numeric id
     * @param desired the desired state; what is unset stays as it is on an existing webhook
     * @param ifExists what to do if there is a webhook with the target URL
     * @throws CodeupException if Codeup rejects a call or can't be reached, if the total timeout is over, if there is a
     *     webhook and {@link IfExists#FAIL} was asked for, or if another program keeps changing the webhook
     * @throws InterruptedException at once if the thread is interrupted
     */
    @NonNull
    public ReconcileResult reconcile(long repositoryId, @NonNull DesiredWebhook desired, @NonNull IfExists ifExists)
            throws CodeupException, InterruptedException {
        return alone(repositoryId, webhook -> Reconciliation.hasTarget(webhook, desired), reconciliation -> {
            List<Webhook> found = reconciliation.list();
            if (found.isEmpty() || ifExists == IfExists.RECONCILE) {
                return reconciliation.reconcile(found, desired);
            }
            if (ifExists == IfExists.FAIL) {
                throw CodeupException.exists(
                        client.listWebhooksCall(repositoryId), found.get(0).id());
            }
            return new ReconcileResult(found.get(0), Outcome.UNCHANGED, List.of(), List.of(), null);
        });
    }

    /**
     * As {@link #reconcile(long, DesiredWebhook)}; but if Codeup does not show the webhook's secret, it is written anew, as
     * it may have another one.
     */
    @NonNull
    public ReconcileResult reconcileWithSecret(long repositoryId, @NonNull DesiredWebhook desired)
            throws CodeupException, InterruptedException {
        return alone(repositoryId, webhook -> Reconciliation.hasTarget(webhook, desired), reconciliation -> {
            reconciliation.mistrustUnknownSecret();
            return reconciliation.reconcile(reconciliation.list(), desired);
        });
    }

    /**
     * Compares a repository's webhooks with desired states by one list, and changes nothing.
     *
     * @return the desired states with drift: there is not exactly one webhook with the target URL, or it is not up to date
     */
    @NonNull
    public List<DesiredWebhook> drifted(long repositoryId, @NonNull List<DesiredWebhook> desired)
            throws CodeupException, InterruptedException {
        List<Webhook> all = client.listWebhooks(repositoryId);
        return desired.stream()
                .filter(one -> {
                    List<Webhook> found = all.stream()
                            .filter(webhook -> Reconciliation.hasTarget(webhook, one))
                            .toList();
                    return found.size() != 1 || !Reconciliation.isUpToDate(found.get(0), one);
                })
                .toList();
    }

    /**
     * Deletes all webhooks with a target URL.
     *
     * @return their ids; empty if there were none
     */
    @NonNull
    public List<Long> remove(long repositoryId, @NonNull String url) throws CodeupException, InterruptedException {
        DesiredWebhook target = DesiredWebhook.to(url);
        return remove(repositoryId, webhook -> Reconciliation.hasTarget(webhook, target));
    }

    /**
     * Deletes a webhook.
     *
     * @return its id; empty if there was none
     */
    @NonNull
    public List<Long> remove(long repositoryId, long webhookId) throws CodeupException, InterruptedException {
        return remove(repositoryId, webhook -> webhook.id() == webhookId);
    }

    private List<Long> remove(long repositoryId, Predicate<Webhook> inQuestion)
            throws CodeupException, InterruptedException {
        return alone(repositoryId, inQuestion, Reconciliation::removeAll);
    }

    private interface Work<T> {
        T on(Reconciliation reconciliation) throws CodeupException, InterruptedException;
    }

    private <T> T alone(long repositoryId, Predicate<Webhook> inQuestion, Work<T> work)
            throws CodeupException, InterruptedException {
        RetryPolicy.Series series = client.begin();
        CodeupException.Call first = client.listWebhooksCall(repositoryId);
        return LOCKS.alone(first.target(), series.left(), first, () -> {
            UnseenWrites unseen = UNSEEN.computeIfAbsent(first.target(), key -> new UnseenWrites());
            try {
                return work.on(new Reconciliation(client, series, repositoryId, unseen, inQuestion));
            } finally {
                if (unseen.isEmpty()) {
                    UNSEEN.remove(first.target());
                }
            }
        });
    }
}
