package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.ParametersAction;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Decision;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Reason;
import io.jenkins.plugins.codeup.delivery.EventOrder;
import io.jenkins.plugins.codeup.delivery.PlainText;
import io.jenkins.plugins.codeup.endpoint.AcceptedDelivery;
import io.jenkins.plugins.codeup.endpoint.DeliveryHandler;
import io.jenkins.plugins.codeup.endpoint.DeliveryStep;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jenkins.triggers.SCMTriggerItem;
import org.eclipse.jgit.transport.URIish;
import org.jvnet.localizer.Localizable;
import org.jvnet.localizer.ResourceBundleHolder;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Starts builds of jobs that have the trigger. Of several deliveries for one branch, tag or merge request only the
 * newest is built, at the commit that it names if the job checks out by git. {@link EventOrder} tells which that is.
 */
@Extension
@Restricted(NoExternalUse.class)
public class JobDeliveryHandler implements DeliveryHandler {

    /**
     * Builds of one job in Jenkins's queue before further deliveries wait in the plugin's queue: the time that Jenkins
     * needs for its queue grows with the square of its length.
     */
    private static final int MAX_QUEUED_BUILDS = 200;

    private static final int MAX_ARGUMENT_LENGTH = 200;

    /** For how long, and among how many builds, it is known that a newer event's build has begun. */
    private static final long LATE_MILLIS = TimeUnit.HOURS.toMillis(1);

    private static final int MAX_SEARCHED_BUILDS = 50;

    /** Builds that are put into the queue before others get its lock. */
    private static final int BUILDS_PER_LOCK = 25;

    private final DecisionPace pace = new DecisionPace();

    @Override
    public boolean serves(Item item) {
        return item instanceof Job<?, ?> job && CodeupTrigger.of(job) != null;
    }

    @Override
    public String secretCredentialsId(Item item) {
        CodeupTrigger trigger = CodeupTrigger.of((Job<?, ?>) item);
        return trigger == null ? null : trigger.getSecretCredentialsId();
    }

    @Override
    public int room(Item item) {
        int queue = MAX_QUEUED_BUILDS
                - Queue.getInstance().getItems((Queue.Task) item).size()
                - DeliveryQuestions.get().waiting(item.getFullName());
        return Math.min(queue, pace.next(item.getFullName()));
    }

    @Override
    public void deliver(Item item, List<AcceptedDelivery> deliveries) {
        Job<?, ?> job = (Job<?, ?>) item;
        CodeupTrigger trigger = CodeupTrigger.of(job);
        if (trigger == null || !job.isBuildable()) {
            deliveries.forEach(delivery -> delivery.decided(Messages._JobDeliveryHandler_disabled()));
            return;
        }
        WaitingDrafts.Decisions decisions = decisions(job, trigger);
        WaitingDrafts drafts = WaitingDrafts.of(job, trigger);
        ChangedFiles files = ChangedFiles.of(job, trigger);
        Map<String, FoldedDeliveries> folds = new LinkedHashMap<>();
        long begun = System.nanoTime();
        for (AcceptedDelivery accepted : deliveries) {
            if (CommentHandler.handles(job, accepted)) {
                continue;
            }
            Delivery delivery = accepted.delivery();
            Decision decision = accepted.orFail(() -> drafts.decide(accepted, decisions));
            if (decision == null) {
                continue;
            }
            if (!decision.builds()) {
                accepted.decided(text(decision));
                continue;
            }
            if (CommentAuthors.isAsked(trigger, delivery)) {
                CommentAuthors.ask(
                        job, trigger, accepted, () -> schedule(job, List.of(FoldedDeliveries.of(accepted, decision))));
                continue;
            }
            if (PushedMergeRequests.isAsked(delivery)) {
                PushedMergeRequests.ask(job, trigger, accepted, decision, fold -> {
                    if (!files.asks(fold, () -> scheduleInTime(job, fold))) {
                        scheduleInTime(job, fold);
                    }
                });
                continue;
            }
            CodeupBuildAction action = new CodeupBuildAction(delivery, accepted.id());
            String foldKey = action.order().key();
            FoldedDeliveries fold = folds.remove(foldKey);
            if (fold == null) {
                fold = new FoldedDeliveries();
            }
            // the newest delivery decides on the order of the builds
            folds.put(foldKey, fold);
            fold.add(accepted, action, text(decision));
        }
        pace.took(job.getFullName(), deliveries.size(), System.nanoTime() - begun);
        folds.values().removeIf(fold -> files.asks(fold, () -> scheduleInTime(job, fold)));
        endLate(job, folds);
        schedule(job, List.copyOf(folds.values()));
    }

