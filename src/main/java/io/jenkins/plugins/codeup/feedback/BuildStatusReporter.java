package io.jenkins.plugins.codeup.feedback;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import hudson.model.listeners.SCMListener;
import hudson.model.queue.QueueListener;
import hudson.scm.SCM;
import hudson.scm.SCMRevisionState;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Reports builds whose item asks for it, as statuses of their commits and in the comment on their merge request: when they
 * wait in the queue, as soon as their revision is known, and when they are completed.
 */
@Extension
@Restricted(NoExternalUse.class)
public class BuildStatusReporter extends RunListener<Run<?, ?>> {

    private static final Logger LOGGER = Logger.getLogger(BuildStatusReporter.class.getName());

    /** Builds that wait no longer are not reported as waiting. Until then the revision of a new head is stored. */
    private static final long QUEUED_MILLIS = TimeUnit.SECONDS.toMillis(1);

    @Override
    public void onStarted(Run<?, ?> run, TaskListener listener) {
        report(run);
    }

    @Override
    public void onCompleted(Run<?, ?> run, @NonNull TaskListener listener) {
        report(run);
        Outbox.get()
                .problemsOf(run.getExternalizableId())
                .forEach(problem -> listener.getLogger().println(Messages.Outbox_problem(problem)));
    }

    /** The first build of a Pipeline knows its revision only when it checks it out. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static class Checkouts extends SCMListener {

        @Override
        public void onCheckout(
                Run<?, ?> build,
                SCM scm,
                FilePath workspace,
                TaskListener listener,
                File changelog,
                SCMRevisionState pollingBaseline) {
            report(build);
        }
    }

    private static void report(Run<?, ?> run) {
        ReportedBuild build = ReportedBuild.of(run);
        if (build == null) {
            return;
        }
        if (build.settings().statuses()) {
            Outbox.get().add(CommitStatusResult.of(run, build));
        }
        if (build.settings().comment() || run.getAction(BuildComment.Addition.class) != null) {
            comment(run, build);
        }
        // of commits that were replaced in the queue
        Outbox.get().endQueued(run.getParent().getFullName());
    }

    /** Writes the comment of a build of a merge request as the build is now. */
    static void comment(@NonNull Run<?, ?> run, @NonNull ReportedBuild build) {
        try {
            CommentResult comment = CommentResult.of(run, build);
            if (comment != null) {
                Outbox.get().add(comment);
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "No comment on the merge request of " + run, e);
        }
    }

    /** Reports builds that wait in the queue, and those that leave it without a build. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static class Queued extends QueueListener {

        @Override
        public void onEnterWaiting(Queue.WaitingItem item) {
            if (item.task instanceof Job<?, ?> job && ReportedBuild.isAtCodeup(job)) {
                long id = item.getId();
                later(() -> report(job, id), QUEUED_MILLIS);
            }
        }

        @Override
        public void onLeft(Queue.LeftItem item) {
            if (item.isCancelled() && item.task instanceof Job<?, ?> job && ReportedBuild.isAtCodeup(job)) {
                // not in this thread, which holds the lock of the queue
                later(() -> Outbox.get().endQueued(job.getFullName()), 0);
            }
        }

        private static void report(Job<?, ?> job, long id) {
            Queue.Item item = Queue.getInstance().getItem(id);
            ReportedBuild build = item == null || item instanceof Queue.LeftItem
                    ? null
                    : ReportedBuild.ofQueued(job, item.getAllActions());
            if (build != null && build.settings().statuses()) {
                Outbox.get().add(CommitStatusResult.ofQueued(build));
            }
        }

        private static void later(Runnable work, long millis) {
            Timer.get()
                    .schedule(
                            () -> {
                                try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
                                    work.run();
                                }
                            },
                            millis,
                            TimeUnit.MILLISECONDS);
        }
    }
}
