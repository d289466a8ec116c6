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
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One reconciliation of one repository's webhooks: rounds of a list and a write, until the list shows the desired state.
 *
 * <p>An answered write is believed, as lists may lag behind it ({@link UnseenWrites}): the list is read again for a while,
 * but nothing is written a second time. A write that failed ambiguously is no error yet, as the next lists tell what it
 * did. It is one when the rounds are used up, or as many attempts at the write, in which the retries inside one call are
 * counted.
 */
final class Reconciliation {

    private static final int ROUNDS = 5;

    /** How often a list is read again that does not show a write. */
    private static final int REPEATED_LISTS = 4;

    private final CodeupClient client;
    private final RetryPolicy.Series series;
    private final long repositoryId;
    private final UnseenWrites unseen;
    private final Predicate<Webhook> inQuestion;
    private final Set<Long> removed = new LinkedHashSet<>();
    /** Webhooks before the first update; a list that shows a third state is no lagging one. */
    private final Map<Long, Webhook> untouched = new HashMap<>();

    private final LostCreates lost = new LostCreates();
    private int round;
    private int repeated;

    /** The webhook that was written last, as Codeup answered, or null. */
    private Webhook written;
    /** Codeup's id of the last write, or null. */
    private String requestId;

    /** The failure of the last write if it was ambiguous, else null. */
    private CodeupException ambiguous;

    private int ambiguousAttempts;
    private int ambiguousRounds;
    private boolean unknownSecretIsDrift;

    /**
     * @param unseen the writes that lists did not show when earlier reconciliations ended
     * @param inQuestion the webhooks that it is about
     */
    Reconciliation(
            CodeupClient client,
            RetryPolicy.Series series,
            long repositoryId,
            UnseenWrites unseen,
            Predicate<Webhook> inQuestion) {
        this.client = client.within(series);
        this.series = series;
        this.repositoryId = repositoryId;
        this.unseen = unseen;
        this.inQuestion = inQuestion;
    }

    /** A webhook whose secret Codeup does not show counts as up to date only if it was written here. */
    void mistrustUnknownSecret() {
        unknownSecretIsDrift = true;
    }

    private boolean isKnownUpToDate(Webhook webhook, DesiredWebhook desired) {
        boolean unknown = unknownSecretIsDrift && desired.secretToken() != null && webhook.secretToken() == null;
        return !unknown && isUpToDate(webhook, desired);
    }

    /** Whether the webhook has the desired target URL. */
    static boolean hasTarget(Webhook webhook, DesiredWebhook desired) {
        return WebhookUrl.normalised(webhook.url()).equals(WebhookUrl.normalised(desired.url()));
    }

    /**
     * Whether everything that is set in the desired state is so, for a webhook with its target URL. What Codeup does not
     * show of a webhook counts as so.
     */
    static boolean isUpToDate(Webhook webhook, DesiredWebhook desired) {
        boolean options = desired.options().entrySet().stream()
                .allMatch(set -> set.getValue().equals(webhook.options().getOrDefault(set.getKey(), set.getValue())));
        // Codeup answers null for a blank description
        String description = desired.description();
        SecretValue secret = desired.secretToken();
        SecretValue shown = webhook.secretToken();
        return options
                && (description == null || description.strip().equals(strip(webhook.description())))
                && (secret == null || shown == null || secret.equals(shown));
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
    List<Webhook> list() throws CodeupException, InterruptedException {
        // create, delete the others, list: more rounds than these mean that another program writes too
        int clearRounds = round - ambiguousRounds;
        if (clearRounds >= 3 && ambiguous == null) {
            series.pause(clearRounds - 2, ROUNDS, conflict());
        }
        round++;
        return read();
    }

    private List<Webhook> read() throws CodeupException, InterruptedException {
        try {
            List<Webhook> all = client.listWebhooks(repositoryId);
            lost.listed(all.stream().filter(inQuestion).map(Webhook::id).toList());
            return unseen.applyTo(all).stream().filter(inQuestion).toList();
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
            if (kept.isEmpty() && lost.wantsAnotherList()) {
                series.pause(round, ROUNDS, ambiguous);
                found = read();
                continue;
            }
            if (kept.isEmpty()) {
                outcome = first.isEmpty() ? Outcome.CREATED : Outcome.UPDATED;
                write(found, desired);
            } else if (found.size() > 1 && lost.createdAfterwards() == null) {
                delete(found.stream()
                        .filter(webhook -> webhook.id() != kept.get().id())
                        .toList());
            } else if (isShown() || !pauseBeforeRepeatedList()) {
                return new ReconcileResult(
                        kept.get(), outcome, ReconcileResult.changes(first, desired), removed(), requestId);
            } else {
                found = read();
                continue;
            }
            found = list();
        }
    }

    /**
     * @return the ids of the webhooks that were deleted, those included whose deletion failed ambiguously, as the last list
     *     shows that they are gone
     */
    List<Long> removeAll() throws CodeupException, InterruptedException {
        List<Webhook> found = list();
        while (!found.isEmpty()) {
            delete(found);
            found = list();
        }
        return removed();
    }

    private List<Long> removed() {
        return new ArrayList<>(removed);
    }

    private boolean isShown() {
        return unseen.isEmptyOf(inQuestion) && !lost.isOpen();
    }

    /**
     * @return false if the list was read again often enough, so that the answers of the writes must do
     * @throws CodeupException if a create whose answer was lost may show up later, beside the one that was answered; that
     *     one is deleted
     */
    private boolean pauseBeforeRepeatedList() throws CodeupException, InterruptedException {
        CodeupException lagging = new CodeupException(Kind.LAGGING, client.listWebhooksCall(repositoryId));
        if (lost.createdAfterwards() == null && repeated >= REPEATED_LISTS) {
            return false;
        }
        try {
            repeated++;
            series.pause(repeated, Math.max(repeated, REPEATED_LISTS), lagging);
            return true;
        } catch (CodeupException noTimeLeft) {
            Webhook second = lost.createdAfterwards();
            if (second == null) {
                return false;
            }
            if (ambiguous != null) {
                noTimeLeft.addSuppressed(ambiguous);
            }
            try {
                client.deleteWebhook(repositoryId, second.id());
                unseen.deleted(second);
            } catch (CodeupException e) {
                noTimeLeft.addSuppressed(e);
            }
            throw noTimeLeft;
        }
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
                    .filter(oldest -> isKnownUpToDate(oldest, desired) || (isWritten(oldest) && isAsWritten(oldest)));
        }
        // what was written counts even if Codeup shows a value in another form: one more webhook would be no better
        long youngestOther = found.stream()
                .filter(webhook -> !isKnownUpToDate(webhook, desired) && !isWritten(webhook))
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
                unseen.updated(untouched.computeIfAbsent(oldest.id(), id -> oldest), answer.value());
            } else {
                DesiredWebhook whole = found.isEmpty() ? desired : completed(desired, found.get(found.size() - 1));
                answer = client.createWebhook(repositoryId, whole);
                unseen.created(answer.value());
                lost.answered(answer.value());
            }
            written = answer.value();
            requestId = answer.requestId();
        } catch (CodeupException e) {
            if (!update || e.kind() != Kind.NOT_FOUND) {
                requestId = e.requestId();
                if (!update && e.kind().isAmbiguous()) {
                    lost.add();
                }
                continueIfAmbiguous(e);
                return;
            }
            // deleted since the list; the next one tells what there is
            unseen.deleted(found.get(0));
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
            unseen.deleted(webhook);
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
