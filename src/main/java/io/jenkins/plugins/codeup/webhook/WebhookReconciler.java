package io.jenkins.plugins.codeup.webhook;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.ApiCall;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.Webhook;
import io.jenkins.plugins.codeup.client.http.CallSeries;
import io.jenkins.plugins.codeup.webhook.ReconcileResult.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Sees to it that a repository has exactly one hook to a place, as wanted, or none. It looks before it writes and once
 * more after, so that it can be called again and again, and heals what an answer that got lost or another caller left.
 * Hooks to other places are never touched. All calls of one undertaking share the deadline of the client's policy.
 */
public final class WebhookReconciler {

    private static final RepositoryLocks LOCKS = new RepositoryLocks();

    private final CodeupClient client;
    private final Strategy strategy;

    public WebhookReconciler(@NonNull CodeupClient client) {
        this.client = client;
        this.strategy = Strategy.of(client);
    }

    /** As {@link #ensure(long, DesiredWebhook, IfExists)} with {@link IfExists#RECONCILE}. */
    @NonNull
    public ReconcileResult ensure(long repositoryId, @NonNull DesiredWebhook wanted)
            throws CodeupException, InterruptedException {
        return ensure(repositoryId, wanted, IfExists.RECONCILE);
    }

    /**
     * @param repositoryId the repository's number
     * @param wanted what the hook shall be; what it leaves out stays as it is on an existing hook
     * @param ifExists what to do about a hook to the same place that is there at the first look
     * @throws CodeupException if Codeup refuses or can't be reached, if the deadline is over, if there is a hook where
     *     there must be none, or if another program keeps changing it
     * @throws InterruptedException at once when the thread is interrupted
     */
    @NonNull
    public ReconcileResult ensure(long repositoryId, @NonNull DesiredWebhook wanted, @NonNull IfExists ifExists)
            throws CodeupException, InterruptedException {
        return alone(repositoryId, hooks -> {
            List<Webhook> there = hooks.look(hook -> Drift.samePlace(hook, wanted));
            if (there.isEmpty() || ifExists == IfExists.RECONCILE) {
                return reconcile(hooks, there, wanted);
            }
            if (ifExists == IfExists.FAIL) {
                throw CodeupException.exists(
                        client.listWebhooksCall(repositoryId), there.get(0).id());
            }
            return new ReconcileResult(there.get(0), Outcome.UNCHANGED, List.of(), null);
        });
    }

    private ReconcileResult reconcile(RepositoryWebhooks hooks, List<Webhook> first, DesiredWebhook wanted)
            throws CodeupException, InterruptedException {
        Outcome outcome = Outcome.UNCHANGED;
        List<Webhook> there = first;
        while (true) {
            Optional<Webhook> survivor = strategy.survivor(there, wanted, hooks.written());
            if (survivor.isEmpty()) {
                outcome = first.isEmpty() ? Outcome.CREATED : Outcome.UPDATED;
                hooks.write(strategy.write(there, wanted));
            } else if (there.size() > 1) {
                hooks.delete(there.stream()
                        .filter(hook -> hook.id() != survivor.get().id())
                        .toList());
            } else {
                return new ReconcileResult(survivor.get(), outcome, hooks.removed(), hooks.requestId());
            }
            there = hooks.look(hook -> Drift.samePlace(hook, wanted));
        }
    }

    /**
     * Looks, by one list, and changes nothing.
     *
     * @return those of which there is not exactly one hook, as wanted
     */
    @NonNull
    public List<DesiredWebhook> notAsWanted(long repositoryId, @NonNull List<DesiredWebhook> wanted)
            throws CodeupException, InterruptedException {
        List<Webhook> hooks = client.listWebhooks(repositoryId);
        return wanted.stream()
                .filter(spec -> {
                    List<Webhook> there = hooks.stream()
                            .filter(hook -> Drift.samePlace(hook, spec))
                            .toList();
                    return there.size() != 1 || !Drift.asWanted(there.get(0), spec);
                })
                .toList();
    }

    /**
     * Deletes all hooks to the place of a URL.
     *
     * @return the Ids of those that there were
     */
    @NonNull
    public List<Long> remove(long repositoryId, @NonNull String url) throws CodeupException, InterruptedException {
        return remove(repositoryId, hook -> Drift.samePlace(hook, DesiredWebhook.to(url)));
    }

    /**
     * Deletes a hook.
     *
     * @return its Id, or nothing if there was none
     */
    @NonNull
    public List<Long> remove(long repositoryId, long webhookId) throws CodeupException, InterruptedException {
        return remove(repositoryId, hook -> hook.id() == webhookId);
    }

    private List<Long> remove(long repositoryId, Predicate<Webhook> meant)
            throws CodeupException, InterruptedException {
        return alone(repositoryId, hooks -> {
            List<Webhook> there = hooks.look(meant);
            while (!there.isEmpty()) {
                hooks.delete(there);
                there = hooks.look(meant);
            }
            return hooks.removed();
        });
    }

    /** What is done about a repository's hooks while no other thread of this controller works on them. */
    private interface Work<T> {
        T on(RepositoryWebhooks hooks) throws CodeupException, InterruptedException;
    }

    private <T> T alone(long repositoryId, Work<T> work) throws CodeupException, InterruptedException {
        CallSeries series = client.begin();
        ApiCall first = client.listWebhooksCall(repositoryId);
        return LOCKS.alone(
                first.target(), series.left(), first, () -> work.on(new RepositoryWebhooks(client, series, repositoryId)));
    }
}
