package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;

/**
 * What becomes of a failure. In goes what was thrown over an item's hook; out come the problem in the ledger, which the
 * pages show, a line in the log and, after a pause, the next try in the queue.
 */
final class HookFailures {

    private static final Logger LOGGER = Logger.getLogger(HookFailures.class.getName());

    private final WebhookStore ledger;
    private final HookQueue queue;
    private final Map<Retry, ScheduledFuture<?>> retries = new ConcurrentHashMap<>();

    /** There is one next try, however many failed. */
    private record Retry(RepositoryKey at, String id) {}

    HookFailures(@NonNull WebhookStore ledger, @NonNull HookQueue queue) {
        this.ledger = ledger;
        this.queue = queue;
    }

    /**
     * What an item says makes no wish. Without a next try: somebody has to say something else first.
     *
     * @throws UncheckedIOException if the item's hook can't be read or the ledger not be written
     */
    void noWish(@NonNull Item item, @NonNull RuntimeException why) {
        try {
            String id = ItemWebhook.of(item).id();
            ledger.update(id, record -> {
                HookRecord known = record == null ? HookRecord.of(id, item) : record.seenAs(item);
                return known.with(HookProblem.of(why, null, known.problem()));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What an item wants in a repository could not be done. Nothing happens where the ledger has no record of it.
     *
     * @param id the item hook
     * @throws UncheckedIOException if the ledger can't be written
     */
    void failed(@NonNull String id, @NonNull RepositoryKey at, @NonNull Exception failure) {
        ledger.update(id, record -> {
            if (record == null) {
                return null;
            }
            HookProblem problem = HookProblem.of(failure, at.repository(), record.problem());
            // the number may be an old one's, if it is another repository that has the name today
            return problem.kind() == Kind.NOT_FOUND ? record.doubting(at).with(problem) : record.with(problem);
        });
        HookRecord record = ledger.get(id);
        HookProblem problem = record == null ? null : record.problem();
        if (problem == null) {
            return;
        }
        LOGGER.log(
                problem.attempts() == 1 ? Level.WARNING : Level.FINE,
                "The Codeup webhook of repository {0} for {1} is not as it should be: {2}",
                new Object[] {at.repository(), record.item(), problem.what()});
        Retry retry = new Retry(at, id);
        ScheduledFuture<?> other = retries.put(
                retry, Timer.get().schedule(() -> again(retry), problem.pause().toMillis(), TimeUnit.MILLISECONDS));
        if (other != null) {
            other.cancel(false);
        }
    }

    private void again(Retry retry) {
        retries.remove(retry);
        queue.add(retry.at, Set.of(retry.id), false);
    }

    /** For tests: how many failures wait for another try. */
    int retries() {
        return retries.size();
    }
}
