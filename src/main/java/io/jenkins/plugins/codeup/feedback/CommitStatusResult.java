package io.jenkins.plugins.codeup.feedback;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CommitStatuses;
import io.jenkins.plugins.codeup.client.CommitStatuses.CommitStatus;
import io.jenkins.plugins.codeup.client.CommitStatuses.CommitStatus.State;
import io.jenkins.plugins.codeup.trigger.UnstableAs;
import java.io.IOException;
import java.util.Locale;
import jenkins.model.Jenkins;

/**
 * The status of a commit.
 *
 * @param run the build's externalizable id, or the full name of the job while the build is in the queue
 * @param fork number of the repository that has the commit if that is a fork, or null for the target itself
 * @param context as Codeup gets it
 */
record CommitStatusResult(
        @NonNull String run,
        @NonNull ResultTarget target,
        @CheckForNull Long fork,
        @NonNull String commit,
        @NonNull State state,
        @NonNull String context,
        @CheckForNull String description,
        @CheckForNull String targetUrl)
        implements CodeupResult {

    CommitStatusResult {
        context = CommitStatus.uniquelyCut(context);
    }

    /** The status of a whole build, as it is now. */
    @NonNull
    static CommitStatusResult of(@NonNull Run<?, ?> run, @NonNull ReportedBuild build) {
        Result result = run.isBuilding() ? null : run.getResult();
        String description = result == null
                ? Messages.BuildStatus_running(run.getDisplayName())
                : Messages.BuildStatus_completed(run.getDisplayName(), result, run.getDurationString());
        return new CommitStatusResult(
                run.getExternalizableId(),
                build.target(),
                build.fork(),
                build.commit(),
                state(result, build.settings().unstable()),
                build.context(),
                description,
                url(run.getUrl()));
    }

    /** The status of a build that waits in the queue. */
    @NonNull
    static CommitStatusResult ofQueued(@NonNull ReportedBuild build) {
        return new CommitStatusResult(
                build.job().getFullName(),
                build.target(),
                build.fork(),
                build.commit(),
                State.PENDING,
                build.context(),
                Messages.BuildStatus_queued(),
                url(build.job().getUrl()));
    }

    /**
     * @param path of a page, from the root of Jenkins
     * @return null if the URL of this Jenkins is not set
     */
    @CheckForNull
    static String url(@NonNull String path) {
        String root = Jenkins.get().getRootUrl();
        return root == null ? null : root + path;
    }

    /**
     * @param result null while the build is running
     */
    @NonNull
    static State state(@CheckForNull Result result, @NonNull UnstableAs unstable) {
        if (result == null) {
            return State.PENDING;
        }
        if (result == Result.SUCCESS) {
            return State.SUCCESS;
        }
        if (result == Result.UNSTABLE) {
            return unstable.state();
        }
        return result == Result.FAILURE ? State.FAILURE : State.ERROR;
    }

    @Override
    public String key() {
        return String.join(" ", "status", target.key(), commit, context.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean isFinal() {
        return state != State.PENDING;
    }

    /** Codeup shows the newest status only. */
    @Override
    public boolean isReplacedBy(CodeupResult later) {
        return true;
    }

    @Override
    public CodeupResult ended(Run<?, ?> build) {
        if (isQueued()) {
            return null;
        }
        ReportedBuild reported = build == null ? null : ReportedBuild.of(build);
        if (reported != null && reported.settings().statuses()) {
            CommitStatusResult result = of(build, reported);
            if (result.isFinal() && result.key().equals(key())) {
                return result;
            }
        }
        return with(
                State.ERROR,
                build == null
                        ? Messages.CommitStatusResult_gone()
                        : Messages.CommitStatusResult_unfinished(build.getDisplayName(), build.getResult()));
    }

    /** Whether the build still waits. */
    private boolean isQueued() {
        if (run.contains("#")
                || !(Jenkins.get().getItemByFullName(run) instanceof Job<?, ?> job)
                || !(job instanceof Queue.Task task)) {
            return false;
        }
        return Queue.getInstance().getItems(task).stream()
                .map(item -> ReportedBuild.ofQueued(job, item.getAllActions()))
                .anyMatch(waiting -> waiting != null && waiting.commit().equals(commit));
    }

    @NonNull
    CommitStatusResult with(@NonNull State other, @NonNull String why) {
        return new CommitStatusResult(run, target, fork, commit, other, context, why, targetUrl);
    }

    @Override
    public CodeupResult moved(String oldName, String newName) {
        return new CommitStatusResult(
                CodeupResult.moved(run, oldName, newName),
                target.moved(oldName, newName),
                fork,
                commit,
                state,
                context,
                description,
                targetUrl);
    }

    @Override
    public CodeupClient client() throws IOException {
        return target.client();
    }

    @Override
    public void send(CodeupClient client) throws IOException, InterruptedException {
        CommitStatuses statuses = client.commitStatuses();
        if (statuses == null) {
            return;
        }
        try {
            long number = fork == null ? target.number(client) : fork;
            statuses.create(number, commit, new CommitStatus(state, context, description, targetUrl));
        } catch (CodeupException e) {
            target.forget(e);
            throw e;
        }
    }
}
