package io.jenkins.plugins.codeup.feedback;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.connection.CodeupClients;
import io.jenkins.plugins.codeup.connection.CodeupRoles;
import io.jenkins.plugins.codeup.connection.CodeupRoles.Standing;
import io.jenkins.plugins.codeup.delivery.DeliveredRepository;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.Delivery.MergeRequestInfo;
import io.jenkins.plugins.codeup.endpoint.AcceptedDelivery;
import io.jenkins.plugins.codeup.scm.CodeupSCMSource;
import io.jenkins.plugins.codeup.scm.CommentCommandsTrait;
import io.jenkins.plugins.codeup.scm.MergeRequestSCMHead;
import io.jenkins.plugins.codeup.trigger.CodeupBuildAction;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import io.jenkins.plugins.codeup.trigger.CommentAuthors;
import io.jenkins.plugins.codeup.trigger.CommentCommands;
import io.jenkins.plugins.codeup.trigger.CommentCommands.Command;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.branch.Branch;
import jenkins.branch.BranchProjectFactory;
import jenkins.branch.MultiBranchProject;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.scm.api.SCMSourceOwner;
import jenkins.scm.api.trait.SCMTrait;

/**
 * A command that a comment on a merge request gave.
 *
 * @param item the job, or the multibranch project
 * @param source the project's source of the repository; null for a job
 * @param number the merge request's number
 */
record GivenCommand(
        @NonNull Item item,
        @CheckForNull CodeupSCMSource source,
        @NonNull AcceptedDelivery delivery,
        @NonNull Delivery.Note note,
        long number,
        @NonNull CommentCommands commands,
        @NonNull Command command) {

    private static final Logger LOGGER = Logger.getLogger(GivenCommand.class.getName());

    /**
     * @return null if the comment gives none, is not on a merge request, or the item takes no commands
     */
    @CheckForNull
    static GivenCommand of(@NonNull Item item, @NonNull AcceptedDelivery delivery, @NonNull Delivery.Note note) {
        MergeRequestInfo info = note.mergeRequest();
        String number = Util.fixNull(info == null ? null : info.id());
        if (!number.matches("[0-9]{1,18}")) {
            return null;
        }
        CodeupSCMSource source = item instanceof MultiBranchProject<?, ?> project ? source(project, note) : null;
        CommentCommands commands = commands(item, source);
        Command command = commands == null ? null : commands.parse(note.text());
        return command == null
                ? null
                : new GivenCommand(item, source, delivery, note, Long.parseLong(number), commands, command);
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

    /** The user's name, as shown in Codeup. */
    @NonNull
    String user() {
        return note.sender().shown();
    }

    /** The merge request, as Codeup writes it. */
    @NonNull
    String mergeRequest() {
        return "!" + number;
    }

    /** Asks Codeup for the user's role. Takes calls. */
    @NonNull
    Standing standing() throws IOException, InterruptedException {
        if (source == null) {
            Job<?, ?> job = (Job<?, ?>) item;
            CodeupTrigger trigger = CodeupTrigger.of(job);
            if (trigger == null) {
                throw new AbortException(Messages.ReportedBuild_notByCodeup());
            }
            return CommentAuthors.standing(job, trigger, note);
        }
        ResultTarget target = target();
        CodeupClient client = source.client(CodeupClients.Purpose.OWN_ROLES, TaskListener.NULL);
        return CodeupRoles.get()
                .of(
                        item.getFullName(),
                        client,
                        new RepositoryRef(target.number(client), null),
                        note.sender().id());
    }

    private ResultTarget target() throws AbortException {
        SCMSourceOwner owner = source == null ? null : source.getOwner();
        if (owner != null) {
            return ResultTarget.of(source, owner);
        }
        Job<?, ?> job = (Job<?, ?>) item;
        CodeupTrigger trigger = CodeupTrigger.of(job);
        DeliveredRepository repository = note.repository();
        if (trigger == null) {
            throw new AbortException(Messages.ReportedBuild_notByCodeup());
        }
        return ReportedBuild.targetOf(job, trigger, repository == null ? null : repository.homepage());
    }

    /**
     * Answers in Codeup, if results may be sent there.
     *
     * @param text Markdown
     */
    void reply(@NonNull String text) {
        try {
            ResultTarget target = target();
            String problem = target.problem();
            if (problem != null) {
                LOGGER.log(
                        Level.INFO, "No reply to a command for {0}: {1}", new Object[] {item.getFullName(), problem});
                return;
            }
            Outbox.get()
                    .add(new ReplyResult(
                            item.getFullName(),
                            target,
                            number,
                            BuildComment.id(item, "reply") + "-" + delivery.id(),
                            note.sender().id(),
                            note.text(),
                            text));
        } catch (IOException e) {
            LOGGER.log(Level.INFO, "No reply to a command for " + item.getFullName(), e);
        }
    }

    /** The jobs of the merge request; of a job the job itself. */
    @SuppressWarnings({"rawtypes", "unchecked"})
    @NonNull
    List<Job<?, ?>> jobs() {
        if (item instanceof Job<?, ?> job) {
            return List.of(job);
        }
        if (source == null) {
            return List.of();
        }
        MultiBranchProject project = (MultiBranchProject) item;
        BranchProjectFactory factory = project.getProjectFactory();
        List<Job<?, ?>> jobs = new ArrayList<>();
        for (Object one : project.getItems()) {
            Job job = (Job) one;
            Branch branch = factory.isProject(job) ? factory.getBranch(job) : null;
            if (branch != null
                    && branch.getHead() instanceof MergeRequestSCMHead head
                    && head.getId().equals(String.valueOf(number))
                    && branch.getSourceId().equals(source.getId())
                    && job.isBuildable()) {
                jobs.add(job);
            }
        }
        return jobs;
    }

    /** All builds of a merge request's job are of it; those of a job with the trigger say what they are of. */
    boolean isOf(@NonNull Job<?, ?> job, @CheckForNull CodeupBuildAction action) {
        return job != item
                || action != null && String.valueOf(number).equals(action.variable("CODEUP_MERGE_REQUEST_ID"));
    }
}
