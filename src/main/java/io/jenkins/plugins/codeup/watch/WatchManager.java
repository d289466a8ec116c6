package io.jenkins.plugins.codeup.watch;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.model.Computer;
import hudson.model.PeriodicWork;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.connection.CodeupClients;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.watch.WatchedItems.Wish;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.AtmostOneTaskExecutor;
import jenkins.util.SystemProperties;
import jenkins.util.Timer;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Asks Codeup once a minute what has changed, for connections that watch, and makes deliveries of it: as a webhook would,
 * without an inbound port. Each organization has an {@link OrganizationWatch}, whose rounds run in the background.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class WatchManager extends PeriodicWork {

    private static final Logger LOGGER = Logger.getLogger(WatchManager.class.getName());
    /** System property: seconds between two rounds. */
    private static final String SECONDS = WatchManager.class.getName() + ".seconds";

    private static final int DEFAULT_SECONDS = 60;
    /** When Jenkins has had a moment for more urgent things. */
    private static final long START_DELAY_MILLIS = TimeUnit.SECONDS.toMillis(10);

    /** A new item is soon watched: what was pushed before is not built. */
    private static final long SOON_SECONDS = 2;

    /** Repositories of an organization that are read at the same time; the connection's limit holds besides. */
    private static final int THREADS = 4;

    private final Map<OrganizationKey, Watching> organizations = new HashMap<>();
    private boolean soon;
    private volatile boolean stopped;
    /** Whether rounds begin by themselves. Tests change it. */
    volatile boolean automatic = true;

    /** An organization's watch and the thread that runs it. */
    private static final class Watching {
        private final OrganizationWatch watch;
        private final ExecutorService checks;
        private final AtmostOneTaskExecutor<Void> executor;
        private volatile List<Wish> wishes = List.of();

        Watching(OrganizationKey key) {
            checks = Executors.newFixedThreadPool(
                    THREADS, new NamingThreadFactory(new DaemonThreadFactory(), "Codeup watch"));
            watch = new OrganizationWatch(
                    key, new WatchStore(Jenkins.get().getRootDir().toPath(), key), checks, new FolderWatch(key));
            executor = new AtmostOneTaskExecutor<>(Computer.threadPoolForRemoting, () -> {
                run(key, watch, wishes);
                return null;
            });
        }
    }

    @NonNull
    static WatchManager get() {
        return ExtensionList.lookupSingleton(WatchManager.class);
    }

    @Override
    public long getRecurrencePeriod() {
        return TimeUnit.SECONDS.toMillis(SystemProperties.getInteger(SECONDS, DEFAULT_SECONDS));
    }

    @Override
    public long getInitialDelay() {
        return START_DELAY_MILLIS;
    }

    @Override
    protected void doRun() {
        if (automatic) {
            begin();
        }
    }

    /** Begins a round in a moment: an item is new or changed. */
    synchronized void soon() {
        if (!soon && !stopped) {
            soon = true;
            Timer.get()
                    .schedule(
                            () -> {
                                synchronized (this) {
                                    soon = false;
                                }
                                doRun();
                            },
                            SOON_SECONDS,
                            TimeUnit.SECONDS);
        }
    }

    /**
     * Begins a round of each organization, after the one that runs.
     *
     * @return their ends
     */
    @NonNull
    List<Future<Void>> begin() {
        if (stopped) {
            return List.of();
        }
        Map<OrganizationKey, List<Wish>> all = new HashMap<>(WatchedItems.get().byOrganization());
        FolderWatch.organizations().forEach(key -> all.putIfAbsent(key, List.of()));
        List<Future<Void>> rounds = new ArrayList<>();
        synchronized (this) {
            Iterator<Map.Entry<OrganizationKey, Watching>> known =
                    organizations.entrySet().iterator();
            while (known.hasNext()) {
                Map.Entry<OrganizationKey, Watching> one = known.next();
                if (!all.containsKey(one.getKey())) {
                    end(one.getValue());
                    known.remove();
                }
            }
            all.forEach((key, wishes) -> {
                Watching watching = organizations.computeIfAbsent(key, Watching::new);
                watching.wishes = wishes;
                rounds.add(watching.executor.submit());
            });
        }
        return rounds;
    }

    /** What is not watched any more begins anew when it is watched again. */
    private static void end(Watching watching) {
        watching.checks.shutdownNow();
        try {
            watching.watch.store().delete();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "What the Codeup watch remembers can't be deleted", e);
        }
    }

    private static void run(OrganizationKey key, OrganizationWatch watch, List<Wish> wishes)
            throws InterruptedException {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            CodeupConnection connection = CodeupConfiguration.get().connection(key.connection());
            CodeupClient client = CodeupClients.forWatch(connection, key.organizationId());
            watch.run(client, wishes, Duration.ofMinutes(connection.getWatchMinutes()));
        } catch (IllegalArgumentException e) {
            watch.status().fail(locale -> e.getMessage());
            LOGGER.log(Level.FINE, "The Codeup watch of " + key + " has a wrong setting", e);
        } catch (CodeupException e) {
            LOGGER.log(Level.WARNING, "The Codeup watch of " + key + " failed and goes on with the next round", e);
        } catch (IOException | RuntimeException e) {
            watch.status().fail(locale -> e.toString());
            LOGGER.log(Level.WARNING, "The Codeup watch of " + key + " failed and goes on with the next round", e);
        }
    }

    /**
     * @return how the watch of an organization goes, or null if it has not begun
     */
    @CheckForNull
    synchronized OrganizationWatch find(@NonNull OrganizationKey key) {
        Watching watching = organizations.get(key);
        return watching == null ? null : watching.watch;
    }

    @NonNull
    synchronized Map<OrganizationKey, WatchStatus> statuses() {
        Map<OrganizationKey, WatchStatus> all = new HashMap<>();
        organizations.forEach((key, watching) -> all.put(key, watching.watch.status()));
        return all;
    }

    /** For tests: runs a round of each organization to its end. */
    void runNow() throws InterruptedException, ExecutionException {
        for (Future<Void> round : begin()) {
            round.get();
        }
    }

    /** Begins no more rounds. What a round has not delivered yet is found again after the next start. */
    @Terminator
    public static void stop() {
        WatchManager manager = get();
        manager.stopped = true;
        synchronized (manager) {
            manager.organizations.values().forEach(watching -> watching.checks.shutdownNow());
        }
    }
}
