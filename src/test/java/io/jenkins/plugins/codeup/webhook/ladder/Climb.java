package io.jenkins.plugins.codeup.webhook.ladder;

import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.FlakyNetwork;
import io.jenkins.plugins.codeup.simulator.FlakyNetwork.Passage;
import io.jenkins.plugins.codeup.simulator.TestClock;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.ReplicaLag;
import io.jenkins.plugins.codeup.simulator.data.SimulatedHook;
import io.jenkins.plugins.codeup.simulator.http.SentRequest;
import io.jenkins.plugins.codeup.webhook.WebhookReconciler;
import java.time.Duration;
import java.util.List;

/** One reconciliation or removal in which one call meets one fault, on a simulated Codeup of its own. */
final class Climb {

    /** For one request; waits between attempts take no time. */
    static final Duration TIMEOUT = Duration.ofSeconds(1);

    private static final String URL = "https://ci.example.com/codeup/hook";
    private static final DesiredWebhook DESIRED = DesiredWebhook.to(URL).with(WebhookOption.NOTE_EVENTS, true);
    private static final HookSettings UP_TO_DATE = new HookSettings(URL, true, false, false, true, true, "", "");
    private static final HookSettings OLD = HookSettings.to(URL);
    private static final long REPOSITORY = TestCodeup.REPOSITORY;
    /** More than one page. */
    private static final int OTHERS = 120;

    private final Door door;
    private final TargetCall target;
    private final Rung rung;
    /** Each wait is as long as its bound. */
    private final TestClock clock = new TestClock(1);

    private int met;
    private int calls;
    private boolean over;

    Climb(Door door, TargetCall target, Rung rung) {
        this.door = door;
        this.target = target;
        this.rung = rung;
    }

    Result run() throws InterruptedException {
        try (CodeupSimulator codeup = Door.start();
                FlakyNetwork network = new FlakyNetwork(codeup.endpoint())) {
            if (rung.lag != null) {
                codeup.withLag(ReplicaLag.NONE.by(clock::nanoTime).after(target.write, rung.lag));
            }
            prepare(codeup);
            List<HookSettings> before = hooks(codeup);
            RetryPolicy policy = RetryPolicy.DEFAULT.withClock(clock);
            WebhookReconciler reconciler = new WebhookReconciler(door.client(
                    network.endpoint(), policy, TIMEOUT, request -> network.become(trick(request, codeup))));
            CodeupException failure = perform(reconciler);
            List<HookSettings> after = hooks(codeup);
            int callsMade = calls;
            int callsMet = met;
            List<Duration> waits = clock.sleeps();
            over = true;
            codeup.withClockAheadBy(Duration.ZERO).withLag(ReplicaLag.NONE);
            CodeupException again = perform(reconciler);
            return new Result(
                    door,
                    target,
                    rung,
                    failure,
                    before,
                    after,
                    desired(),
                    callsMet,
                    callsMade,
                    waits,
                    again,
                    hooks(codeup));
        }
    }

    private void prepare(CodeupSimulator codeup) {
        if (target.task != TargetCall.Task.CREATE) {
            codeup.addHook(REPOSITORY, OLD);
        }
        for (int i = 0; i < OTHERS && target == TargetCall.SECOND_PAGE; i++) {
            codeup.addHook(REPOSITORY, HookSettings.to("https://others.example.com/" + i));
        }
    }

    private List<HookSettings> desired() {
        return target.task == TargetCall.Task.REMOVE ? List.of() : List.of(UP_TO_DATE);
    }

    private CodeupException perform(WebhookReconciler reconciler) throws InterruptedException {
        try {
            if (target.task == TargetCall.Task.REMOVE) {
                reconciler.remove(REPOSITORY, URL);
            } else {
                reconciler.reconcile(REPOSITORY, DESIRED);
            }
            return null;
        } catch (CodeupException e) {
            return e;
        }
    }

    private FlakyNetwork.Trick trick(SentRequest request, CodeupSimulator codeup) {
        calls++;
        if (over || !request.method().equals(target.method)) {
            return Passage::passOn;
        }
        met++;
        boolean hit = met > target.before() && met - target.before() <= rung.attempts;
        if (hit && rung == Rung.CLOCK) {
            codeup.withClockAheadBy(Duration.ofMinutes(20));
        }
        return hit ? rung.trick : Passage::passOn;
    }

    /** The webhooks with the target URL. */
    private static List<HookSettings> hooks(CodeupSimulator codeup) {
        return codeup.hooks(REPOSITORY).stream()
                .map(SimulatedHook::settings)
                .filter(hook -> hook.url().equals(URL))
                .toList();
    }
}
