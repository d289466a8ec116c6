package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.endpoint.AcceptedDelivery;
import io.jenkins.plugins.codeup.endpoint.BackgroundThreads;
import io.jenkins.plugins.codeup.endpoint.DeliveryBuilds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import jenkins.util.Timer;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Processes events of branches, tags and merge requests in a few threads, and tells their deliveries the result. Events
 * of one head are processed one after the other; those that wait meanwhile are folded into the newest. Scm-api's own
 * executor has no limit and forgets at a stop what waits in it.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class HeadEvents {

    private static final int THREADS = 10;
    private static final int MAX_DELIVERIES_OF_PROJECT = 200;
    /** For how long calls to Codeup that fail are tried again. */
    private static final long GIVE_UP_AFTER_MILLIS = TimeUnit.HOURS.toMillis(3);

    private static final long MAX_PAUSE_MILLIS = TimeUnit.MINUTES.toMillis(5);
    /** Tests shorten it. */
    static long firstPauseMillis = TimeUnit.SECONDS.toMillis(5);

    private final ExecutorService executor = BackgroundThreads.create("Codeup head event", THREADS);

    /** Events that wait or are processed, by project and head. */
    private final Map<Key, Waiting> heads = new LinkedHashMap<>();

    private final Map<String, Integer> deliveriesOfProject = new LinkedHashMap<>();

    private record Key(String project, String head) {}

    private static final class Waiting {
        HeadEvent newest;
        List<AcceptedDelivery> deliveries = new ArrayList<>();
        /** How often the calls to Codeup failed, and since when. */
        int failures;

        long failing;
    }

    @NonNull
    static HeadEvents get() {
        return ExtensionList.lookupSingleton(HeadEvents.class);
    }

    /**
     * @param project a full name
     * @return how many more deliveries the project can have here
     */
    synchronized int room(@NonNull String project) {
        return MAX_DELIVERIES_OF_PROJECT - deliveriesOfProject.getOrDefault(project, 0);
    }

    /**
     * Processes an event later, or with a newer one of the same head.
     *
     * @param project a full name
     */
    synchronized void add(@NonNull String project, @NonNull HeadEvent event, @NonNull AcceptedDelivery delivery) {
        Key key = new Key(project, event.foldKey());
        Waiting waiting = heads.get(key);
        if (waiting == null) {
            waiting = new Waiting();
            heads.put(key, waiting);
            executor.execute(() -> process(key));
        }
        if (waiting.newest != null || delivery.isRepeated()) {
            event.makeUpdate();
        }
        waiting.newest = event;
        waiting.deliveries.add(delivery);
        deliveriesOfProject.merge(project, 1, Integer::sum);
    }

    private void process(Key key) {
        Waiting now;
        synchronized (this) {
            now = heads.put(key, new Waiting());
        }
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            if (!isProcessed(key.project, now)) {
                processLater(key, now);
                return;
            }
        } catch (RuntimeException | LinkageError e) {
            now.deliveries.forEach(delivery -> delivery.failed(e));
        }
        synchronized (this) {
            int size = now.deliveries.size();
            deliveriesOfProject.computeIfPresent(key.project, (name, count) -> count > size ? count - size : null);
            if (heads.get(key).deliveries.isEmpty()) {
                heads.remove(key);
            } else {
                executor.execute(() -> process(key));
            }
        }
    }

    /** Calls to Codeup failed: the event is processed again after a pause, or the newest one that has come until then. */
    private synchronized void processLater(Key key, Waiting failed) {
        Waiting waiting = heads.get(key);
        if (waiting.newest == null) {
            waiting.newest = failed.newest;
        }
        waiting.newest.makeUpdate();
        waiting.deliveries.addAll(0, failed.deliveries);
        waiting.failing = failed.failures == 0 ? System.currentTimeMillis() : failed.failing;
        waiting.failures = failed.failures + 1;
        long pause = Math.min(MAX_PAUSE_MILLIS, firstPauseMillis << Math.min(failed.failures, 20));
        Timer.get().schedule(() -> executor.execute(() -> process(key)), pause, TimeUnit.MILLISECONDS);
    }

    /**
     * @return false if it has to be tried again
     */
    private static boolean isProcessed(String project, Waiting now) {
        HeadEvent event = now.newest;
        List<String> ids = now.deliveries.stream().map(AcceptedDelivery::id).toList();
        event.process(ids);
        CodeupException problem = event.problem();
        if (problem != null) {
            boolean givesUp = now.failures > 0 && System.currentTimeMillis() - now.failing > GIVE_UP_AFTER_MILLIS;
            if (!givesUp) {
                return false;
            }
            now.deliveries.forEach(delivery -> delivery.failed(problem));
            return true;
        }
        if (now.deliveries.stream().anyMatch(AcceptedDelivery::isRepeated)) {
            LostRevisions.schedule(project, event, ids);
        }
        Set<String> scheduled = DeliveryBuilds.inQueueOrAtWork();
        for (AcceptedDelivery delivery : now.deliveries) {
            if (scheduled.contains(delivery.id())) {
                delivery.scheduled(event.result());
            } else {
                delivery.decided(event.result());
            }
        }
        return true;
    }
}
