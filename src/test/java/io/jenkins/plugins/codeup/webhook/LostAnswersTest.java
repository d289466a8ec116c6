package io.jenkins.plugins.codeup.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import io.jenkins.plugins.codeup.simulator.data.SimulatedHook;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import io.jenkins.plugins.codeup.webhook.ReconcileResult.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A call whose answer is lost may have had its effect: in the end there is exactly one webhook nevertheless. */
class LostAnswersTest {

    private static final long REPOSITORY = TestCodeup.REPOSITORY;
    private static final String URL = "https://ci.example.com/codeup/hook";
    private static final DesiredWebhook DESIRED = DesiredWebhook.to(URL).with(WebhookOption.NOTE_EVENTS, true);
    private static final HookSettings UP_TO_DATE = new HookSettings(URL, true, false, false, true, true, "", "");

    /** Faults after which the effect is unknown, or there was none. */
    private enum Loss implements Supplier<Fault> {
        DROP_BEFORE(Fault.dropBeforeActing()),
        DROP_AFTER(Fault.actThenDrop()),
        HALF_BODY(Fault.halfBody()),
        GARBAGE(Fault.garbage()),
        TOO_LARGE(Fault.megabytes(5)),
        BAD_GATEWAY_BEFORE(Fault.answer(Reply.text(502, "text/html", "<html>Bad Gateway</html>"))),
        BAD_GATEWAY_AFTER(Fault.actThenAnswer(Reply.text(502, "text/html", "<html>Bad Gateway</html>"))),
        INTERNAL_ERROR_AFTER(Fault.actThenAnswer(Reply.json(500, "{\"errorCode\":\"InternalError\"}")));

        private final Fault fault;

        Loss(Fault fault) {
            this.fault = fault;
        }

        @Override
        public Fault get() {
            return fault;
        }
    }

    @AutoClose
    private final CodeupSimulator simulator = Door.start();

    private final List<String> told = new ArrayList<>();
    private final TestClock clock = new TestClock(0.5);
    private final RetryPolicy policy = RetryPolicy.DEFAULT
            .withListener((call, attempt, attempts, wait, reason) -> told.add(call.operation() + " " + wait.toMillis()))
            .withClock(clock);

