package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.XmlFile;
import hudson.model.AbstractBuild;
import hudson.model.Action;
import hudson.model.Actionable;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Computer;
import hudson.model.Executor;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.Saveable;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import hudson.model.listeners.SaveableListener;
import hudson.model.queue.CauseOfBlockage;
import hudson.model.queue.QueueListener;
import hudson.model.queue.QueueTaskDispatcher;
import hudson.model.queue.WorkUnit;
import java.io.File;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.branch.MultiBranchProject;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Finds the builds of deliveries in Jenkins's queue, at work and on the disk, and tells the {@link DeliveryQueue} when a
 * build has begun. A build has begun when its {@code build.xml} names the delivery: it then exists after a crash.
 */
@Restricted(NoExternalUse.class)
public final class DeliveryBuilds {

    private static final Logger LOGGER = Logger.getLogger(DeliveryBuilds.class.getName());
    /** Clocks of builds and deliveries are the same, but a build's time is taken before it is in the queue's record. */
    private static final long CLOCK_TOLERANCE_MILLIS = 2_000;

    private DeliveryBuilds() {}

    /** An action or cause of a build that names the deliveries that it is made for. */
    @Restricted(NoExternalUse.class)
    public interface Source {

        /**
         * @return ids of {@link AcceptedDelivery}, several if they were folded into one build
         */
        @NonNull
        Collection<String> deliveries();
    }

    /**
     * @return the ids of the deliveries that the actions name
     */
    @NonNull
    static Set<String> ids(@NonNull List<? extends Action> actions) {
        Set<String> ids = new HashSet<>();
        for (Action action : actions) {
            if (action instanceof Source source) {
                ids.addAll(source.deliveries());
            }
            if (action instanceof CauseAction causes) {
                for (Cause cause : causes.getCauses()) {
                    if (cause instanceof Source source) {
                        ids.addAll(source.deliveries());
                    }
                }
            }
        }
        return ids;
    }

    private static Set<String> ids(Actionable actionable) {
        return ids(actionable.getActions());
    }

    /**
     * @return the ids of deliveries whose builds are in the queue or at work
     */
    @NonNull
    public static Set<String> inQueueOrAtWork() {
        Set<String> ids = new HashSet<>();
        // between the queue and an executor a build is in neither for those who do not hold the lock
        Queue.withLock(() -> {
            for (Queue.Item item : Queue.getInstance().getItems()) {
                ids.addAll(ids(item));
            }
            for (Computer computer : Jenkins.get().getComputers()) {
                Stream.concat(computer.getExecutors().stream(), computer.getOneOffExecutors().stream())
                        .map(Executor::getCurrentWorkUnit)
                        .forEach(work -> ids.addAll(ids(work)));
            }
        });
        return ids;
    }

    /**
     * @return whether a build of the job is in the queue; if not, its builds show what has left the queue
     */
    public static boolean isInQueue(@NonNull Job<?, ?> job) {
        AtomicBoolean found = new AtomicBoolean();
        // which Jenkins holds until the build that leaves the queue exists
        Queue.withLock(() -> found.set(Queue.getInstance().contains((Queue.Task) job)));
        return found.get();
    }

    private static Set<String> ids(WorkUnit work) {
        return work == null || work.context == null ? Set.of() : ids(work.context.actions);
    }

    /**
     * Looks for builds on the disk, the newest first.
     *
     * @param item a job, or a multibranch project for the builds of its branches
     * @param wanted ids of deliveries
     * @param since when the oldest of them was received
     * @return the build of each delivery that has one
     */
    @NonNull
    static Map<String, Run<?, ?>> find(@NonNull Item item, @NonNull Set<String> wanted, long since) {
        Map<String, Run<?, ?>> found = new HashMap<>();
        if (item instanceof MultiBranchProject<?, ?> project) {
            project.getItems().forEach(branch -> findInJob(branch, wanted, since, found));
        } else if (item instanceof Job<?, ?> job) {
            findInJob(job, wanted, since, found);
        }
        return found;
    }

