package io.jenkins.plugins.codeup.webhook;

import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupClient.Answer;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.Webhook;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import io.jenkins.plugins.codeup.webhook.ReconcileResult.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One reconciliation of one repository's webhooks: rounds of a list and a write, until the list shows the desired state.
 *
 * <p>A write that failed ambiguously is no error yet, as the next list tells what it did. It is one when the rounds are
 * used up, or as many attempts at the write, in which the retries inside one call are counted.
 */
final class Reconciliation {

    private static final int ROUNDS = 5;

    private final CodeupClient client;
    private final RetryPolicy.Series series;
    private final long repositoryId;
    private final Set<Long> removed = new LinkedHashSet<>();
    private int round;

    /** The webhook that was written last, as Codeup answered, or null. */
    private Webhook written;
    /** Codeup's id of the last write, or null. */
    private String requestId;

    /** The failure of the last write if it was ambiguous, else null. */
    private CodeupException ambiguous;

    private int ambiguousAttempts;
    private int ambiguousRounds;

    Reconciliation(CodeupClient client, RetryPolicy.Series series, long repositoryId) {
        this.client = client.within(series);
        this.series = series;
        this.repositoryId = repositoryId;
    }

    /** Whether the webhook has the desired target URL. */
    static boolean hasTarget(Webhook webhook, DesiredWebhook desired) {
        return WebhookUrl.target(webhook.url()).equals(WebhookUrl.target(desired.url()));
    }

    /** Whether everything that is set in the desired state is so. What Codeup does not show of a webhook counts as so. */
    static boolean isUpToDate(Webhook webhook, DesiredWebhook desired) {
        boolean options = desired.options().entrySet().stream()
                .allMatch(set -> set.getValue().equals(webhook.options().getOrDefault(set.getKey(), set.getValue())));
        // Codeup answers null for a blank description
        String description = desired.description();
        SecretValue secret = desired.secretToken();
        SecretValue shown = webhook.secretToken();
        return options
                && (description == null || description.strip().equals(strip(webhook.description())))
                && (secret == null || shown == null || secret.equals(shown))
                && WebhookUrl.normalised(webhook.url()).equals(WebhookUrl.normalised(desired.url()));
    }

    private static String strip(String nullable) {
        return nullable == null ? "" : nullable.strip();
    }

    /** The desired state, with the webhook's own values for everything that is unset. */
    private static DesiredWebhook completed(DesiredWebhook desired, Webhook webhook) {
        DesiredWebhook whole = desired;
        for (WebhookOption option : desired.unset()) {
            whole = whole.with(option, webhook.options().get(option));
        }
        if (desired.description() == null) {
            whole = whole.withDescription(webhook.description());
        }
        return desired.secretToken() == null ? whole.withSecretToken(webhook.secretToken()) : whole;
    }

    /**
     * Begins a round.
     *
     * @return the webhooks in question, the oldest first
     */
    List<Webhook> list(Predicate<Webhook> inQuestion) throws CodeupException, InterruptedException {
        // create, delete the others, list: more rounds than these mean that another program writes too
        int clearRounds = round - ambiguousRounds;
        if (clearRounds >= 3 && ambiguous == null) {
            series.pause(clearRounds - 2, ROUNDS, conflict());
        }
        round++;
        try {
            return client.listWebhooks(repositoryId).stream()
                    .filter(inQuestion)
                    .sorted(Comparator.comparingLong(Webhook::id))
                    .toList();
        } catch (CodeupException e) {
            if (ambiguous != null) {
                e.addSuppressed(ambiguous);
            }
            throw e;
        }
    }

    /**
     * @param first the webhooks with the desired target URL, the oldest first
     */
    ReconcileResult reconcile(List<Webhook> first, DesiredWebhook desired)
            throws CodeupException, InterruptedException {
        Outcome outcome = Outcome.UNCHANGED;
        List<Webhook> found = first;
        while (true) {
            Optional<Webhook> kept = kept(found, desired);
            if (kept.isEmpty()) {
                outcome = first.isEmpty() ? Outcome.CREATED : Outcome.UPDATED;
                write(found, desired);
            } else if (found.size() > 1) {
                delete(found.stream()
                        .filter(webhook -> webhook.id() != kept.get().id())
                        .toList());
            } else {
                return new ReconcileResult(kept.get(), outcome, removed(), requestId);
            }
            found = list(webhook -> hasTarget(webhook, desired));
        }
    }

