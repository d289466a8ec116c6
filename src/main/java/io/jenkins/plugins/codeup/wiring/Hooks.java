package io.jenkins.plugins.codeup.wiring;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.model.Item;
import hudson.model.listeners.ItemListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.codeup.api.CodeupException.Kind;
import io.jenkins.plugins.codeup.trigger.HookIndex;
import io.jenkins.plugins.codeup.trigger.ItemHook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
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
 */
@Extension
public final class Hooks extends ItemListener {

    private static final Logger LOGGER = Logger.getLogger(Hooks.class.getName());
    private static final String START_DELAY = Hooks.class.getName() + ".startDelaySeconds";
    private static final int USUAL_START_DELAY = 10;

    private final Set<String> named = new LinkedHashSet<>();
    private final Map<Retry, ScheduledFuture<?>> retries = new ConcurrentHashMap<>();
    private final HookQueue queue = new HookQueue(Connections::atOnce, this::work);
    private HookLedger ledger;
    private Thread thread;
    private boolean everything;
    private boolean started;
    private boolean closed;
    private boolean busy;
    private long lastLook;

    /** There is one next try, however many failed. */
    private record Retry(RepositoryKey at, String id) {}

    @NonNull
    public static Hooks get() {
        return ExtensionList.lookupSingleton(Hooks.class);
    }

    /** The item of that name came, changed or went; costs its caller nothing. */
    synchronized void changed(@NonNull String fullName) {
        named.add(fullName);
        wake();
    }

    /** Something changed that may concern all items; what differs from what was done is worked off. */
    synchronized void compareAll() {
        everything = true;
        wake();
    }

    private void wake() {
        if (started && !closed && thread == null) {
            thread = new Thread(this::run, "Codeup hooks");
            thread.setDaemon(true);
            thread.start();
        }
        notifyAll();
    }

    /** Not before Jenkins is up, and then not at once: others have more urgent things to do. */
    @Override
    public void onLoaded() {
        int seconds = SystemProperties.getInteger(START_DELAY, USUAL_START_DELAY);
        Timer.get()
                .schedule(
                        () -> {
                            synchronized (this) {
                                started = true;
                                wake();
                            }
                            lookAtAll(Duration.ZERO);
                        },
                        seconds,
                        TimeUnit.SECONDS);
    }

    @Terminator
    public static void stop() throws InterruptedException {
        get().close();
    }

    private void close() throws InterruptedException {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        queue.close();
    }

    private void run() {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            while (true) {
                Set<String> taken;
                boolean all;
                synchronized (this) {
                    busy = false;
                    notifyAll();
                    while (!closed && named.isEmpty() && !everything) {
                        wait();
                    }
                    if (closed) {
                        return;
                    }
                    busy = true;
                    taken = new LinkedHashSet<>(named);
                    named.clear();
                    all = everything;
                    everything = false;
                }
                taken.forEach(name -> guarded(name, () -> one(name)));
                if (all) {
                    guarded("all items", () -> all(false, Duration.ZERO));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void guarded(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "The Codeup hook of " + what + " can't be looked after", e);
        }
    }

    private void one(String name) {
        Item item = Jenkins.get().getItemByFullName(name);
        if (item != null && isThere(item)) {
            Batch batch = new Batch();
            compare(item, false, batch);
            batch.into(queue, Duration.ZERO);
            return;
        }
        Batch batch = new Batch();
        for (HookRecord record : ledger().all()) {
            if (record.item().equals(name) || record.item().startsWith(name + "/")) {
                compareOrphan(record, batch);
            }
        }
        batch.into(queue, Duration.ZERO);
    }

    /** Looks at every hook, one list call a repository, spread over a time. */
    void lookAtAll(@NonNull Duration spread) {
        synchronized (this) {
            lastLook = System.currentTimeMillis();
        }
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            guarded("all items", () -> all(true, spread));
        }
    }

    private void all(boolean look, Duration spread) {
        Batch batch = new Batch();
        for (Item item : Jenkins.get().allItems(Item.class, HookedItems::anyServes)) {
            guarded(item.getFullName(), () -> compare(item, look, batch));
        }
        ledger().all().forEach(record -> compareOrphan(record, batch));
        batch.into(queue, spread);
    }

