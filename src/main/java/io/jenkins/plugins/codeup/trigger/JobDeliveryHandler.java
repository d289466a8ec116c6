package io.jenkins.plugins.codeup.trigger;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Action;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Queue;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryDecision;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.endpoint.DeliveryHandler;
import io.jenkins.plugins.codeup.endpoint.DeliveryLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jenkins.model.ParameterizedJobMixIn;

/** Deliveries for a job that has the trigger: each is decided on, and of one branch only the newest is built. */
@Extension
public class JobDeliveryHandler implements DeliveryHandler {

    /**
     * How many builds of one job wait in Jenkins's queue before further deliveries wait in ours. What Jenkins does for
     * its queue takes time that grows with its square.
     */
    private static final int MOST_IN_QUEUE = 200;

    /** How many builds are put into the queue under one hold of its lock. */
    private static final int AT_ONCE = 25;

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
        return MOST_IN_QUEUE - Queue.getInstance().getItems((Queue.Task) item).size();
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
        List<String> urls = JobRepositories.of(job);
        Map<String, Delivery> newest = new LinkedHashMap<>();
        for (Delivery delivery : deliveries) {
            DeliveryDecision decision = trigger.decide(delivery, urls);
            log.add(delivery, DecisionText.of(decision));
            if (decision.builds()) {
                String place = DeliveryVariables.place(delivery);
                newest.remove(place);
                newest.put(place, delivery);
            }
        }
        schedule(job, new ArrayList<>(newest.values()));
    }

    private static void schedule(Job<?, ?> job, List<Delivery> deliveries) {
        for (int from = 0; from < deliveries.size(); from += AT_ONCE) {
            List<Delivery> some = deliveries.subList(from, Math.min(from + AT_ONCE, deliveries.size()));
            List<Action[]> actions =
                    some.stream().map(delivery -> actions(job, delivery)).toList();
            Queue.withLock(() -> actions.forEach(one -> ParameterizedJobMixIn.scheduleBuild2(job, -1, one)));
        }
    }

    private static Action[] actions(Job<?, ?> job, Delivery delivery) {
        CodeupBuildAction told = new CodeupBuildAction(delivery);
        List<Action> actions = new ArrayList<>(List.of(new CauseAction(new CodeupCause(delivery)), told));
        String commit = delivery.commit();
        if (commit != null) {
            for (JobSources sources : ExtensionList.lookup(JobSources.class)) {
                actions.addAll(sources.actions(job, delivery, commit, told.place()));
            }
        }
        return actions.toArray(Action[]::new);
    }
}
