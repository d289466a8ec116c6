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
import io.jenkins.plugins.codeup.simulator.data.SimulatedHook;
import io.jenkins.plugins.codeup.simulator.http.SentRequest;
import io.jenkins.plugins.codeup.webhook.WebhookReconciler;
import java.time.Duration;
import java.util.List;

/**
 * One fault at one place, from the first call to the end, on a Codeup of its own. Calls are attempts of this client; what
 * the JDK's client sends again by itself, as it does with a GET, meets the same fault.
 */
final class Climb {

    /** Of one request; a wait of the client's costs no time. */
    static final Duration TIMEOUT = Duration.ofSeconds(1);

    private static final String URL = "https://ci.example.com/codeup/hook";
    private static final DesiredWebhook DESIRED = DesiredWebhook.to(URL).with(WebhookOption.NOTE_EVENTS, true);
    private static final HookSettings UP_TO_DATE = new HookSettings(URL, true, false, false, true, true, "", "");
    private static final HookSettings OLD = HookSettings.to(URL);
    private static final long REPOSITORY = TestCodeup.REPOSITORY;
    /** More than a page. */
    private static final int OTHERS = 120;

    private final Door door;
    private final Place place;
    private final Rung rung;
    /** Each wait is as long as it may be. */
    private final TestClock pace = new TestClock(1);

    private int met;
    private int calls;
    private boolean over;

    Climb(Door door, Place place, Rung rung) {
        this.door = door;
        this.place = place;
        this.rung = rung;
    }

    Result run() throws InterruptedException {
        try (CodeupSimulator codeup = Door.start();
                FlakyNetwork network = new FlakyNetwork(codeup.endpoint())) {
            prepare(codeup);
            List<HookSettings> before = hooks(codeup);
            RetryPolicy policy = RetryPolicy.DEFAULT.withClock(pace);
            WebhookReconciler reconciler = new WebhookReconciler(door.client(
                    network.endpoint(), policy, TIMEOUT, request -> network.become(trick(request, codeup))));
            CodeupException failure = undertake(reconciler);
            List<HookSettings> after = hooks(codeup);
            int callsMade = calls;
            int callsMet = met;
            List<Duration> waits = pace.sleeps();
            over = true;
            codeup.withClockAheadBy(Duration.ZERO);
            CodeupException again = undertake(reconciler);
            return new Result(
                    door,
                    place,
                    rung,
                    failure,
                    before,
                    after,
                    wanted(),
                    callsMet,
                    callsMade,
                    waits,
                    again,
                    hooks(codeup));
        }
    }

    private void prepare(CodeupSimulator codeup) {
        if (place.task != Place.Task.MAKE) {
            codeup.addHook(REPOSITORY, OLD);
        }
        for (int i = 0; i < OTHERS && place == Place.SECOND_PAGE; i++) {
            codeup.addHook(REPOSITORY, HookSettings.to("https://others.example.com/" + i));
        }
    }

    private List<HookSettings> wanted() {
        return place.task == Place.Task.REMOVE ? List.of() : List.of(UP_TO_DATE);
    }

    private CodeupException undertake(WebhookReconciler reconciler) throws InterruptedException {
        try {
            if (place.task == Place.Task.REMOVE) {
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
        if (over || !request.method().equals(place.method)) {
            return Passage::passOn;
        }
        met++;
        boolean hit = met > place.before() && met - place.before() <= rung.attempts;
        if (hit && rung == Rung.CLOCK) {
            codeup.withClockAheadBy(Duration.ofMinutes(20));
        }
        return hit ? rung.trick : Passage::passOn;
    }

    /** The hooks to the place that is meant. */
    private static List<HookSettings> hooks(CodeupSimulator codeup) {
        return codeup.hooks(REPOSITORY).stream()
                .map(SimulatedHook::settings)
                .filter(hook -> hook.url().equals(URL))
                .toList();
    }
}
