package io.jenkins.plugins.codeup.hooks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/** The {@link WebhookManager} at rest. */
public final class Idle {

    private Idle() {}

    /** Waits until it has started, and has nothing left to do. */
    public static void await() throws InterruptedException {
        try {
            WebhookManager.get().awaitIdle();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** The only webhook in Codeup, at rest and without problems. */
    static HookSettings onlyWebhook(SimulatedCodeup codeup) throws Exception {
        await();
        assertEquals(List.of(), problems());
        return codeup.hookSettings();
    }

    static void assertWebhooks(SimulatedCodeup codeup, int number) throws Exception {
        await();
        assertEquals(
                number, codeup.simulator().hooks(SimulatedCodeup.REPOSITORY_ID).size());
    }

    /** What keeps webhooks from being up to date, one text an item. */
    private static List<String> problems() {
        return WebhookManager.get().store().all().stream()
                .filter(managed -> managed.problem() != null)
                .map(managed -> managed.item() + ": " + managed.problem().describe(Locale.ENGLISH))
                .toList();
    }

    /** As if no webhook had ever been managed: none is removed in Codeup when its item is deleted. */
    public static void forgetWebhooks() throws InterruptedException {
        await();
        WebhookStore store = WebhookManager.get().store();
        store.all().forEach(managed -> store.update(managed.id(), forgotten -> null));
    }
}