    /** Of what was asked for: a newer event may have been built meanwhile. */
    private static void scheduleInTime(Job<?, ?> job, FoldedDeliveries fold) {
        Map<String, FoldedDeliveries> one = new LinkedHashMap<>(Map.of(fold.key(), fold));
        endLate(job, one);
        schedule(job, List.copyOf(one.values()));
    }

    @Override
    public List<DeliveryStep> explain(Item item, Delivery delivery) {
        return DecisionSteps.of((Job<?, ?>) item, delivery);
    }

    /** Of events that arrive after the build of a newer one has begun: nothing of them is built. */
    private static void endLate(Job<?, ?> job, Map<String, FoldedDeliveries> folds) {
        Map<String, Run<?, ?>> begun = new HashMap<>();
        long limit = System.currentTimeMillis() - LATE_MILLIS;
        int searched = 0;
        for (Run<?, ?> run : job.getBuilds()) {
            CodeupBuildAction action = run.getAction(CodeupBuildAction.class);
            if (++searched > MAX_SEARCHED_BUILDS || run.getTimeInMillis() < limit) {
                break;
            }
            if (action != null) {
                begun.putIfAbsent(action.order().key(), run);
            }
        }
        folds.entrySet().removeIf(fold -> {
            Run<?, ?> newest = begun.get(fold.getKey());
            return newest != null && fold.getValue().isEndedAsOlderThan(newest);
        });
    }

    /**
     * @return why a command in a comment builds nothing, whatever it says: the comment is about another repository, or about
     *     a merge request that the job does not build; or null
     */
    @CheckForNull
    public static Localizable whyNotBuilt(@NonNull Job<?, ?> job, @NonNull Delivery.Note note) {
        CodeupTrigger trigger = CodeupTrigger.of(job);
        if (trigger == null || !job.isBuildable()) {
            return Messages._JobDeliveryHandler_disabled();
        }
        List<String> urls = JobSources.of(job).any() ? sourceUrls(job) : List.of();
        Decision decision = TriggerSettings.ofCommands(trigger).decisions(urls).decide(note, false);
        return decision.builds() ? null : text(decision);
    }

    /**
     * Builds the job for a command in a comment, and tells the delivery the result.
     *
     * @param parameters of the build, or null for the defaults
     * @return whether the build is in the queue
     */
    public static boolean build(
            @NonNull Job<?, ?> job, @NonNull AcceptedDelivery accepted, @CheckForNull ParametersAction parameters) {
        FoldedDeliveries fold = FoldedDeliveries.of(accepted, Decision.of(Reason.NOTE));
        fold.setParameters(parameters);
        schedule(job, List.of(fold));
        return fold.isInQueue();
    }

    /** What decides on the job's deliveries: the trigger's settings, and the job's sources if it names no repository. */
    private static WaitingDrafts.Decisions decisions(Job<?, ?> job, CodeupTrigger trigger) {
        return TriggerSettings.of(trigger).decisions(JobSources.of(job).any() ? sourceUrls(job) : List.of());
    }

    private static void schedule(Job<?, ?> job, List<FoldedDeliveries> folds) {
        for (int from = 0; from < folds.size(); from += BUILDS_PER_LOCK) {
            List<FoldedDeliveries> some = folds.subList(from, Math.min(from + BUILDS_PER_LOCK, folds.size()));
            Queue.withLock(() -> some.forEach(fold -> fold.schedule(job)));
            some.forEach(FoldedDeliveries::tellResult);
        }
    }

    /**
     * @return the text of the decision, in the language of whoever reads it
     */
    @NonNull
    public static Localizable text(@NonNull Decision decision) {
        return new Localizable(
                ResourceBundleHolder.get(Messages.class),
                "Reason." + decision.reason(),
                decision.arguments().stream()
                        .map(argument -> PlainText.line(argument, MAX_ARGUMENT_LENGTH))
                        .toArray());
    }

    /**
     * @return URLs of the repositories that the job checks out by git, credentials included if they have some; without
     *     those that contain variables
     */
    @NonNull
    public static List<String> sourceUrls(@NonNull Job<?, ?> job) {
        return remotes(job)
                .map(URIish::toPrivateString)
                .filter(url -> !url.contains("$"))
                .toList();
    }

    @NonNull
    static Stream<URIish> remotes(@NonNull Job<?, ?> job) {
        SCMTriggerItem item = SCMTriggerItem.SCMTriggerItems.asSCMTriggerItem(job);
        return item == null
                ? Stream.empty()
                : item.getSCMs().stream()
                        .filter(GitSCM.class::isInstance)
                        .flatMap(scm -> ((GitSCM) scm).getRepositories().stream())
                        .flatMap(remote -> remote.getURIs().stream());
    }
}