    private static void findInJob(Job<?, ?> job, Set<String> wanted, long since, Map<String, Run<?, ?>> found) {
        for (Run<?, ?> run : job.getBuilds()) {
            if (run.getTimeInMillis() < since - CLOCK_TOLERANCE_MILLIS || found.size() == wanted.size()) {
                return;
            }
            Set<String> ids = ids(run);
            ids.retainAll(wanted);
            if (!ids.isEmpty() && (hasBegun(run) || run.getExecutor() != null)) {
                ids.forEach(id -> found.put(id, run));
            } else if (!ids.isEmpty()) {
                discard(run);
            }
        }
    }

    /**
     * Whether a build is a Pipeline that never goes on, although it counts as building for ever: Jenkins was killed between
     * the first checkout, which saves it, and its first step.
     */
    public static boolean isLost(@NonNull Run<?, ?> run) {
        return run instanceof WorkflowRun pipeline
                && pipeline.isBuilding()
                && pipeline.getExecution() == null
                && pipeline.getExecutor() == null;
    }

    /** A Pipeline whose first step had not begun when Jenkins was killed: it is built anew. */
    private static void discard(Run<?, ?> run) {
        try {
            LOGGER.log(Level.INFO, "{0} ended before its first step and is built again", run);
            if (isLost(run)) {
                run.setResult(Result.NOT_BUILT); // what counts as building can't be deleted
            }
            run.delete();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, run + " can't be deleted", e);
        }
    }

    /** Other than builds of projects, a Pipeline is first saved without its program: it would not go on after a crash. */
    private static boolean hasBegun(Run<?, ?> run) {
        if (run instanceof AbstractBuild) {
            return true;
        }
        try {
            return new XmlFile(new File(run.getRootDir(), "build.xml"))
                    .asString()
                    .contains("<execution ");
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "No build.xml yet", e);
            return false;
        }
    }

    /**
     * Removes from the queue what Jenkins saved before it was killed but had begun meanwhile: it would be built twice.
     */
    static void cancelBegun() {
        for (Queue.Item item : Queue.getInstance().getItems()) {
            Set<String> ids = ids(item);
            if (!ids.isEmpty()
                    && item.task instanceof Job<?, ?> job
                    && !find(job, ids, item.getInQueueSince()).isEmpty()) {
                LOGGER.log(Level.INFO, "{0} has begun before Jenkins was stopped, and leaves the queue", item);
                Queue.getInstance().cancel(item);
            }
        }
    }

    /** Makes a build of a project exist on the disk when it begins; Jenkins itself saves it at its end. */
    @Extension(ordinal = 1000)
    @Restricted(NoExternalUse.class)
    public static final class Beginning extends RunListener<AbstractBuild<?, ?>> {

        @Override
        public void onStarted(AbstractBuild<?, ?> build, TaskListener listener) {
            if (!ids(build).isEmpty()) {
                try {
                    build.save();
                } catch (IOException e) {
                    LOGGER.log(Level.WARNING, build + " can't be saved", e);
                }
            }
        }
    }

    /** Ends deliveries whose build is on the disk. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class Saved extends SaveableListener {

        @Override
        public void onChange(Saveable saved, XmlFile file) {
            if (saved instanceof Run<?, ?> run) {
                Set<String> ids = ids(run);
                DeliveryQueue queue = DeliveryQueue.get();
                // Jenkins gives a result to a Pipeline that a crash ended before its first step, when it is loaded
                if (queue.isAnyOpen(ids) && (hasBegun(run) || run.getResult() != null && queue.isReady())) {
                    queue.begun(ids, run);
                }
            }
        }
    }

    /** Ends deliveries whose build was removed from the queue, by a person or with its job. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class Cancelled extends QueueListener {

        @Override
        public void onLeft(Queue.LeftItem item) {
            if (item.isCancelled()) {
                DeliveryQueue.get().cancelled(ids(item));
            }
        }
    }

    /** Holds builds for deliveries back until it is known which of them had begun before Jenkins was stopped. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class Gate extends QueueTaskDispatcher {

        @Override
        public CauseOfBlockage canRun(Queue.Item item) {
            return DeliveryQueue.get().isReady() || ids(item).isEmpty()
                    ? null
                    : CauseOfBlockage.fromMessage(Messages._DeliveryBuilds_starting());
        }
    }
}