    /**
     * @return the item that has the hook of that id, or null if there is none or it is about to go
     */
    @CheckForNull
    static Item item(@NonNull String id) {
        Item item = HookIndex.item(id);
        return item != null && isThere(item) ? item : null;
    }

    /** Who is told of a deletion still finds the item, but no longer its directory. */
    private static boolean isThere(Item item) {
        return item.getRootDir().isDirectory();
    }

    private void compareOrphan(HookRecord record, Batch batch) {
        if (item(record.id()) == null) {
            record.places().forEach(place -> batch.add(place.at(), record.id(), false));
            if (record.places().isEmpty()) {
                ledger().update(record.id(), gone -> null);
            }
        }
    }

    /** Names the repositories where what the item wants and what was done differ; with a look, all that it wants. */
    private void compare(Item item, boolean look, Batch batch) {
        HookChoice choice = HookedItems.choiceOf(item);
        try {
            ItemHook hook = choice == null ? ItemHook.existing(item) : ItemHook.of(item);
            if (hook == null) {
                return;
            }
            if (choice != null && !choice.managed()) {
                ledger().update(hook.id(), forgotten -> null);
                return;
            }
            List<HookWish> wishes = choice == null ? List.of() : HookWishes.of(choice, hook);
            ledger().update(hook.id(), record -> record == null ? null : record.seenAs(item, wishes));
            HookRecord record = ledger().get(hook.id());
            for (HookWish wish : wishes) {
                boolean done = record != null && record.fulfils(wish);
                if (look || !done) {
                    batch.add(wish.at(), hook.id(), done);
                }
            }
            for (HookPlace place : record == null ? List.<HookPlace>of() : record.toBeRemoved(wishes)) {
                Long id = place.repositoryId();
                boolean renamed = Connections.find(place.connection()) == null
                        && id != null
                        && record.isWantedAt(place, id, wishes);
                if (renamed) {
                    ledger().update(hook.id(), one -> one == null ? null : one.without(place::equals));
                } else {
                    batch.add(place.at(), hook.id(), false);
                }
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            noWish(item, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void noWish(Item item, RuntimeException why) {
        try {
            String id = ItemHook.of(item).id();
            ledger().update(id, record -> {
                HookRecord known = record == null ? HookRecord.of(id, item) : record.seenAs(item);
                return known.with(HookProblem.of(why, null, known.problem()));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void work(RepositoryKey at, Set<String> ids, boolean look) {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            // what was wanted is there now: what it takes the place of can go
            for (String id : RepositoryWork.run(ledger(), at, ids, look, this::failed)) {
                HookRecord record = ledger().get(id);
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

    private void failed(String id, RepositoryKey at, Exception failure) {
        ledger().update(id, record -> {
            if (record == null) {
                return null;
            }
            HookProblem problem = HookProblem.of(failure, at.repository(), record.problem());
            // the number may be an old one's, if it is another repository that has the name today
            return problem.kind() == Kind.NOT_FOUND ? record.doubting(at).with(problem) : record.with(problem);
        });
        HookRecord record = ledger().get(id);
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

    /**
     * Looks at an item's hook right now and waits for what comes of it.
     *
     * @return false if that takes longer than these milliseconds
     */
    boolean registerNow(@NonNull Item item, long millis) throws InterruptedException {
        Batch batch = new Batch();
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            compare(item, true, batch);
        }
        batch.into(queue, Duration.ZERO);
        return queue.await(batch.repositories(), millis);
    }

    /** Tries again what failed. */
    void retry(@NonNull HookRecord record) {
        Item item = item(record.id());
        changed(item == null ? record.item() : item.getFullName());
    }

    @NonNull
    synchronized HookLedger ledger() {
        if (ledger == null) {
            ledger = new HookLedger(Jenkins.get().getRootDir().toPath().resolve("codeup-hooks"));
        }
        return ledger;
    }

    @NonNull
    HookQueue queue() {
        return queue;
    }

    /**
     * @return when all hooks were last looked at, in milliseconds, or 0
     */
    synchronized long lastLook() {
        return lastLook;
    }

    /** For tests: whether there is nothing to do, as far as it is known now. */
    synchronized boolean isIdle() {
        return started && named.isEmpty() && !everything && !busy && queue.isIdle();
    }
}
