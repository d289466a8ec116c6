package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.codeup.delivery.DeliveredRepository;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Decision;
import io.jenkins.plugins.codeup.delivery.PlainText;
import io.jenkins.plugins.codeup.endpoint.DeliveryHandler;
import io.jenkins.plugins.codeup.endpoint.DeliveryLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import jenkins.model.ParameterizedJobMixIn;
import jenkins.triggers.SCMTriggerItem;
import org.eclipse.jgit.transport.URIish;
import org.jvnet.localizer.Localizable;
import org.jvnet.localizer.ResourceBundleHolder;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Starts builds of jobs that have the trigger. Of several deliveries for one branch, tag or merge request only the
 * newest is built, at the commit that it names if the job checks out by git.
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

    /** Builds that are put into the queue before others get its lock. */
    private static final int BUILDS_PER_LOCK = 25;

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
        return MAX_QUEUED_BUILDS
                - Queue.getInstance().getItems((Queue.Task) item).size();
    }

    @Override
    public void deliver(Item item, List<Delivery> deliveries, DeliveryLog log) {
        Job<?, ?> job = (Job<?, ?>) item;
        CodeupTrigger trigger = CodeupTrigger.of(job);
        if (trigger == null) {
            return;
        }
        if (!job.isBuildable()) {
            deliveries.forEach(delivery -> log.add(delivery, Messages._JobDeliveryHandler_disabled()));
            return;
        }
        Function<Delivery, Decision> decisions = decisions(job, trigger);
        Map<String, Delivery> newest = new LinkedHashMap<>();
        for (Delivery delivery : deliveries) {
            log.record(delivery, () -> {
                Decision decision = decisions.apply(delivery);
                if (decision.builds()) {
                    String foldKey = CodeupBuildAction.foldKey(delivery);
                    newest.remove(foldKey);
                    newest.put(foldKey, delivery);
                }
                return text(decision);
            });
        }
        schedule(
                job,
                newest.entrySet().stream()
                        .map(entry -> actions(job, entry.getKey(), entry.getValue()))
                        .toList());
    }

    /** What decides on the job's deliveries: the trigger's settings, and the job's sources if it names no repository. */
    private static Function<Delivery, Decision> decisions(Job<?, ?> job, CodeupTrigger trigger) {
        return TriggerSettings.of(trigger).decisions(JobSources.of(job).any() ? sourceUrls(job) : List.of());
    }

    private static void schedule(Job<?, ?> job, List<Action[]> builds) {
        for (int from = 0; from < builds.size(); from += BUILDS_PER_LOCK) {
            List<Action[]> some = builds.subList(from, Math.min(from + BUILDS_PER_LOCK, builds.size()));
            Queue.withLock(() -> some.forEach(actions -> ParameterizedJobMixIn.scheduleBuild2(job, -1, actions)));
        }
    }

    private static Action[] actions(Job<?, ?> job, String foldKey, Delivery delivery) {
        List<Action> actions = new ArrayList<>();
        actions.add(new CauseAction(new CodeupCause(delivery)));
        actions.add(new CodeupBuildAction(foldKey, delivery));
        String commit = delivery.commit();
        DeliveredRepository repository = delivery.repository();
        if (commit != null && repository != null) {
            // The git plugin compares URLs literally: it gets the remote as the job's configuration has it.
            remotes(job)
                    .filter(remote -> repository.isAt(remote.toPrivateString()))
                    .findFirst()
                    .ifPresent(remote -> actions.add(new PushedCommitAction(commit, remote, foldKey)));
        }
        return actions.toArray(Action[]::new);
    }

    /**
     * @return the text of the decision, in the language of whoever reads it
     */
    @NonNull
    static Localizable text(@NonNull Decision decision) {
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
