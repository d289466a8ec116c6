package io.jenkins.plugins.codeup.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.webhook.ManyRepositories.Round;
import io.jenkins.plugins.codeup.webhook.ReconcileResult.Outcome;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A webhook that is up to date costs one call and no write, and the connection's limit of concurrent calls holds. */
@Timeout(60)
class ManyRepositoriesTest {

    private static final int REPOSITORIES = 500;
    private static final int CALLS_AT_ONCE = 8;

    @ParameterizedTest
    @EnumSource(names = {"ALIYUN", "YUNXIAO"})
    void anUnchangedRepositoryCostsOneCall(Door door) throws Exception {
        try (ManyRepositories all = new ManyRepositories(door, REPOSITORIES, Duration.ofMillis(5), CALLS_AT_ONCE)) {
            Round first = all.reconcileAll();
            assertEquals(Collections.nCopies(REPOSITORIES, Outcome.CREATED), first.outcomes());
            assertEquals(3 * REPOSITORIES, first.calls(), "a list, the write, and a list to check it");
            Round second = all.reconcileAll();
            assertEquals(Collections.nCopies(REPOSITORIES, Outcome.UNCHANGED), second.outcomes());
            assertEquals(REPOSITORIES, second.calls());
            assertTrue(second.mostAtOnce() <= CALLS_AT_ONCE, second.toString());
            assertTrue(second.mostAtOnce() > 1, second.toString());
            assertEquals(REPOSITORIES, all.withOneHook());
        }
    }
}
