package io.jenkins.plugins.codeup.feedback;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.CauseAction;
import hudson.model.Executor;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.ParametersAction;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.RepositoryMembers.Role;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.connection.CodeupClients;
import io.jenkins.plugins.codeup.connection.CodeupRoles;
import io.jenkins.plugins.codeup.connection.CodeupRoles.Standing;
import io.jenkins.plugins.codeup.connection.RequiredRole;
import io.jenkins.plugins.codeup.delivery.DeliveredRepository;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.Delivery.MergeRequestInfo;
import io.jenkins.plugins.codeup.endpoint.AcceptedDelivery;
import io.jenkins.plugins.codeup.scm.CodeupSCMSource;
import io.jenkins.plugins.codeup.scm.CommentCommandsTrait;
import io.jenkins.plugins.codeup.scm.MergeRequestSCMHead;
import io.jenkins.plugins.codeup.trigger.CodeupBuildAction;
import io.jenkins.plugins.codeup.trigger.CodeupCause;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import io.jenkins.plugins.codeup.trigger.CommentAuthors;
import io.jenkins.plugins.codeup.trigger.CommentCommands;
import io.jenkins.plugins.codeup.trigger.CommentCommands.Command;
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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import jenkins.branch.Branch;
import jenkins.branch.BranchProjectFactory;
import jenkins.branch.MultiBranchProject;
import jenkins.model.CauseOfInterruption;
import jenkins.model.ParameterizedJobMixIn;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.scm.api.SCMSourceOwner;
import jenkins.scm.api.trait.SCMTrait;
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

    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            new NamingThreadFactory(new DaemonThreadFactory(), "Codeup commands"));

    public CommandHandler() {
        executor.allowCoreThreadTimeOut(true);
    }

    /**
     * A command that was given.
     *
     * @param item the job, or the multibranch project
     * @param source the project's source of the repository; null for a job
     * @param number the merge request's number
     */
    private record Given(
            @NonNull Item item,
            @CheckForNull CodeupSCMSource source,
            @NonNull AcceptedDelivery delivery,
            @NonNull Delivery.Note note,
            long number,
            @NonNull CommentCommands commands,
            @NonNull Command command) {

        String user() {
            return note.sender().shown();
        }
    }

    @Override
    public boolean takes(Item item, AcceptedDelivery delivery, Delivery.Note note) {
        MergeRequestInfo info = note.mergeRequest();
        String number = Util.fixNull(info == null ? null : info.id());
        if (!number.matches("[0-9]{1,18}")) {
            return false;
        }
        CodeupSCMSource source = item instanceof MultiBranchProject<?, ?> project ? source(project, note) : null;
        CommentCommands commands = commands(item, source);
        Command command = commands == null ? null : commands.parse(note.text());
        if (command == null) {
            return false;
        }
        Given given = new Given(item, source, delivery, note, Long.parseLong(number), commands, command);
        try {
            executor.execute(() -> process(given));
        } catch (RejectedExecutionException e) {
            delivery.decided(Messages._CommandHandler_tooMany());
        }
        return true;
    }

    private static CodeupSCMSource source(MultiBranchProject<?, ?> project, Delivery.Note note) {
        DeliveredRepository repository = note.repository();
        return project.getSCMSources().stream()
                .filter(source -> source instanceof CodeupSCMSource
                        && repository != null
                        && repository.isAt(((AbstractGitSCMSource) source).getRemote()))
                .map(CodeupSCMSource.class::cast)
                .findFirst()
                .orElse(null);
    }

    private static CommentCommands commands(Item item, @CheckForNull CodeupSCMSource source) {
        if (source != null) {
            CommentCommandsTrait trait = SCMTrait.find(source.getTraits(), CommentCommandsTrait.class);
            return trait == null ? null : trait.getCommands();
        }
        CodeupTrigger trigger = item instanceof Job<?, ?> job ? CodeupTrigger.of(job) : null;
        return trigger == null ? null : trigger.getCommands();
    }

    private static void process(Given given) {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            Localizable none =
                    given.item instanceof Job<?, ?> job ? JobDeliveryHandler.whyNotBuilt(job, given.note) : null;
            String refusal = none == null ? refusal(given) : null;
            if (none != null) {
                notBuilt(given, none);
            } else if (refusal != null) {
                reply(given, Messages.CommandHandler_refused(BuildComment.escape(given.user()), refusal));
                given.delivery.decided(Messages._CommandHandler_decidedRefused(given.user()));
            } else if (given.command.kind() == Kind.CANCEL) {
                cancel(given);
            } else {
                build(given);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError e) {
            given.delivery.failed(e);
        }
    }

    /** Why the user may not give commands, as Markdown, or null. Asked of Codeup; unknown is no. */
    private static String refusal(Given given) throws InterruptedException {
        RequiredRole required = given.commands.getRole();
        Role least = required.role();
        if (least == null) {
            return null;
        }
        String problem;
        try {
            Standing standing = standing(given);
            if (standing.isAtLeast(least)) {
                return null;
            }
            problem = Objects.toString(standing.problem(), null);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Nobody can give commands to " + given.item.getFullName(), e);
            problem = String.valueOf(e.getMessage());
        }
        return problem == null
                ? Messages.CommandHandler_role(required.label())
                : Messages.CommandHandler_roleUnknown(required.label(), BuildComment.escape(problem));
    }

    private static Standing standing(Given given) throws IOException, InterruptedException {
        CodeupSCMSource source = given.source;
        if (source == null) {
            Job<?, ?> job = (Job<?, ?>) given.item;
            CodeupTrigger trigger = CodeupTrigger.of(job);
            if (trigger == null) {
                throw new AbortException(Messages.ReportedBuild_notByCodeup());
            }
            return CommentAuthors.standing(job, trigger, given.note);
        }
        ResultTarget target = target(given);
        CodeupClient client = source.client(CodeupClients.Purpose.OWN_ROLES, TaskListener.NULL);
        return CodeupRoles.get()
                .of(
                        given.item.getFullName(),
                        client,
                        new RepositoryRef(target.number(client), null),
                        given.note.sender().id());
    }

    private static ResultTarget target(Given given) throws AbortException {
        SCMSourceOwner owner = given.source == null ? null : given.source.getOwner();
        if (owner != null) {
            return ResultTarget.of(given.source, owner);
        }
        Job<?, ?> job = (Job<?, ?>) given.item;
        CodeupTrigger trigger = CodeupTrigger.of(job);
        DeliveredRepository repository = given.note.repository();
        if (trigger == null) {
            throw new AbortException(Messages.ReportedBuild_notByCodeup());
        }
        return ReportedBuild.targetOf(job, trigger, repository == null ? null : repository.homepage());
    }

    /** Answers in Codeup, if results may be sent there. */
    private static void reply(Given given, String text) {
        try {
            ResultTarget target = target(given);
            String problem = target.problem();
            if (problem != null) {
                LOGGER.log(Level.INFO, "No reply to a command for {0}: {1}", new Object[] {
                    given.item.getFullName(), problem
                });
                return;
            }
            Outbox.get()
                    .add(new ReplyResult(
                            given.item.getFullName(),
                            target,
                            given.number,
                            BuildComment.id(given.item, "reply") + "-" + given.delivery.id(),
                            given.note.sender().id(),
                            given.note.text(),
                            text));
        } catch (IOException e) {
            LOGGER.log(Level.INFO, "No reply to a command for " + given.item.getFullName(), e);
        }
    }

    private static void notBuilt(Given given, Localizable why) {
        reply(given, BuildComment.escape(why.toString()));
        given.delivery.decided(why);
    }

    private static void build(Given given) {
        List<Job<?, ?>> jobs = jobs(given);
        if (jobs.isEmpty()) {
            notBuilt(given, Messages._CommandHandler_noJob("!" + given.number));
            return;
        }
        Map<Job<?, ?>, ParametersAction> builds = new LinkedHashMap<>();
        for (Job<?, ?> job : jobs) {
            try {
                builds.put(job, CommandParameters.of(job, given.command.arguments()));
            } catch (IllegalArgumentException e) {
                reply(given, BuildComment.escape(e.getMessage()));
                given.delivery.decided(Messages._CommandHandler_decidedParameters(given.user()));
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
            reply(given, BuildComment.escape(Messages.CommandHandler_notAccepted()));
        } else {
            reply(given, Messages.CommandHandler_building(links(scheduled)));
        }
        if (given.item instanceof MultiBranchProject) {
            if (scheduled.isEmpty()) {
                given.delivery.decided(Messages._CommandHandler_notAccepted());
            } else {
                given.delivery.scheduled(Messages._CommandHandler_decidedBuild(given.user(), "!" + given.number));
            }
        }
    }

    private static boolean schedule(Given given, Job<?, ?> job, @CheckForNull ParametersAction parameters) {
        if (job == given.item) {
            return JobDeliveryHandler.build(job, given.delivery, parameters);
        }
        CauseAction cause = new CauseAction(new CodeupCause(given.note, List.of(given.delivery.id())));
        return (parameters == null
                        ? ParameterizedJobMixIn.scheduleBuild2(job, -1, cause)
                        : ParameterizedJobMixIn.scheduleBuild2(job, -1, cause, parameters))
                != null;
    }

    /** The jobs of the merge request; of a job the job itself. */
    @SuppressWarnings({"rawtypes", "unchecked"})
    private static List<Job<?, ?>> jobs(Given given) {
        if (given.item instanceof Job<?, ?> job) {
            return List.of(job);
        }
        CodeupSCMSource source = given.source;
        if (source == null) {
            return List.of();
        }
        MultiBranchProject project = (MultiBranchProject) given.item;
        BranchProjectFactory factory = project.getProjectFactory();
        List<Job<?, ?>> jobs = new ArrayList<>();
        for (Object one : project.getItems()) {
            Job job = (Job) one;
            Branch branch = factory.isProject(job) ? factory.getBranch(job) : null;
            if (branch != null
                    && branch.getHead() instanceof MergeRequestSCMHead head
                    && head.getId().equals(String.valueOf(given.number))
                    && branch.getSourceId().equals(source.getId())
                    && job.isBuildable()) {
                jobs.add(job);
            }
        }
        return jobs;
    }

    private static String links(List<Job<?, ?>> jobs) {
        return jobs.stream()
                .map(job -> BuildComment.link(job.getFullDisplayName(), CommitStatusResult.url(job.getUrl())))
                .collect(Collectors.joining(", "));
    }

    /** Builds that began after the comment are not cancelled: the command may be processed twice, over a crash. */
    private static void cancel(Given given) {
        List<String> cancelled = new ArrayList<>();
        for (Job<?, ?> job : jobs(given)) {
            for (Queue.Item item : Queue.getInstance().getItems((Queue.Task) job)) {
                if (item.getInQueueSince() <= given.delivery.receivedAt()
                        && isOf(given, job, item.getAction(CodeupBuildAction.class))
                        && Queue.getInstance().cancel(item)) {
                    cancelled.add(BuildComment.escape(job.getFullDisplayName()));
                }
            }
            for (Run<?, ?> run : job.getNewBuilds()) {
                Executor running = run.isBuilding() ? run.getExecutor() : null;
                if (running != null
                        && run.getTimeInMillis() <= given.delivery.receivedAt()
                        && isOf(given, job, run.getAction(CodeupBuildAction.class))) {
                    running.interrupt(Result.ABORTED, new Interruption(given.user(), "!" + given.number));
                    cancelled.add(BuildComment.link(run.getFullDisplayName(), CommitStatusResult.url(run.getUrl())));
                }
            }
        }
        reply(
                given,
                cancelled.isEmpty()
                        ? Messages.CommandHandler_nothing()
                        : Messages.CommandHandler_cancelled(String.join(", ", cancelled)));
        given.delivery.decided(
                Messages._CommandHandler_decidedCancel(given.user(), "!" + given.number, cancelled.size()));
    }

    /** All builds of a merge request's job are of it; those of a job with the trigger say what they are of. */
    private static boolean isOf(Given given, Job<?, ?> job, @CheckForNull CodeupBuildAction action) {
        return job != given.item
                || action != null && String.valueOf(given.number).equals(action.variable("CODEUP_MERGE_REQUEST_ID"));
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
