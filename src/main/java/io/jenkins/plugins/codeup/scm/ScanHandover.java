package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Cause;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import jenkins.branch.BranchIndexingCause;
import jenkins.branch.MultiBranchProject;
import jenkins.branch.OrganizationFolder;
import jenkins.scm.api.SCMSourceOwner;

/**
 * Hands over what the scan of an organization folder has read of a repository to the scan of its project. Branch API
 * starts that one right after the folder's look, and it would read the same lists again. No other scan takes it: not one
 * that a person or a schedule starts, none after an event of the repository, none after two minutes. Thread-safe.
 */
final class ScanHandover {

    static final Duration MAX_AGE = Duration.ofMinutes(2);

    /** When sources had their last events, the oldest first. By the sources' ids, as a folder's scan replaces sources. */
    private static final Map<String, Long> EVENTS = new LinkedHashMap<>();

    private AtomicReference<String> path = new AtomicReference<>();
    private RepositoryScan read;
    private long begun;
    /** Whether the project's scan was here. */
    private boolean taken;

    /**
     * @param shared as for a new {@link RepositoryScan}: the scans of a folder search all repositories for the same file
     */
    synchronized void searchFor(@NonNull AtomicReference<String> shared) {
        path = shared;
    }

    /**
     * @return the folder's scan of the repository, of which its own and the project's scan go on; null if it is too late to
     *     read ahead
     */
    @CheckForNull
    synchronized RepositoryScan ahead(@NonNull ApiRepository opened, @NonNull String connection) {
        if (taken) {
            return null;
        }
        if (read == null) {
            read = new RepositoryScan(opened, connection, path);
            begun = System.nanoTime();
        }
        return read.with(opened);
    }

    /**
     * @return a full scan of the repository, which goes on with what the folder's scan has read if it may
     */
    @NonNull
    RepositoryScan begin(@NonNull CodeupSCMSource source, @NonNull ApiRepository opened) {
        String connection = String.valueOf(source.getConnection());
        SCMSourceOwner owner = source.getOwner();
        RepositoryScan left = null;
        if (owner instanceof OrganizationFolder) {
            left = ahead(opened, connection);
        } else if (owner instanceof MultiBranchProject<?, ?> project) {
            RepositoryScan fresh = take(source.getId());
            left = followsFolder(project) ? fresh : null;
        }
        return left == null ? new RepositoryScan(opened, connection, new AtomicReference<>()) : left.with(opened);
    }

    @CheckForNull
    private synchronized RepositoryScan take(String sourceId) {
        RepositoryScan left = read;
        read = null;
        taken = true;
        boolean fresh = System.nanoTime() - begun < MAX_AGE.toNanos() && !hadEventSince(sourceId, begun);
        return fresh ? left : null;
    }

    /** Whether nothing but a folder or a saved configuration started the scan that the project runs now. */
    private static boolean followsFolder(MultiBranchProject<?, ?> project) {
        List<Cause> causes = project.getComputation().getCauses();
        return !causes.isEmpty() && causes.stream().allMatch(BranchIndexingCause.class::isInstance);
    }

    /** What was read before is out of date. */
    static void event(@NonNull String sourceId) {
        long now = System.nanoTime();
        synchronized (EVENTS) {
            EVENTS.remove(sourceId);
            EVENTS.put(sourceId, now);
            Iterator<Long> oldest = EVENTS.values().iterator();
            while (now - oldest.next() > MAX_AGE.toNanos()) {
                oldest.remove();
            }
        }
    }

    private static boolean hadEventSince(String sourceId, long begun) {
        synchronized (EVENTS) {
            Long last = EVENTS.get(sourceId);
            return last != null && last - begun >= 0;
        }
    }

    /** Frees the memory; what no scan took until now, none will. */
    synchronized void forget() {
        read = null;
        taken = true;
    }
}