    static Stream<Arguments> losses() {
        return Stream.of(Door.values()).flatMap(door -> Stream.of(Loss.values()).map(loss -> Arguments.of(door, loss)));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void createsOneWebhook(Door door, Loss loss) throws Exception {
        simulator.failNext(door.create, loss.get());
        ReconcileResult result = reconciler(door).reconcile(REPOSITORY, DESIRED);
        assertEquals(Outcome.CREATED, result.outcome());
        assertEquals(List.of(UP_TO_DATE), settings());
        boolean happened = !loss.name().endsWith("BEFORE");
        assertEquals(happened ? 1 : 2, simulator.requests(door.create).size());
        assertEquals(
                happened ? List.of(door.create + " 250") : List.of(door.create + " 250", door.create + " 500"), told);
    }

    /** Both if it is updated and if it is replaced. */
    @ParameterizedTest
    @MethodSource("losses")
    void updatesTheWebhook(Door door, Loss loss) throws Exception {
        simulator.addHook(REPOSITORY, HookSettings.to(URL));
        simulator.failNext(door.update != null ? door.update : door.create, loss.get());
        ReconcileResult result = reconciler(door).reconcile(REPOSITORY, DESIRED);
        assertEquals(Outcome.UPDATED, result.outcome());
        assertEquals(List.of(UP_TO_DATE), settings());
        assertTrue(simulator.requests(door.create).size() <= 2);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void deletesTheOthers(Door door, Loss loss) throws Exception {
        SimulatedHook first = simulator.addHook(REPOSITORY, UP_TO_DATE);
        for (int i = 0; i < 3; i++) {
            simulator.addHook(REPOSITORY, UP_TO_DATE);
        }
        simulator.failNext(door.delete, loss.get());
        reconciler(door).reconcile(REPOSITORY, DESIRED);
        assertEquals(List.of(first), simulator.hooks(REPOSITORY));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void removesTheHook(Door door, Loss loss) throws Exception {
        simulator.addHook(REPOSITORY, UP_TO_DATE);
        simulator.failNext(door.delete, loss.get());
        reconciler(door).remove(REPOSITORY, URL);
        assertEquals(List.of(), simulator.hooks(REPOSITORY));
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void retriesTheList(Door door) throws Exception {
        simulator.failNext(door.list, Fault.answer(Reply.text(502, "text/html", "<html>Bad Gateway</html>")));
        simulator.failNext(door.list, Fault.answer(Reply.text(503, "text/plain", "busy")));
        reconciler(door).reconcile(REPOSITORY, DESIRED);
        assertEquals(List.of(UP_TO_DATE), settings());
        assertEquals(List.of(door.list + " 250", door.list + " 500"), told);
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void retriesAfterThrottling(Door door) throws Exception {
        simulator.failNext(door.create, Fault.answer(new Reply(429, Map.of("Retry-After", "3"), new byte[0])));
        reconciler(door).reconcile(REPOSITORY, DESIRED);
        assertEquals(List.of(UP_TO_DATE), settings());
        assertEquals(List.of(Duration.ofMillis(3250)), clock.sleeps());
        assertEquals(2, simulator.requests(door.list).size());
        assertEquals(2, simulator.requests(door.create).size());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void givesUpAfterFiveRoundsSaysWhyAndLeavesNothing(Door door) {
        for (int i = 0; i < 20; i++) {
            simulator.failNext(door.create, Fault.answer(Reply.json(500, "{\"errorCode\":\"InternalError\"}")));
        }
        CodeupException e =
                assertThrows(CodeupException.class, () -> reconciler(door).reconcile(REPOSITORY, DESIRED));
        assertEquals(Kind.SERVER_ERROR, e.kind(), e.getMessage());
        assertTrue(e.getMessage().contains("5 attempts"), e.getMessage());
        assertEquals(5, simulator.requests(door.create).size());
        assertEquals(11, simulator.requests(door.list).size(), "two before each further attempt");
        assertEquals(List.of(), settings());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void endsAllOfItByTheDeadline(Door door) {
        simulator.failNext(door.list, slow(30, call -> call.send(call.act())));
        simulator.failNext(door.create, slow(29, Fault.actThenDrop()));
        simulator.failNext(door.list, slow(1, Fault.answer(Reply.json(503, "{}"))));
        CodeupException e =
                assertThrows(CodeupException.class, () -> reconciler(door).reconcile(REPOSITORY, DESIRED));
        assertEquals(Kind.UNAVAILABLE, e.kind(), e.getMessage());
        assertTrue(e.getMessage().contains("would end after the total timeout"), e.getMessage());
        assertEquals(
                door.create, ((CodeupException) e.getSuppressed()[0]).call().operation());
        assertEquals(1, simulator.requests(door.create).size());
    }

    private Fault slow(int seconds, Fault fault) {
        return call -> {
            clock.pass(Duration.ofSeconds(seconds));
            fault.play(call);
        };
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void failsAtOnceIfWaitingDoesNotHelp(Door door) {
        simulator.failNext(door.create, Fault.answer(Reply.json(403, "{\"errorCode\":\"Forbidden\"}")));
        CodeupException e =
                assertThrows(CodeupException.class, () -> reconciler(door).reconcile(REPOSITORY, DESIRED));
        assertEquals(Kind.FORBIDDEN, e.kind());
        assertEquals(1, simulator.requests(door.create).size());
        assertEquals(List.of(), told);
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void stopsAtOnceWhenInterruptedInAWait(Door door) {
        simulator.failNext(door.create, Fault.dropBeforeActing());
        RetryPolicy.Listener interrupting = (call, attempt, attempts, wait, reason) ->
                Thread.currentThread().interrupt();
        WebhookReconciler reconciler = new WebhookReconciler(
                door.client(simulator.endpoint(), RetryPolicy.DEFAULT.withListener(interrupting)));
        assertThrows(InterruptedException.class, () -> reconciler.reconcile(REPOSITORY, DESIRED));
        assertFalse(Thread.interrupted());
        assertEquals(1, simulator.requests(door.create).size());
    }

    private WebhookReconciler reconciler(Door door) {
        return new WebhookReconciler(door.client(simulator.endpoint(), policy));
    }

    private List<HookSettings> settings() {
        return simulator.hooks(REPOSITORY).stream().map(SimulatedHook::settings).toList();
    }
}
