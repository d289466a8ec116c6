package io.jenkins.plugins.codeup.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.TestClock;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.ReplicaLag;
import io.jenkins.plugins.codeup.simulator.data.ReplicaLag.Write;
import io.jenkins.plugins.codeup.simulator.data.SimulatedHook;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.webhook.ReconcileResult.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists that go on to show what was before a write: what was answered is believed, and nothing is written twice. */
class LaggingListsTest {

    private static final long REPOSITORY = TestCodeup.REPOSITORY;
    private static final String URL = "https://ci.example.com/codeup/hook";
    private static final DesiredWebhook DESIRED = DesiredWebhook.to(URL).with(WebhookOption.NOTE_EVENTS, true);
    private static final HookSettings UP_TO_DATE = new HookSettings(URL, true, false, false, true, true, "", "");

    @AutoClose
    private final CodeupSimulator simulator = Door.start();

    private final TestClock clock = new TestClock(1);

    @ParameterizedTest
    @CsvSource({"ALIYUN, 300", "YUNXIAO, 300", "ALIYUN, 5000", "YUNXIAO, 5000", "ALIYUN, 100000", "YUNXIAO, 100000"})
    @FieldCase("B3")
    void aCreateThatWasAnsweredIsNotMadeAgain(Door door, long millis) throws Exception {
        lag(Write.CREATE, Duration.ofMillis(millis));
        ReconcileResult result = reconciler(door).reconcile(REPOSITORY, DESIRED);
        assertEquals(Outcome.CREATED, result.outcome());
        assertEquals(List.of(UP_TO_DATE), settings());
        assertEquals(1, simulator.requests(door.create).size());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    @FieldCase("B3")
    void theNextRunsBelieveItTooUntilAListShowsIt(Door door) throws Exception {
        lag(Write.CREATE, ReplicaLag.FOR_EVER);
        long id = reconciler(door).reconcile(REPOSITORY, DESIRED).webhook().id();
        ReconcileResult again = reconciler(door).reconcile(REPOSITORY, DESIRED);
        assertEquals(Outcome.UNCHANGED, again.outcome());
        assertEquals(id, again.webhook().id());
        simulator.withLag(ReplicaLag.NONE);
        reconciler(door).reconcile(REPOSITORY, DESIRED);
        simulator.removeHook(REPOSITORY, id);
        ReconcileResult afterDeletionByHand = reconciler(door).reconcile(REPOSITORY, DESIRED);
        assertEquals(Outcome.CREATED, afterDeletionByHand.outcome());
        assertEquals(List.of(UP_TO_DATE), settings());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void whatWasCreatedCanBeRemovedBeforeAListShowsIt(Door door) throws Exception {
        lag(Write.CREATE, ReplicaLag.FOR_EVER);
        long id = reconciler(door).reconcile(REPOSITORY, DESIRED).webhook().id();
        assertEquals(List.of(id), reconciler(door).remove(REPOSITORY, URL));
        assertEquals(List.of(), settings());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void anotherWebhookDoesNotWaitForIt(Door door) throws Exception {
        lag(Write.CREATE, ReplicaLag.FOR_EVER);
        reconciler(door).reconcile(REPOSITORY, DESIRED);
        simulator.addHook(REPOSITORY, HookSettings.to("https://other.example.com"));
        simulator.forgetRequests();
        reconciler(door).reconcile(REPOSITORY, DesiredWebhook.to("https://other.example.com"));
        assertEquals(1, simulator.requests().size());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void anUpdateThatWasAnsweredIsNotMadeAgain(Door door) throws Exception {
        simulator.addHook(REPOSITORY, HookSettings.to(URL));
        lag(Write.CREATE, ReplicaLag.FOR_EVER);
        lag(Write.UPDATE, ReplicaLag.FOR_EVER);
        ReconcileResult result = reconciler(door).reconcile(REPOSITORY, DESIRED);
        assertEquals(Outcome.UPDATED, result.outcome());
        assertEquals(List.of(UP_TO_DATE), settings());
        String write = door.update != null ? door.update : door.create;
        assertEquals(1, simulator.requests(write).size());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void aWebhookThatWasDeletedIsNotDeletedAgain(Door door) throws Exception {
        simulator.addHook(REPOSITORY, UP_TO_DATE);
        simulator.addHook(REPOSITORY, UP_TO_DATE);
        lag(Write.DELETE, ReplicaLag.FOR_EVER);
        reconciler(door).reconcile(REPOSITORY, DESIRED);
        assertEquals(List.of(UP_TO_DATE), settings());
        assertEquals(1, simulator.requests(door.delete).size());
        reconciler(door).remove(REPOSITORY, URL);
        assertEquals(List.of(), settings());
        assertEquals(2, simulator.requests(door.delete).size());
    }

    /** Until the list shows the second webhook, nobody knows whether the first was made. */
    @ParameterizedTest
    @EnumSource(Door.class)
    void aLostCreateAndAShorterLagLeaveOneWebhook(Door door) throws Exception {
        lag(Write.CREATE, Duration.ofSeconds(5));
        simulator.failNext(door.create, Fault.actThenDrop());
        ReconcileResult result = reconciler(door).reconcile(REPOSITORY, DESIRED);
        assertEquals(Outcome.CREATED, result.outcome());
        assertEquals(List.of(UP_TO_DATE), settings());
        assertEquals(simulator.hooks(REPOSITORY).get(0).id(), result.webhook().id());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    @FieldCase("K06")
    void aLostCreateAndALagBeyondTheTotalTimeoutIsAClearErrorAndOneWebhookAtTheNextRun(Door door) throws Exception {
        lag(Write.CREATE, RetryPolicy.DEFAULT.totalTimeout().plusSeconds(1));
        simulator.failNext(door.create, Fault.actThenDrop());
        CodeupException e =
                assertThrows(CodeupException.class, () -> reconciler(door).reconcile(REPOSITORY, DESIRED));
        assertEquals(Kind.LAGGING, e.kind());
        assertTrue(e.getMessage().contains("does not show yet what was just written"), e.getMessage());
        assertEquals(List.of(UP_TO_DATE), settings());
        clock.pass(Duration.ofMinutes(2));
        ReconcileResult next = reconciler(door).reconcile(REPOSITORY, DESIRED);
        assertEquals(Outcome.UNCHANGED, next.outcome());
        assertEquals(List.of(UP_TO_DATE), settings());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void neverLeavesARepositoryWithoutAWebhookThatItHad(Door door) {
        simulator.addHook(REPOSITORY, HookSettings.to(URL));
        lag(Write.CREATE, ReplicaLag.FOR_EVER);
        lag(Write.UPDATE, ReplicaLag.FOR_EVER);
        simulator.failNext(door.update != null ? door.update : door.create, Fault.dropBeforeActing());
        try {
            reconciler(door).reconcile(REPOSITORY, DESIRED);
        } catch (CodeupException | InterruptedException e) {
            assertEquals(Kind.LAGGING, ((CodeupException) e).kind());
        }
        assertEquals(1, settings().size());
    }

    private ReplicaLag lag = ReplicaLag.NONE.by(clock::nanoTime);

    private void lag(Write write, Duration time) {
        lag = lag.after(write, time);
        simulator.withLag(lag);
    }

    private WebhookReconciler reconciler(Door door) {
        return new WebhookReconciler(door.client(simulator.endpoint(), RetryPolicy.DEFAULT.withClock(clock)));
    }

    private List<HookSettings> settings() {
        return simulator.hooks(REPOSITORY).stream().map(SimulatedHook::settings).toList();
    }
}
