package io.jenkins.plugins.codeup.hooks;

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

    /** What keeps webhooks from being up to date, one text an item. */
    static List<String> problems() {
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
