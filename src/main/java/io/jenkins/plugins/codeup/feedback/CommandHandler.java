package io.jenkins.plugins.codeup.feedback;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.CauseAction;
import hudson.model.Executor;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.ParametersAction;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.codeup.client.RepositoryMembers.Role;
import io.jenkins.plugins.codeup.connection.CodeupRoles.Standing;
import io.jenkins.plugins.codeup.connection.RequiredRole;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.endpoint.AcceptedDelivery;
import io.jenkins.plugins.codeup.endpoint.BackgroundThreads;
import io.jenkins.plugins.codeup.trigger.CodeupBuildAction;
import io.jenkins.plugins.codeup.trigger.CodeupCause;
import io.jenkins.plugins.codeup.trigger.CommentCommands.Kind;
import io.jenkins.plugins.codeup.trigger.CommentHandler;
import io.jenkins.plugins.codeup.trigger.JobDeliveryHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import jenkins.branch.MultiBranchProject;
import jenkins.model.CauseOfInterruption;
import jenkins.model.ParameterizedJobMixIn;
import org.jvnet.localizer.Localizable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;

/**
 * Does what commands in comments on merge requests say, and answers each with a reply: build again, build with
 * parameters, cancel. Who may give them is a matter of the role in the repository, which is asked of Codeup.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class CommandHandler implements CommentHandler {

    private static final Logger LOGGER = Logger.getLogger(CommandHandler.class.getName());
    private static final int THREADS = 2;
    private static final int MAX_WAITING = 1_000;

    private final ExecutorService executor =
            BackgroundThreads.create("Codeup commands", THREADS, new ArrayBlockingQueue<>(MAX_WAITING));

    @Override
    public boolean takes(Item item, AcceptedDelivery delivery, Delivery.Note note) {
        GivenCommand given = GivenCommand.of(item, delivery, note);
        if (given == null) {
            return false;
        }
        try {
            executor.execute(() -> process(given));
        } catch (RejectedExecutionException e) {
            delivery.decided(Messages._CommandHandler_tooMany());
        }
        return true;
    }

    private static void process(GivenCommand given) {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            Localizable none =
                    given.item() instanceof Job<?, ?> job ? JobDeliveryHandler.whyNotBuilt(job, given.note()) : null;
            String refusal = none == null ? refusal(given) : null;
            if (none != null) {
                notBuilt(given, none);
            } else if (refusal != null) {
                given.reply(Messages.CommandHandler_refused(BuildComment.escape(given.user()), refusal));
                given.delivery().decided(Messages._CommandHandler_decidedRefused(given.user()));
            } else if (given.command().kind() == Kind.CANCEL) {
                cancel(given);
            } else {
                build(given);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError e) {
            given.delivery().failed(e);
        }
    }

    /** Why the user may not give commands, as Markdown, or null. Asked of Codeup; unknown is no. */
    private static String refusal(GivenCommand given) throws InterruptedException {
        RequiredRole required = given.commands().getRole();
        Role least = required.role();
        if (least == null) {
            return null;
        }
        String problem;
        try {
            Standing standing = given.standing();
            if (standing.isAtLeast(least)) {
                return null;
            }
            problem = Objects.toString(standing.problem(), null);
        } catch (IOException e) {
            LOGGER.log(
                    Level.WARNING, "Nobody can give commands to " + given.item().getFullName(), e);
            problem = String.valueOf(e.getMessage());
        }
        return problem == null
                ? Messages.CommandHandler_role(required.label())
                : Messages.CommandHandler_roleUnknown(required.label(), BuildComment.escape(problem));
    }

    private static void notBuilt(GivenCommand given, Localizable why) {
        given.reply(BuildComment.escape(why.toString()));
        given.delivery().decided(why);
    }

    private static void build(GivenCommand given) {
        List<Job<?, ?>> jobs = given.jobs();
        if (jobs.isEmpty()) {
            notBuilt(given, Messages._CommandHandler_noJob(given.mergeRequest()));
            return;
        }
        Map<Job<?, ?>, ParametersAction> builds = new LinkedHashMap<>();
        for (Job<?, ?> job : jobs) {
            try {
                builds.put(job, CommandParameters.of(job, given.command().arguments()));
            } catch (IllegalArgumentException e) {
                given.reply(BuildComment.escape(e.getMessage()));
                given.delivery().decided(Messages._CommandHandler_decidedParameters(given.user()));
                return;
            }
        }
        List<Job<?, ?>> scheduled = new ArrayList<>();
        builds.forEach((job, parameters) -> {
            if (schedule(given, job, parameters)) {
                scheduled.add(job);
            }
        });
        if (scheduled.isEmpty()) {
            given.reply(BuildComment.escape(Messages.CommandHandler_notAccepted()));
        } else {
            given.reply(Messages.CommandHandler_building(links(scheduled)));
        }
        if (given.item() instanceof MultiBranchProject) {
            if (scheduled.isEmpty()) {
                given.delivery().decided(Messages._CommandHandler_notAccepted());
            } else {
                given.delivery().scheduled(Messages._CommandHandler_decidedBuild(given.user(), given.mergeRequest()));
            }
        }
    }

    private static boolean schedule(GivenCommand given, Job<?, ?> job, @CheckForNull ParametersAction parameters) {
        if (job == given.item()) {
            return JobDeliveryHandler.build(job, given.delivery(), parameters);
        }
        CauseAction cause = new CauseAction(
                new CodeupCause(given.note(), List.of(given.delivery().id())));
        return (parameters == null
                        ? ParameterizedJobMixIn.scheduleBuild2(job, -1, cause)
                        : ParameterizedJobMixIn.scheduleBuild2(job, -1, cause, parameters))
                != null;
    }

    private static String links(List<Job<?, ?>> jobs) {
        return jobs.stream()
                .map(job -> BuildComment.link(job.getFullDisplayName(), CommitStatusResult.url(job.getUrl())))
                .collect(Collectors.joining(", "));
    }

    /** Builds that began after the comment are not cancelled: the command may be processed twice, over a crash. */
    private static void cancel(GivenCommand given) {
        List<String> cancelled = new ArrayList<>();
        for (Job<?, ?> job : given.jobs()) {
            for (Queue.Item item : Queue.getInstance().getItems((Queue.Task) job)) {
                if (item.getInQueueSince() <= given.delivery().receivedAt()
                        && given.isOf(job, item.getAction(CodeupBuildAction.class))
                        && Queue.getInstance().cancel(item)) {
                    cancelled.add(BuildComment.escape(job.getFullDisplayName()));
                }
            }
            for (Run<?, ?> run : job.getNewBuilds()) {
                Executor running = run.isBuilding() ? run.getExecutor() : null;
                if (running != null
                        && run.getTimeInMillis() <= given.delivery().receivedAt()
                        && given.isOf(job, run.getAction(CodeupBuildAction.class))) {
                    running.interrupt(Result.ABORTED, new Interruption(given.user(), given.mergeRequest()));
                    cancelled.add(BuildComment.link(run.getFullDisplayName(), CommitStatusResult.url(run.getUrl())));
                }
            }
        }
        given.reply(
                cancelled.isEmpty()
                        ? Messages.CommandHandler_nothing()
                        : Messages.CommandHandler_cancelled(String.join(", ", cancelled)));
        given.delivery()
                .decided(Messages._CommandHandler_decidedCancel(given.user(), given.mergeRequest(), cancelled.size()));
    }

    /** Says in a build that a comment cancelled it. Stored in builds. */
    public static final class Interruption extends CauseOfInterruption {

        private static final long serialVersionUID = 1;

        private final String user;
        private final String mergeRequest;

        Interruption(@NonNull String user, @NonNull String mergeRequest) {
            this.user = user;
            this.mergeRequest = mergeRequest;
        }

        @Override
        @Exported
        public String getShortDescription() {
            return Messages.CommandHandler_interrupted(user, mergeRequest);
        }
    }
}
