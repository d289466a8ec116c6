package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CredentialsLookup;
import io.jenkins.plugins.codeup.delivery.BoundedPattern;
import io.jenkins.plugins.codeup.delivery.ChangeFilter;
import io.jenkins.plugins.codeup.delivery.DeliveredRepository;
import io.jenkins.plugins.codeup.delivery.DeliveryEvent;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Decision;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Reason;
import io.jenkins.plugins.codeup.delivery.NamePatterns;
import io.jenkins.plugins.codeup.delivery.NamePatterns.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jvnet.localizer.Localizable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * What the settings of a trigger mean, and which of them are wrong. A wrong value affects only what its field is for, and
 * is named in the form, in the build log, in Jenkins's log and with each delivery that it affects.
 */
@Restricted(NoExternalUse.class)
public final class TriggerSettings {

    private final String repository;
    private final DeliveryFilter filter;
    private final List<Localizable> problems = new ArrayList<>();

    private TriggerSettings(CodeupTrigger trigger, Set<DeliveryEvent> events, @CheckForNull BoundedPattern note) {
        repository = trigger.getRepository();
        Set<String> actions = DeliveryFilter.parseActions(trigger.getMergeRequestActions());
        filter = new DeliveryFilter(
                events,
                NamePatterns.of(Kind.BRANCHES, trigger.getBranches(), trigger.getExcludedBranches()),
                NamePatterns.of(Kind.SOURCE_BRANCHES, trigger.getSourceBranches(), trigger.getExcludedSourceBranches()),
                NamePatterns.of(Kind.TAGS, trigger.getTags(), null),
                actions,
                trigger.isBuildOnEdits(),
                !trigger.isSkipDrafts(),
                trigger.isPushedMergeRequests(),
                note,
                new ChangeFilter(
                        trigger.isSkipCi(),
                        NamePatterns.of(Kind.AUTHORS, null, trigger.getIgnoredAuthors()),
                        NamePatterns.of(Kind.PATHS, trigger.getPaths(), trigger.getExcludedPaths())));
        add(repositoryProblem(repository));
        problems.addAll(actionProblems(trigger.getMergeRequestActions()));
        add(StatusTemplate.problem(trigger.getStatusContext()));
        Stream.concat(
                        Stream.ofNullable(note).filter(pattern -> !pattern.isValid()),
                        Stream.of(
                                        filter.branches(),
                                        filter.sourceBranches(),
                                        filter.tags(),
                                        filter.changes().paths(),
                                        filter.changes().authors())
                                .flatMap(patterns -> patterns.invalid().stream()))
                .map(PatternProblems::of)
                .forEach(problems::add);
    }

    @NonNull
    DeliveryFilter filter() {
        return filter;
    }

    private void add(Localizable problem) {
        if (problem != null) {
            problems.add(problem);
        }
    }

    @NonNull
    static TriggerSettings of(@NonNull CodeupTrigger trigger) {
        return new TriggerSettings(trigger, events(trigger), notePattern(trigger.getNotePattern()));
    }

    /** For commands in comments, which need neither the event nor the pattern of comments. */
    @NonNull
    static TriggerSettings ofCommands(@NonNull CodeupTrigger trigger) {
        return new TriggerSettings(trigger, EnumSet.of(DeliveryEvent.NOTE), null);
    }

    private static Set<DeliveryEvent> events(CodeupTrigger trigger) {
        Set<DeliveryEvent> events = EnumSet.noneOf(DeliveryEvent.class);
        if (trigger.isPushEvents()) {
            events.add(DeliveryEvent.PUSH);
        }
        if (trigger.isTagPushEvents()) {
            events.add(DeliveryEvent.TAG_PUSH);
        }
        if (trigger.isMergeRequestsEvents()) {
            events.add(DeliveryEvent.MERGE_REQUEST);
        }
        if (trigger.isNoteEvents()) {
            events.add(DeliveryEvent.NOTE);
        }
        return events;
    }

    @CheckForNull
    private static BoundedPattern notePattern(@CheckForNull String regex) {
        return regex == null ? null : BoundedPattern.regex("notePattern", regex);
    }

