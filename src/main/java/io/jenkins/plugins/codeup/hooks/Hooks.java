package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.model.Item;
import hudson.model.listeners.ItemListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.SystemProperties;
import jenkins.util.Timer;

/**
 * Hooks follow items: what the items say, as they are saved, is compared with the ledger of what was done, and the
 * difference is worked off in the background. That difference is the queue: it survives a restart and a kill, as both
 * its sides are on the disk before anybody waits for anything. Who saves an item does no more than leave its name here.
 *
 * <p>The way is {@link ChangedItems}, {@link HookComparison}, {@link HookQueue}, {@link RepositoryWork},
 * {@link WebhookStore}; what fails goes to {@link HookFailures}. Here they are put together, started and stopped.
 */
@Extension
public final class Hooks extends ItemListener {

    private static final Logger LOGGER = Logger.getLogger(Hooks.class.getName());
    private static final String START_DELAY = Hooks.class.getName() + ".startDelaySeconds";
    private static final int USUAL_START_DELAY = 10;

    private final WebhookStore ledger =
            new WebhookStore(Jenkins.get().getRootDir().toPath().resolve("codeup-webhooks"));
    private final HookQueue queue = new HookQueue(Connections::atOnce, this::work);
    private final HookFailures failures = new HookFailures(ledger, queue);
    private final HookComparison comparison = new HookComparison(ledger, failures, queue);
    private final ChangedItems changes = new ChangedItems(comparison);
    private volatile long lastLook;

    @NonNull
    public static Hooks get() {
        return ExtensionList.lookupSingleton(Hooks.class);
    }

    /** Not before Jenkins is up, and then not at once: others have more urgent things to do. */
    @Override
    public void onLoaded() {
        int seconds = SystemProperties.getInteger(START_DELAY, USUAL_START_DELAY);
        Timer.get()
                .schedule(
                        () -> {
                            changes.start();
                            lookAtAll(Duration.ZERO);
                        },
                        seconds,
                        TimeUnit.SECONDS);
    }

    @Terminator
    public static void stop() throws InterruptedException {
        Hooks hooks = get();
        hooks.changes.close();
        hooks.queue.close();
    }

    /** The item of that name came, changed or went; costs its caller nothing. */
    void changed(@NonNull String fullName) {
        changes.add(fullName);
    }

    /** Something changed that may concern all items; what differs from what was done is worked off. */
    void compareAll() {
        changes.addAll();
    }

    /** Looks at every hook, one list call a repository, spread over a time. */
    void lookAtAll(@NonNull Duration spread) {
        lastLook = System.currentTimeMillis();
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            comparison.all(true, spread);
        }
    }

    /**
     * Looks at an item's hook right now and waits for what comes of it.
     *
     * @return false if that takes longer than these milliseconds
     */
    boolean registerNow(@NonNull Item item, long millis) throws InterruptedException {
        Set<RepositoryKey> concerned;
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            concerned = comparison.withLook(item);
        }
        return queue.await(concerned, millis);
    }

    /** Tries again what failed. */
    void retry(@NonNull HookRecord record) {
        Item item = PresentItems.find(record.id());
        changed(item == null ? record.item() : item.getFullName());
    }

    private void work(RepositoryKey at, Set<String> ids, boolean look) {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            // what was wanted is there now: what it takes the place of can go
            for (String id : RepositoryWork.run(ledger, at, ids, look, failures)) {
                HookRecord record = ledger.get(id);
                if (record != null && record.places().size() > 1) {
                    changed(record.item());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // a file that is being written when Jenkins stops is as it was before
            boolean interrupted = e.getCause() instanceof ClosedByInterruptException;
            LOGGER.log(
                    interrupted ? Level.FINE : Level.WARNING,
                    "The Codeup hooks of " + at + " can't be looked after",
                    e);
        }
    }

    @NonNull
    WebhookStore ledger() {
        return ledger;
    }

    @NonNull
    HookQueue queue() {
        return queue;
    }

    /**
     * @return when all hooks were last looked at, in milliseconds, or 0
     */
    long lastLook() {
        return lastLook;
    }

    /** For tests: how many failures wait for another try. */
    int retries() {
        return failures.retries();
    }

    /** For tests: whether there is nothing to do, as far as it is known now. */
    boolean isIdle() {
        // names become work and work leaves names: neither may pass unseen between the two looks
        synchronized (changes) {
            return changes.isIdle() && queue.isIdle();
        }
    }
}
