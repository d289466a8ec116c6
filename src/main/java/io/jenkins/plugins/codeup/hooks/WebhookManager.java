package io.jenkins.plugins.codeup.hooks;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.init.Terminator;
import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.Items;
import hudson.model.PeriodicWork;
import hudson.model.Saveable;
import hudson.model.listeners.ItemListener;
import hudson.model.listeners.SaveableListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.endpoint.JournalMonitor;
import io.jenkins.plugins.codeup.endpoint.WebhookIndex;
import io.jenkins.plugins.codeup.hooks.ManagedItem.RepositoryKey;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.model.JenkinsLocationConfiguration;
import jenkins.util.AtmostOneTaskExecutor;
import jenkins.util.SystemProperties;
import jenkins.util.Timer;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Keeps the webhooks in Codeup as the configuration of jobs and multibranch projects asks for, in the background.
 *
 * <p>Whoever saves an item only leaves its name here. {@link ItemComparison} compares what the item asks for
 * ({@link DesiredWebhooks}) with what was done for it ({@link WebhookStore}), and puts the repositories where the two
 * differ into the {@link RepositoryQueue}; {@link RepositoryReconciliation} makes the calls to Codeup. Both sides of the
 * comparison are on the disk, so that what is left to do survives a restart and a kill.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class WebhookManager extends ItemListener {

    private static final Logger LOGGER = Logger.getLogger(WebhookManager.class.getName());
    private static final String START_DELAY = WebhookManager.class.getName() + ".startDelaySeconds";
    private static final int DEFAULT_START_DELAY = 10;

    private final WebhookStore store = new WebhookStore(
            Jenkins.get().getRootDir().toPath().resolve("codeup-webhooks"),
            file -> JournalMonitor.get().reportDamage(file, Messages._WebhookStore_damaged()));
    private final RepositoryQueue queue = new RepositoryQueue(this::reconcile);
    private final ItemComparison comparison = new ItemComparison(store, queue);
    private final AtmostOneTaskExecutor<Void> comparer =
            new AtmostOneTaskExecutor<>(Computer.threadPoolForRemoting, this::compare);

    private final CompletableFuture<Void> started = new CompletableFuture<>();
    /** The names of items to compare; guarded by this, as all fields below. */
    private final Set<String> changedItems = new LinkedHashSet<>();

    private boolean allChanged;
    /** Over how long a requested full check is spread, or null if none is requested. */
    private Duration fullCheck;

    private long lastFullCheck;
    private boolean stopped;
    private boolean comparing;

    @NonNull
    static WebhookManager get() {
        return ExtensionList.lookupSingleton(WebhookManager.class);
    }

    /**
     * @param webhookId the id of an {@code ItemWebhook}
     * @return the item that has it, or null if there is none or it is being deleted
     */
    @CheckForNull
    static Item findItem(@NonNull String webhookId) {
        Item item = WebhookIndex.item(webhookId);
        return item != null && isPresent(item) ? item : null;
    }

    /** Listeners of a deletion still find the item, but no longer its configuration. */
    static boolean isPresent(@NonNull Item item) {
        return Items.getConfigFile(item).exists();
    }

    /** Starts when Jenkins has had a moment for more urgent things. */
    @Override
    public void onLoaded() {
        int seconds = SystemProperties.getInteger(START_DELAY, DEFAULT_START_DELAY);
        Timer.get().schedule(this::start, seconds, TimeUnit.SECONDS);
    }

    private synchronized void start() {
        started.complete(null);
        checkAll(Duration.ZERO);
    }

    @Terminator
    public static void stop() throws InterruptedException {
        WebhookManager manager = get();
        synchronized (manager) {
            manager.stopped = true;
        }
        manager.queue.close();
    }

    @Override
    public void onCreated(Item item) {
        saved(item);
    }

    @Override
    public void onUpdated(Item item) {
        saved(item);
    }

    @Override
    public void onLocationChanged(Item item, String oldName, String newName) {
        if (DesiredWebhooks.mayHaveSome(item)) {
            changed(oldName);
            changed(newName);
        }
    }

    /** Of any kind of item: a folder may have had jobs with webhooks. */
    @Override
    public void onDeleted(Item item) {
        changed(item.getFullName());
    }

    private void saved(Item item) {
        if (DesiredWebhooks.mayHaveSome(item)) {
            changed(item.getFullName());
        }
    }

    /** Has the item of that name compared, which may be new, changed or gone. Returns at once. */
    synchronized void changed(@NonNull String fullName) {
        changedItems.add(fullName);
        submit();
    }

    /** Has all items compared, after a change that may concern any of them. Returns at once. */
    synchronized void allChanged() {
        allChanged = true;
        submit();
    }

    /**
     * Has all webhooks checked, one list call a repository, and repaired. Returns at once.
     *
     * @param spread the time over which these calls are spread
     */
    synchronized void checkAll(@NonNull Duration spread) {
        lastFullCheck = System.currentTimeMillis();
        fullCheck = fullCheck == null || spread.compareTo(fullCheck) < 0 ? spread : fullCheck;
        submit();
    }

    private void submit() {
        if (started.isDone() && !stopped) {
            comparer.submit();
        }
    }

    private Void compare() {
        Set<String> names;
        boolean all;
        Duration check;
        synchronized (this) {
            if (stopped) {
                return null;
            }
            comparing = true;
            names = new LinkedHashSet<>(changedItems);
            changedItems.clear();
            all = allChanged;
            allChanged = false;
            check = fullCheck;
            fullCheck = null;
        }
        try {
            names.forEach(comparison::one);
            if (check != null) {
                comparison.all(true, check);
            } else if (all) {
                comparison.all(false, Duration.ZERO);
            }
        } finally {
            synchronized (this) {
                comparing = false;
            }
        }
        return null;
    }

    /**
     * Checks and repairs an item's webhooks now, and waits for the result.
     *
     * @return false if that takes longer than the time-out; it then goes on in the background
     */
    boolean checkNow(@NonNull Item item, @NonNull Duration timeout) throws InterruptedException {
        Future<?> done;
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            done = comparison.check(item);
        }
        try {
            done.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Tries again what failed for an item. Returns at once. */
    void retry(@NonNull ManagedItem managed) {
        Item item = findItem(managed.id());
        changed(item == null ? managed.item() : item.getFullName());
    }

    private void reconcile(RepositoryKey repository, Set<String> ids, boolean check) {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            // a webhook that was replaced can go now that the new one is there, perhaps in another repository
            for (String id : new RepositoryReconciliation(store, queue, repository).run(ids, check)) {
                ManagedItem managed = store.get(id);
                if (managed != null && managed.webhooks().size() > 1) {
                    changed(managed.item());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // a file that is being written when Jenkins stops stays as it was
            boolean stopping = e.getCause() instanceof ClosedByInterruptException;
            LOGGER.log(
                    stopping ? Level.FINE : Level.WARNING,
                    "The Codeup webhooks of repository " + repository.repository() + " could not be reconciled",
                    e);
        }
    }

    @NonNull
    WebhookStore store() {
        return store;
    }

    @NonNull
    RepositoryQueue queue() {
        return queue;
    }

    /**
     * @return when the last full check began, in milliseconds since 1970; 0 if there was none since Jenkins started
     */
    synchronized long lastFullCheck() {
        return lastFullCheck;
    }

    /** Items become work, and work changed items: both are read at one moment. */
    private synchronized boolean isIdle() {
        return changedItems.isEmpty() && !allChanged && fullCheck == null && !comparing && queue.isIdle();
    }

    /** For tests: waits until nothing is left to do, apart from what is scheduled for later. */
    void awaitIdle() throws InterruptedException, ExecutionException {
        started.get();
        while (!isIdle()) {
            comparer.submit().get();
            queue.current().get();
        }
    }

    /** Saved items and configurations. A Pipeline that sets its own properties is noticed only here. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class SaveListener extends SaveableListener {

        @Override
        public void onChange(Saveable saved, XmlFile file) {
            if (saved instanceof Item item) {
                get().saved(item);
            } else if (saved instanceof JenkinsLocationConfiguration
                    || saved instanceof CodeupConfiguration
                    || saved instanceof SystemCredentialsProvider) {
                get().allChanged();
            }
        }
    }

    /** Checks all webhooks when the configured interval is over. The calls are spread over half of it. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class PeriodicCheck extends PeriodicWork {

        @Override
        public long getRecurrencePeriod() {
            return MIN;
        }

        @Override
        protected void doRun() {
            long last = get().lastFullCheck();
            Duration interval = Duration.ofMinutes(CodeupConfiguration.get().getCheckIntervalMinutes());
            boolean due = last > 0 && System.currentTimeMillis() - last >= interval.toMillis();
            if (due && !interval.isZero()) {
                get().checkAll(interval.dividedBy(2));
            }
        }
    }
}
