package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Cause;
import hudson.model.Executor;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import hudson.model.queue.QueueListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.codeup.delivery.DeliveryEvent;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Predicate;
import jenkins.branch.BranchEventCause;
import jenkins.branch.BranchIndexingCause;
import jenkins.model.CauseOfInterruption;
import jenkins.model.Jenkins;
import jenkins.util.Timer;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;

/**
 * Aborts builds of a merge request that a newer push to it has made useless. What somebody started by hand, a comment
 * included, is never aborted.
 */
@Restricted(NoExternalUse.class)
public final class OlderBuilds {

    private static final int MAX_SEARCHED_BUILDS = 50;
    private static final int SHORT_HASH = 8;

    /** Builds that need not be told a second time. */
    private static final Set<Run<?, ?>> ABORTED =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private OlderBuilds() {}

    /**
     * @return whether events and scans alone started it
     */
    public static boolean isAutomatic(@NonNull List<Cause> causes) {
        return !causes.isEmpty()
                && causes.stream()
                        .allMatch(cause -> cause instanceof BranchIndexingCause
                                || cause instanceof BranchEventCause
                                || cause instanceof CodeupCause codeup
                                        && !DeliveryEvent.NOTE.kind().equals(codeup.getEvent()));
    }

    /**
     * Aborts running builds that nobody started by hand.
     *
     * @param older which of them are of the same merge request and of an older commit
     * @param mergeRequest its number
     * @param commit of the newer push, or null if it is not known
     */
    public static void abort(
            @NonNull Job<?, ?> job,
            @NonNull Predicate<Run<?, ?>> older,
            @NonNull String mergeRequest,
            @CheckForNull String commit) {
        int searched = 0;
        for (Run<?, ?> run : job.getBuilds()) {
            Executor running = run.isBuilding() ? run.getExecutor() : null;
            if (running != null && isAutomatic(run.getCauses()) && older.test(run) && ABORTED.add(run)) {
                running.interrupt(
                        Result.ABORTED, new NewerPush(job.getFullName(), run.getNumber(), "!" + mergeRequest, commit));
            }
            if (++searched == MAX_SEARCHED_BUILDS) {
                return;
            }
        }
    }

    /** Does work that must not hold the lock of the queue. */
    public static void later(@NonNull Runnable work) {
        Timer.get().execute(() -> {
            try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
                work.run();
            }
        });
    }

    /** Aborts builds of jobs whose trigger asks for it. */
    private static void abortOlderThan(Job<?, ?> job, @CheckForNull CodeupBuildAction newer, List<Cause> causes) {
        CodeupTrigger trigger = CodeupTrigger.of(job);
        if (newer == null || trigger == null || !trigger.isAbortOlderBuilds() || !isPush(newer, causes)) {
            return;
        }
        later(() -> {
            for (Queue.Item item : Queue.getInstance().getItems((Queue.Task) job)) {
                if (isAutomatic(item.getCauses()) && isOlder(item.getAction(CodeupBuildAction.class), newer)) {
                    Queue.getInstance().cancel(item);
                }
            }
            abort(
                    job,
                    run -> isOlder(run.getAction(CodeupBuildAction.class), newer),
                    String.valueOf(newer.variable("CODEUP_MERGE_REQUEST_ID")),
                    newer.commit());
        });
    }

    /** A build by hand is no successor of anything. */
    private static boolean isPush(CodeupBuildAction action, List<Cause> causes) {
        return isAutomatic(causes)
                && DeliveryEvent.MERGE_REQUEST.kind().equals(action.variable("CODEUP_EVENT"))
                && action.variable("CODEUP_MERGE_REQUEST_ID") != null;
    }

    /** Whether it is of an older commit of the same merge request. */
    static boolean isOlder(@CheckForNull CodeupBuildAction action, @NonNull CodeupBuildAction newer) {
        return action != null
                && isSame("CODEUP_MERGE_REQUEST_ID", action, newer)
                && isSame("CODEUP_REPOSITORY", action, newer)
                && !Objects.equals(action.commit(), newer.commit())
                && !newer.order().isCertainlyOlderThan(action.order())
                && action.newestDelivery() < newer.newestDelivery();
    }

    private static boolean isSame(String variable, CodeupBuildAction one, CodeupBuildAction other) {
        return Objects.equals(one.variable(variable), other.variable(variable));
    }

    /** The newer build enters the queue. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class Queued extends QueueListener {

        @Override
        public void onEnterWaiting(Queue.WaitingItem item) {
            if (item.task instanceof Job<?, ?> job) {
                abortOlderThan(job, item.getAction(CodeupBuildAction.class), item.getCauses());
            }
        }
    }

    /** The newer build begins; or the older one, which was on its way from the queue when the newer one entered it. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class Started extends RunListener<Run<?, ?>> {

        @Override
        public void onStarted(Run<?, ?> run, TaskListener listener) {
            Job<?, ?> job = run.getParent();
            CodeupTrigger trigger = CodeupTrigger.of(job);
            if (trigger == null || !trigger.isAbortOlderBuilds()) {
                return;
            }
            abortOlderThan(job, run.getAction(CodeupBuildAction.class), run.getCauses());
            for (Queue.Item item : Queue.getInstance().getItems((Queue.Task) job)) {
                abortOlderThan(job, item.getAction(CodeupBuildAction.class), item.getCauses());
            }
        }
    }

    /** Says in a build which newer one it was aborted for. Stored in builds. */
    public static final class NewerPush extends CauseOfInterruption {

        private static final long serialVersionUID = 1;

        private final String job;
        private final int number;
        private final String mergeRequest;
        private final String commit;

        NewerPush(@NonNull String job, int number, @NonNull String mergeRequest, @CheckForNull String commit) {
            this.job = job;
            this.number = number;
            this.mergeRequest = mergeRequest;
            this.commit = commit;
        }

        @Override
        @Exported
        public String getShortDescription() {
            String hash = commit == null ? "" : " (" + commit.substring(0, Math.min(SHORT_HASH, commit.length())) + ")";
            Run<?, ?> successor = successor();
            return successor == null
                    ? Messages.OlderBuilds_aborted(mergeRequest, hash)
                    : Messages.OlderBuilds_abortedFor(mergeRequest, hash, successor.getDisplayName());
        }

        /**
         * @return the build of the newer push; null if it has not begun, or was deleted
         */
        @CheckForNull
        private Run<?, ?> successor() {
            Job<?, ?> found = Jenkins.get().getItemByFullName(job, Job.class);
            Run<?, ?> next = found == null ? null : found.getBuildByNumber(number);
            for (int i = 0; next != null && i < MAX_SEARCHED_BUILDS; i++) {
                next = next.getNextBuild();
                CodeupBuildAction action = next == null ? null : next.getAction(CodeupBuildAction.class);
                // all builds of a merge request's own job are of it
                if (next != null && (action == null ? CodeupTrigger.of(found) == null : isOf(action))) {
                    return next;
                }
            }
            return null;
        }

        private boolean isOf(CodeupBuildAction action) {
            return mergeRequest.equals("!" + action.variable("CODEUP_MERGE_REQUEST_ID"))
                    && Objects.equals(commit, action.commit());
        }
    }
}