    /**
     * @param sourceUrls URLs of the repositories that the job checks out; they count if the trigger names no repository
     * @return what decides on the job's deliveries
     */
    @NonNull
    WaitingDrafts.Decisions decisions(@NonNull List<String> sourceUrls) {
        if (repositoryProblem(repository) != null) {
            return (delivery, waited) -> delivery.event() == null
                    ? Decision.of(Reason.TEST)
                    : Decision.of(Reason.REPOSITORY_INVALID, PatternProblems.shown(repository));
        }
        return (delivery, waited) -> {
            DeliveredRepository delivered = delivery.repository();
            if (delivery.event() == null || isOfJob(delivered, sourceUrls)) {
                return filter.decide(delivery, waited);
            }
            String shown = delivered == null ? "" : delivered.shown();
            return Decision.of(Reason.OTHER_REPOSITORY, shown.isEmpty() ? "?" : shown);
        };
    }

    @NonNull
    ChangeFilter changes() {
        return filter.changes();
    }

    /** Accepts every repository if neither the trigger nor the job's sources name one. */
    private boolean isOfJob(DeliveredRepository delivered, List<String> sourceUrls) {
        if (repository != null) {
            return delivered != null && delivered.isNamed(repository);
        }
        return sourceUrls.isEmpty() || delivered != null && sourceUrls.stream().anyMatch(delivered::isAt);
    }

    /**
     * @return what is wrong, without what only a look into the credentials tells
     */
    @NonNull
    List<Localizable> problems() {
        return problems;
    }

    /**
     * Checks the settings of the job's trigger, wherever they come from.
     *
     * @return what is wrong: field, value, consequence and remedy, in the reader's language; empty if nothing is or there
     *     is no trigger
     */
    @NonNull
    public static List<String> problems(@NonNull Job<?, ?> job) {
        CodeupTrigger trigger = CodeupTrigger.of(job);
        if (trigger == null) {
            return List.of();
        }
        List<String> all = new ArrayList<>();
        of(trigger).problems().forEach(problem -> all.add(problem.toString()));
        Stream.of(connectionProblem(trigger.getConnection()), secretProblem(job, trigger.getSecretCredentialsId()))
                .flatMap(Stream::ofNullable)
                .forEach(all::add);
        return all;
    }

    @CheckForNull
    static Localizable notePatternProblem(@CheckForNull String regex) {
        BoundedPattern pattern = notePattern(regex);
        return pattern == null || pattern.isValid() ? null : PatternProblems.of(pattern);
    }

    @NonNull
    static List<Localizable> actionProblems(@CheckForNull String actions) {
        return DeliveryFilter.parseActions(Util.fixNull(actions)).stream()
                .filter(action -> !DeliveryFilter.isMergeRequestAction(action))
                .map(action -> (Localizable) Messages._TriggerSettings_action(PatternProblems.shown(action)))
                .toList();
    }

    @CheckForNull
    static Localizable repositoryProblem(@CheckForNull String repository) {
        if (repository == null) {
            return null;
        }
        try {
            RepositoryRef.parse(repository);
            return null;
        } catch (IllegalArgumentException e) {
            return Messages._TriggerSettings_repository(PatternProblems.shown(repository));
        }
    }

    @CheckForNull
    private static String connectionProblem(@CheckForNull String connection) {
        try {
            CodeupConfiguration.get().connection(connection);
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    /**
     * @return why deliveries with the secret of these credentials are rejected; null if they are accepted
     */
    @CheckForNull
    static String secretProblem(@CheckForNull Item item, @CheckForNull String id) {
        try {
            (item == null ? CredentialsLookup.ofJenkins() : CredentialsLookup.ofDeliveries(item))
                    .secret(id, "secretCredentialsId");
            return null;
        } catch (IllegalArgumentException e) {
            return Messages.TriggerSettings_secret(e.getMessage());
        }
    }

    /** Writes what is wrong with the trigger into the log of each build, at its end: a build may set the trigger. */
    @Extension
    public static final class BuildLog extends RunListener<Run<?, ?>> {

        @Override
        public void onCompleted(Run<?, ?> run, @NonNull TaskListener listener) {
            problems(run.getParent())
                    .forEach(problem -> listener.getLogger().println(Messages.TriggerSettings_warning(problem)));
        }
    }
}
