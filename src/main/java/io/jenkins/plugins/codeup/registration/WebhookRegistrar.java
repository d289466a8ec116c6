package io.jenkins.plugins.codeup.registration;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.api.Answer;
import io.jenkins.plugins.codeup.api.CodeupClient;
import io.jenkins.plugins.codeup.api.CodeupException;
import io.jenkins.plugins.codeup.api.CodeupException.Kind;
import io.jenkins.plugins.codeup.api.Webhook;
import io.jenkins.plugins.codeup.api.WebhookSpec;
import io.jenkins.plugins.codeup.registration.Registration.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Sees to it that a repository has exactly one hook to a place, as wanted. It looks before it writes and once more
 * after, so that it can be called again and again, and heals what an answer that got lost or another caller left.
 * Hooks to other places are never touched.
 *
 * <p>The API that it works with can not change a hook: the new one is added before the old one is deleted, so that
 * there is no moment without one.
 */
public final class WebhookRegistrar {

    private static final int ROUNDS = 5;

    private final CodeupClient client;

    public WebhookRegistrar(@NonNull CodeupClient client) {
        this.client = client;
    }

    /**
     * @param repositoryId the repository's number
     * @param wanted what the hook shall be; what it leaves out stays as it is on an existing hook
     * @throws CodeupException if Codeup refuses or can't be reached
     * @throws InterruptedException at once when the thread is interrupted
     */
    @NonNull
    public Registration ensure(long repositoryId, @NonNull WebhookSpec wanted)
            throws CodeupException, InterruptedException {
        Outcome outcome = Outcome.UNCHANGED;
        String requestId = null;
        CodeupException lost = null;
        for (int round = 0; round < ROUNDS; round++) {
            List<Webhook> there = hooksToSamePlace(repositoryId, wanted);
            Optional<Webhook> survivor = survivor(there, wanted);
            if (survivor.isPresent()) {
                List<Long> removed = removeOthers(repositoryId, there, survivor.get());
                return new Registration(survivor.get(), outcome, removed, requestId);
            }
            if (outcome == Outcome.UNCHANGED) {
                outcome = there.isEmpty() ? Outcome.CREATED : Outcome.UPDATED;
            }
            try {
                requestId = create(repositoryId, there, wanted).requestId();
            } catch (CodeupException e) {
                if (!e.kind().isAmbiguous()) {
                    throw e;
                }
                lost = e;
            }
        }
        if (lost != null) {
            throw lost;
        }
        throw new IllegalStateException("another program keeps changing the hook to this URL");
    }

    private List<Webhook> hooksToSamePlace(long repositoryId, WebhookSpec wanted)
            throws CodeupException, InterruptedException {
        return client.listWebhooks(repositoryId).stream()
                .filter(hook -> Drift.samePlace(hook, wanted))
                .sorted(Comparator.comparingLong(Webhook::id))
                .toList();
    }

    /**
     * The hook to keep: of those as wanted the one with the lowest id, so that callers who look at the same time
     * choose the same. A younger one that is not as wanted is another caller's last word, and the older ones may be
     * gone any moment: then there is none to keep.
     */
    private static Optional<Webhook> survivor(List<Webhook> there, WebhookSpec wanted) {
        long youngestOther = there.stream()
                .filter(hook -> !Drift.asWanted(hook, wanted))
                .mapToLong(Webhook::id)
                .max()
                .orElse(Long.MIN_VALUE);
        return there.stream().filter(hook -> hook.id() > youngestOther).findFirst();
    }

    private Answer<Webhook> create(long repositoryId, List<Webhook> there, WebhookSpec wanted)
            throws CodeupException, InterruptedException {
        WebhookSpec whole = there.isEmpty() ? wanted : Drift.inherit(wanted, there.get(there.size() - 1));
        return client.createWebhook(repositoryId, whole);
    }

    private List<Long> removeOthers(long repositoryId, List<Webhook> there, Webhook survivor)
            throws CodeupException, InterruptedException {
        List<Long> removed = new ArrayList<>();
        for (Webhook hook : there) {
            if (hook.id() != survivor.id()) {
                try {
                    client.deleteWebhook(repositoryId, hook.id());
                    removed.add(hook.id());
                } catch (CodeupException e) {
                    if (e.kind() != Kind.NOT_FOUND) {
                        throw e;
                    }
                }
            }
        }
        return removed;
    }
}
