package io.jenkins.plugins.codeup.webhook;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.Answer;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.Webhook;
import io.jenkins.plugins.codeup.client.http.CallSeries;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One repository's hooks during one undertaking: rounds of a look and a write, and what was written so far. A write
 * whose effect is not known is no error here, as the look that follows tells; it is one when the rounds are used up, or
 * as many attempts at that write, which counts the repetitions of a call that is repeated by itself.
 */
final class RepositoryWebhooks {

    static final int ROUNDS = 5;

    private final CodeupClient client;
    private final CallSeries series;
    private final long repositoryId;
    private final Set<Long> removed = new LinkedHashSet<>();
    private Webhook written;
    private String requestId;
    private CodeupException unclear;
    private int unclearAttempts;
    private int unclearRounds;
    private int round;

    RepositoryWebhooks(CodeupClient client, CallSeries series, long repositoryId) {
        this.client = client.within(series);
        this.series = series;
        this.repositoryId = repositoryId;
    }

    /** A call that makes or changes a hook. */
    interface Write {

        /**
         * @return null where the hook is gone meanwhile
         */
        @CheckForNull
        Answer<Webhook> call(@NonNull CodeupClient client, long repositoryId)
                throws CodeupException, InterruptedException;
    }

    /**
     * Begins a round.
     *
     * @return the hooks that are meant, the oldest first
     */
    List<Webhook> look(Predicate<Webhook> meant) throws CodeupException, InterruptedException {
        // add, delete the others, see that it is done: more rounds than these mean that someone else writes too
        int clearRounds = round - unclearRounds;
        if (clearRounds >= 3 && unclear == null) {
            series.pause(clearRounds - 2, ROUNDS, conflict());
        }
        round++;
        try {
            return client.listWebhooks(repositoryId).stream()
                    .filter(meant)
                    .sorted(Comparator.comparingLong(Webhook::id))
                    .toList();
        } catch (CodeupException e) {
            if (unclear != null) {
                e.addSuppressed(unclear);
            }
            throw e;
        }
    }

    void write(Write write) throws CodeupException, InterruptedException {
        checkRounds();
        try {
            Answer<Webhook> answer = write.call(client, repositoryId);
            if (answer != null) {
                written = answer.value();
                requestId = answer.requestId();
            }
            isClear();
        } catch (CodeupException e) {
            requestId = e.requestId();
            goOnIfUnclear(e);
        }
    }

    void delete(List<Webhook> hooks) throws CodeupException, InterruptedException {
        checkRounds();
        isClear();
        for (Webhook hook : hooks) {
            try {
                client.deleteWebhook(repositoryId, hook.id());
                removed.add(hook.id());
            } catch (CodeupException e) {
                if (e.kind() != Kind.NOT_FOUND) {
                    goOnIfUnclear(e);
                    removed.add(hook.id());
                    return;
                }
            }
        }
    }

    private void isClear() {
        unclear = null;
        unclearAttempts = 0;
    }

    private void checkRounds() throws CodeupException {
        if (round > ROUNDS || unclearAttempts >= ROUNDS) {
            throw unclear != null ? unclear.givenUp(Math.max(unclearAttempts, ROUNDS), null) : conflict();
        }
    }

    private void goOnIfUnclear(CodeupException failure) throws CodeupException, InterruptedException {
        if (!failure.kind().isAmbiguous()) {
            throw failure;
        }
        unclear = failure;
        unclearAttempts += failure.attempts();
        unclearRounds++;
        series.pause(round, ROUNDS, failure);
    }

    private CodeupException conflict() {
        return new CodeupException(Kind.CONFLICT, client.listWebhooksCall(repositoryId), null, null, null, null, null);
    }

    /**
     * @return the hook as Codeup answered to the last write that it answered to, or null
     */
    @CheckForNull
    Webhook written() {
        return written;
    }

    /**
     * @return Codeup's id of the last write, or null if there was none or it has none
     */
    @CheckForNull
    String requestId() {
        return requestId;
    }

    /**
     * @return the Ids of the hooks that were deleted, those in doubt included, which the next look showed to be gone
     */
    List<Long> removed() {
        return new ArrayList<>(removed);
    }
}
