package io.jenkins.plugins.codeup.feedback;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A result in the {@link Outbox} and in its journal. It stays there until it was sent and, if it is not final, another
 * followed. Guarded by the outbox, but for the sending.
 */
final class OutboxEntry {

    private static final Logger LOGGER = Logger.getLogger(Outbox.class.getName());
    private static final Duration GIVE_UP_AFTER = Duration.ofDays(3);
    private static final long MAX_PAUSE_MILLIS = TimeUnit.MINUTES.toMillis(30);

    CodeupResult result;
    /** Completed when the result is on the disk. */
    CompletableFuture<Long> stored;
    /** From the time when the job was there; null if it could not be had. */
    volatile CodeupClient client;
    /** The unfinished results that this one follows: of its build, and of the same build in the queue. */
    final List<OutboxEntry> follows = new ArrayList<>();

    boolean followed;
    boolean sent;

    private final long since;
    private int attempts;

    /**
     * @param since when the result was added, in milliseconds since 1970
     */
    OutboxEntry(@NonNull CodeupResult result, long since, @NonNull CompletableFuture<Long> stored) {
        this.result = result;
        this.since = since;
        this.stored = stored;
    }

    /**
     * Makes one attempt. A result whose job was deleted and for which there are no credentials is dropped.
     *
     * @throws IOException if it was not sent
     */
    void send() throws IOException, InterruptedException {
        attempts++;
        CodeupResult sending = result;
        CodeupClient now = sending.client();
        if (now != null) {
            client = now;
        }
        if (client == null) {
            LOGGER.log(
                    Level.WARNING,
                    "Result of {0} not reported to Codeup: its job was deleted, and there are no credentials for it",
                    sending.run());
            return;
        }
        sending.send(client);
    }

    /**
     * Logs the first failure, and the last.
     *
     * @return whether to give up
     */
    boolean failed(@NonNull Exception e) {
        boolean givesUp = System.currentTimeMillis() - since > GIVE_UP_AFTER.toMillis();
        LOGGER.log(
                attempts == 1 || givesUp ? Level.WARNING : Level.FINE,
                givesUp
                        ? "Result of {0} not reported to Codeup in three days, given up: {1}"
                        : "Result of {0} not reported to Codeup, will be tried again: {1}",
                new Object[] {result.run(), e.getMessage()});
        LOGGER.log(Level.FINE, "", e);
        return givesUp;
    }

    /**
     * @param first the pause after the first attempt; each further one is twice as long, up to half an hour
     */
    long pauseMillis(long first) {
        return Math.min(MAX_PAUSE_MILLIS, first << Math.min(Math.max(attempts - 1, 0), 20));
    }
}