    /**
     * @return the ids of the webhooks that were deleted, those included whose deletion failed ambiguously, as the last list
     *     shows that they are gone
     */
    List<Long> removeAll(Predicate<Webhook> inQuestion) throws CodeupException, InterruptedException {
        List<Webhook> found = list(inQuestion);
        while (!found.isEmpty()) {
            delete(found);
            found = list(inQuestion);
        }
        return removed();
    }

    private List<Long> removed() {
        return new ArrayList<>(removed);
    }

    /**
     * The webhook that is up to date and stays, while the others are deleted.
     *
     * <p>An API that can update webhooks keeps the lowest id, whatever its state: as nobody ever deletes that one, two
     * callers at the same time can't delete both. Otherwise the lowest id of those that are up to date stays, so that
     * callers that list at the same time choose the same. A younger one that is not up to date is another caller's last
     * word, and the older ones may be gone at any moment: then none stays.
     */
    private Optional<Webhook> kept(List<Webhook> found, DesiredWebhook desired) {
        if (client.canUpdateWebhooks()) {
            return found.stream()
                    .findFirst()
                    .filter(oldest -> isUpToDate(oldest, desired) || (isWritten(oldest) && isAsWritten(oldest)));
        }
        // what was written counts even if Codeup shows a value in another form: one more webhook would be no better
        long youngestOther = found.stream()
                .filter(webhook -> !isUpToDate(webhook, desired) && !isWritten(webhook))
                .mapToLong(Webhook::id)
                .max()
                .orElse(Long.MIN_VALUE);
        return found.stream().filter(webhook -> webhook.id() > youngestOther).findFirst();
    }

    private boolean isWritten(Webhook webhook) {
        return written != null && written.id() == webhook.id();
    }

    /** If Codeup shows a value in another form than it was sent, its answer to the write shows it in that form too. */
    private boolean isAsWritten(Webhook webhook) {
        return isUpToDate(webhook, completed(DesiredWebhook.to(written.url()), written));
    }

    /** Updates the oldest webhook, or creates one: where webhooks can't be updated, before the old ones are deleted. */
    private void write(List<Webhook> found, DesiredWebhook desired) throws CodeupException, InterruptedException {
        checkRounds();
        boolean update = client.canUpdateWebhooks() && !found.isEmpty();
        try {
            Answer<Webhook> answer;
            if (update) {
                Webhook oldest = found.get(0);
                answer = client.updateWebhook(repositoryId, oldest.id(), completed(desired, oldest));
            } else {
                DesiredWebhook whole = found.isEmpty() ? desired : completed(desired, found.get(found.size() - 1));
                answer = client.createWebhook(repositoryId, whole);
            }
            written = answer.value();
            requestId = answer.requestId();
        } catch (CodeupException e) {
            if (!update || e.kind() != Kind.NOT_FOUND) {
                requestId = e.requestId();
                continueIfAmbiguous(e);
                return;
            }
            // deleted since the list; the next one tells what there is
        }
        isClear();
    }

    private void delete(List<Webhook> webhooks) throws CodeupException, InterruptedException {
        checkRounds();
        isClear();
        for (Webhook webhook : webhooks) {
            try {
                client.deleteWebhook(repositoryId, webhook.id());
                removed.add(webhook.id());
            } catch (CodeupException e) {
                if (e.kind() != Kind.NOT_FOUND) {
                    continueIfAmbiguous(e);
                    removed.add(webhook.id());
                    return;
                }
            }
        }
    }

    private void isClear() {
        ambiguous = null;
        ambiguousAttempts = 0;
    }

    private void checkRounds() throws CodeupException {
        if (round > ROUNDS || ambiguousAttempts >= ROUNDS) {
            throw ambiguous != null ? ambiguous.givenUp(Math.max(ambiguousAttempts, ROUNDS), null) : conflict();
        }
    }

    private void continueIfAmbiguous(CodeupException failure) throws CodeupException, InterruptedException {
        if (!failure.kind().isAmbiguous()) {
            throw failure;
        }
        ambiguous = failure;
        ambiguousAttempts += failure.attempts();
        ambiguousRounds++;
        series.pause(round, ROUNDS, failure);
    }

    private CodeupException conflict() {
        return new CodeupException(Kind.CONFLICT, client.listWebhooksCall(repositoryId));
    }
}
