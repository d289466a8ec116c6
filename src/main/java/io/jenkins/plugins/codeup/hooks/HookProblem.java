package io.jenkins.plugins.codeup.hooks;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Why an item's hook is not as it should be.
 *
 * @param repository which repository it is about, or null if none could be told
 * @param what what happened, in Codeup's words where they are known
 * @param kind Codeup's kind of failure, or null where it was not asked
 * @param since when it first happened, in milliseconds; {@code last}, when it did last
 * @param attempts how often in a row
 * @param ignored whether somebody wants to hear no more of it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record HookProblem(
        @CheckForNull String repository,
        @NonNull String what,
        @CheckForNull Kind kind,
        long since,
        long last,
        int attempts,
        boolean ignored) {

    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /**
     * @param before the problem that the item had already, or null
     */
    static HookProblem of(
            @NonNull Exception failure, @CheckForNull String repository, @CheckForNull HookProblem before) {
        long now = System.currentTimeMillis();
        CodeupException codeups = failure instanceof CodeupException e ? e : null;
        Kind kind = codeups == null ? null : codeups.kind();
        return new HookProblem(
                repository,
                codeups == null ? String.valueOf(failure.getMessage()) : codeups.whatHappened(Locale.getDefault()),
                kind,
                before == null ? now : before.since,
                now,
                before == null ? 1 : before.attempts + 1,
                before != null && before.ignored && before.kind == kind);
    }

    HookProblem toBeIgnored() {
        return new HookProblem(repository, what, kind, since, last, attempts, true);
    }

    /** How long to wait before the next try: twice as long each time, and not for all at the same moment. */
    Duration pause() {
        long doubled = FIRST_WAIT.toMillis() << Math.min(attempts - 1, 10);
        long bounded = Math.min(doubled, LONGEST_WAIT.toMillis());
        return Duration.ofMillis(bounded / 2 + ThreadLocalRandom.current().nextLong(bounded / 2 + 1));
    }
}
