package io.jenkins.plugins.codeup.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.client.CallListener;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.client.http.CallPolicy;
import io.jenkins.plugins.codeup.client.http.RetrySettings;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.TestPace;
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

/** A call whose answer is lost may have had its effect: in the end there is exactly one hook all the same. */
class LostAnswersTest {

    private static final long REPOSITORY = TestCodeup.REPOSITORY;
    private static final String URL = "https://ci.example.com/codeup/hook";
    private static final DesiredWebhook WANTED = DesiredWebhook.to(URL).with(WebhookOption.NOTE_EVENTS, true);
    private static final HookSettings AS_WANTED = new HookSettings(URL, true, false, false, true, true, "", "");

    /** Faults after which nobody can tell, or nothing happened. */
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
    private final TestPace pace = new TestPace(0.5);
    private final CallPolicy policy = new CallPolicy(
            RetrySettings.DEFAULT,
            (call, attempt, attempts, wait, reason) -> told.add(call.operation() + " " + wait.toMillis()),
            pace);

    static Stream<Arguments> losses() {
        return Stream.of(Door.values()).flatMap(door -> Stream.of(Loss.values()).map(loss -> Arguments.of(door, loss)));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void makesOneHook(Door door, Loss loss) throws Exception {
        simulator.failNext(door.create, loss.get());
        ReconcileResult registration = registrar(door).ensure(REPOSITORY, WANTED);
        assertEquals(Outcome.CREATED, registration.outcome());
        assertEquals(List.of(AS_WANTED), settings());
        boolean happened = !loss.name().endsWith("BEFORE");
        assertEquals(happened ? 1 : 2, simulator.requests(door.create).size());
        assertEquals(List.of(door.create + " 250"), told);
    }

    /** Whether it is changed in place or replaced. */
    @ParameterizedTest
    @MethodSource("losses")
    void changesTheHook(Door door, Loss loss) throws Exception {
        simulator.addHook(REPOSITORY, HookSettings.to(URL));
        simulator.failNext(door.update != null ? door.update : door.create, loss.get());
        ReconcileResult registration = registrar(door).ensure(REPOSITORY, WANTED);
        assertEquals(Outcome.UPDATED, registration.outcome());
        assertEquals(List.of(AS_WANTED), settings());
        assertTrue(simulator.requests(door.create).size() <= 2);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void deletesTheOthers(Door door, Loss loss) throws Exception {
        SimulatedHook first = simulator.addHook(REPOSITORY, AS_WANTED);
        for (int i = 0; i < 3; i++) {
            simulator.addHook(REPOSITORY, AS_WANTED);
        }
        simulator.failNext(door.delete, loss.get());
        registrar(door).ensure(REPOSITORY, WANTED);
        assertEquals(List.of(first), simulator.hooks(REPOSITORY));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void removesTheHook(Door door, Loss loss) throws Exception {
        simulator.addHook(REPOSITORY, AS_WANTED);
        simulator.failNext(door.delete, loss.get());
        registrar(door).remove(REPOSITORY, URL);
        assertEquals(List.of(), simulator.hooks(REPOSITORY));
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void triesTheLookAgain(Door door) throws Exception {
        // not a broken connection: after one the JDK's client sends a GET again by itself
        simulator.failNext(door.list, Fault.answer(Reply.text(502, "text/html", "<html>Bad Gateway</html>")));
        simulator.failNext(door.list, Fault.answer(Reply.text(503, "text/plain", "busy")));
        registrar(door).ensure(REPOSITORY, WANTED);
        assertEquals(List.of(AS_WANTED), settings());
        assertEquals(List.of(door.list + " 250", door.list + " 500"), told);
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void triesAgainWhatWasRefusedForHaste(Door door) throws Exception {
        simulator.failNext(door.create, Fault.answer(new Reply(429, Map.of("Retry-After", "3"), new byte[0])));
        registrar(door).ensure(REPOSITORY, WANTED);
        assertEquals(List.of(AS_WANTED), settings());
        assertEquals(List.of(Duration.ofMillis(3250)), pace.sleeps());
        assertEquals(2, simulator.requests(door.list).size());
        assertEquals(2, simulator.requests(door.create).size());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void givesUpAfterFiveRoundsAndSaysWhyAndLeavesNothing(Door door) {
        for (int i = 0; i < 20; i++) {
            simulator.failNext(door.create, Fault.answer(Reply.json(500, "{\"errorCode\":\"InternalError\"}")));
        }
        CodeupException e =
                assertThrows(CodeupException.class, () -> registrar(door).ensure(REPOSITORY, WANTED));
        assertEquals(Kind.SERVER_ERROR, e.kind(), e.getMessage());
        assertTrue(e.getMessage().contains("5 attempts"), e.getMessage());
        assertEquals(5, simulator.requests(door.create).size());
        assertEquals(6, simulator.requests(door.list).size());
        assertEquals(List.of(), settings());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void endsAllOfItByTheDeadline(Door door) {
        simulator.failNext(door.list, slow(30, call -> call.send(call.act())));
        simulator.failNext(door.create, slow(29, Fault.actThenDrop()));
        simulator.failNext(door.list, slow(1, Fault.answer(Reply.json(503, "{}"))));
        CodeupException e =
                assertThrows(CodeupException.class, () -> registrar(door).ensure(REPOSITORY, WANTED));
        assertEquals(Kind.UNAVAILABLE, e.kind(), e.getMessage());
        assertTrue(e.getMessage().contains("would end after the deadline"), e.getMessage());
        assertEquals(
                door.create, ((CodeupException) e.getSuppressed()[0]).call().operation());
        assertEquals(1, simulator.requests(door.create).size());
    }

    private Fault slow(int seconds, Fault fault) {
        return call -> {
            pace.pass(Duration.ofSeconds(seconds));
            fault.play(call);
        };
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void failsAtOnceWhereWaitingDoesNotHelp(Door door) {
        simulator.failNext(door.create, Fault.answer(Reply.json(403, "{\"errorCode\":\"Forbidden\"}")));
        CodeupException e =
                assertThrows(CodeupException.class, () -> registrar(door).ensure(REPOSITORY, WANTED));
        assertEquals(Kind.FORBIDDEN, e.kind());
        assertEquals(1, simulator.requests(door.create).size());
        assertEquals(List.of(), told);
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void stopsAtOnceWhenInterruptedInAWait(Door door) {
        simulator.failNext(door.create, Fault.dropBeforeActing());
        CallListener interrupting = (call, attempt, attempts, wait, reason) ->
                Thread.currentThread().interrupt();
        WebhookReconciler registrar = new WebhookReconciler(
                door.client(simulator.endpoint(), new CallPolicy(RetrySettings.DEFAULT, interrupting)));
        assertThrows(InterruptedException.class, () -> registrar.ensure(REPOSITORY, WANTED));
        assertFalse(Thread.interrupted());
        assertEquals(1, simulator.requests(door.create).size());
    }

    private WebhookReconciler registrar(Door door) {
        return new WebhookReconciler(door.client(simulator.endpoint(), policy));
    }

    private List<HookSettings> settings() {
        return simulator.hooks(REPOSITORY).stream().map(SimulatedHook::settings).toList();
    }
}
