package io.jenkins.plugins.codeup.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.SimulatedHook;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import io.jenkins.plugins.codeup.webhook.ReconcileResult.Outcome;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds through every door, as long as nothing goes wrong. */
class WebhookReconcilerTest {

    private static final long REPOSITORY = TestCodeup.REPOSITORY;
    private static final String URL = "https://ci.example.com/codeup/hook";
    private static final DesiredWebhook WANTED =
            DesiredWebhook.to(URL).with(WebhookOption.TAG_PUSH_EVENTS, true).withSecretToken(SecretValue.of("s1"));
    private static final HookSettings AS_WANTED = new HookSettings(URL, true, false, true, false, true, "", "s1");

    @AutoClose
    private final CodeupSimulator simulator = Door.start();

    @ParameterizedTest
    @EnumSource(Door.class)
    void makesAHookWhereThereIsNone(Door door) throws Exception {
        ReconcileResult registration = registrar(door).ensure(REPOSITORY, WANTED);
        assertEquals(Outcome.CREATED, registration.outcome());
        assertEquals(List.of(AS_WANTED), settings());
        assertEquals(hook().id(), registration.webhook().id());
        assertEquals(List.of(), registration.removed());
        assertTrue(registration.requestId().matches("(?i)[0-9a-f-]{36}"), registration.requestId());
        assertCalls(door.list, door.create, door.list);
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void costsOneLookWhereNothingIsToBeDone(Door door) throws Exception {
        SimulatedHook before = simulator.addHook(REPOSITORY, AS_WANTED);
        ReconcileResult registration = registrar(door).ensure(REPOSITORY, WANTED);
        assertEquals(Outcome.UNCHANGED, registration.outcome());
        assertEquals(before.id(), registration.webhook().id());
        assertEquals(null, registration.requestId());
        assertCalls(door.list);
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void oneLookTellsWhichOfManyHooksAreNotAsWanted(Door door) throws Exception {
        DesiredWebhook missing = DesiredWebhook.to("https://ci.example.com/missing");
        DesiredWebhook twice = DesiredWebhook.to("https://ci.example.com/twice");
        DesiredWebhook drifted = DesiredWebhook.to("https://ci.example.com/drifted").with(WebhookOption.PUSH_EVENTS, false);
        simulator.addHook(REPOSITORY, AS_WANTED);
        simulator.addHook(REPOSITORY, HookSettings.to(twice.url()));
        simulator.addHook(REPOSITORY, HookSettings.to(twice.url()));
        simulator.addHook(REPOSITORY, HookSettings.to(drifted.url()));
        assertEquals(
                List.of(missing, twice, drifted),
                registrar(door).notAsWanted(REPOSITORY, List.of(WANTED, missing, twice, drifted)));
        assertCalls(door.list);
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void isTheSameHookThoughItsUrlIsWrittenOtherwise(Door door) throws Exception {
        simulator.addHook(REPOSITORY, HookSettings.to("HTTPS://CI.example.com:443/codeup/%68ook/"));
        ReconcileResult registration = registrar(door).ensure(REPOSITORY, DesiredWebhook.to(URL));
        assertEquals(Outcome.UNCHANGED, registration.outcome());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void changesAHookThatIsNotAsWantedAndKeepsTheRestOfIt(Door door) throws Exception {
        SimulatedHook before =
                simulator.addHook(REPOSITORY, new HookSettings(URL, false, true, false, true, false, "by hand", "old"));
        ReconcileResult registration = registrar(door).ensure(REPOSITORY, WANTED);
        assertEquals(Outcome.UPDATED, registration.outcome());
        assertEquals(List.of(new HookSettings(URL, false, true, true, true, false, "by hand", "s1")), settings());
        if (door.update != null) {
            assertEquals(before.id(), hook().id());
            assertEquals(List.of(), registration.removed());
            assertCalls(door.list, door.update, door.list);
        } else {
            assertEquals(List.of(before.id()), registration.removed());
            assertCalls(door.list, door.create, door.list, door.delete, door.list);
        }
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void bringsANewTokenInTheUrlToTheHook(Door door) throws Exception {
        simulator.addHook(REPOSITORY, HookSettings.to(URL + "?token=old"));
        registrar(door).ensure(REPOSITORY, DesiredWebhook.to(URL + "?token=new"));
        assertEquals(List.of(HookSettings.to(URL + "?token=new")), settings());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void leavesOneOfSeveralHooksToThePlaceAndOthersAlone(Door door) throws Exception {
        SimulatedHook first = simulator.addHook(REPOSITORY, AS_WANTED);
        SimulatedHook others = simulator.addHook(REPOSITORY, HookSettings.to(URL + "/of/others"));
        SimulatedHook second = simulator.addHook(REPOSITORY, AS_WANTED);
        SimulatedHook third = simulator.addHook(REPOSITORY, AS_WANTED);
        ReconcileResult registration = registrar(door).ensure(REPOSITORY, WANTED);
        assertEquals(Outcome.UNCHANGED, registration.outcome());
        assertEquals(List.of(second.id(), third.id()), registration.removed());
        assertEquals(List.of(first, others), simulator.hooks(REPOSITORY));
        assertCalls(door.list, door.delete, door.delete, door.list);
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void endsWithOneHookWhateverThereWas(Door door) throws Exception {
        simulator.addHook(REPOSITORY, HookSettings.to(URL));
        simulator.addHook(REPOSITORY, AS_WANTED);
        simulator.addHook(REPOSITORY, HookSettings.to(URL + "/"));
        assertEquals(Outcome.UPDATED, registrar(door).ensure(REPOSITORY, WANTED).outcome());
        assertEquals(List.of(AS_WANTED), settings());
    }

    /** Until the new one is there: deliveries in between would be lost. */
    @ParameterizedTest
    @EnumSource(Door.class)
    void neverDeletesBeforeTheOtherOneIsThere(Door door) throws Exception {
        simulator.addHook(REPOSITORY, HookSettings.to(URL));
        simulator.failNext(door.delete, call -> {
            assertTrue(settings().contains(AS_WANTED));
            call.send(call.act());
        });
        registrar(door).ensure(REPOSITORY, WANTED);
        assertEquals(List.of(AS_WANTED), settings());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void givesASecretToAHookWithoutOne(Door door) throws Exception {
        simulator.addHook(REPOSITORY, new HookSettings(URL, true, false, true, false, true, "", ""));
        assertEquals(Outcome.UPDATED, registrar(door).ensure(REPOSITORY, WANTED).outcome());
        assertEquals(List.of(AS_WANTED), settings());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void takesASecretThatCodeupDoesNotTellForTheRightOne(Door door) throws Exception {
        String hook = "{\"Id\":7,\"Url\":\"" + URL + "\"}";
        String list =
                door == Door.ALIYUN ? "{\"Success\":true,\"Total\":1,\"Result\":[" + hook + "]}" : "[" + hook + "]";
        simulator.failNext(door.list, Fault.answer(Reply.json(200, list)));
        assertEquals(
                Outcome.UNCHANGED, registrar(door).ensure(REPOSITORY, WANTED).outcome());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void findsWhatItLeft(Door door) throws Exception {
        for (DesiredWebhook spec : List.of(
                WANTED,
                WANTED.withDescription("  "),
                WANTED.withDescription(" 构建 \n"),
                WANTED.withSecretToken(SecretValue.of("")),
                DesiredWebhook.to("https://ci.example.com/代码/?b=2&a=%e4%bb%a3&token=x"))) {
            registrar(door).ensure(REPOSITORY, spec);
            simulator.forgetRequests();
            assertEquals(
                    Outcome.UNCHANGED, registrar(door).ensure(REPOSITORY, spec).outcome(), spec.toString());
            assertCalls(door.list);
        }
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void leavesTheOldHookWhereTheChangeIsRefused(Door door) {
        SimulatedHook old = simulator.addHook(REPOSITORY, HookSettings.to(URL));
        String write = door.update != null ? door.update : door.create;
        simulator.failNext(write, Fault.answer(Reply.json(403, "{\"errorCode\":\"Forbidden\"}")));
        CodeupException e =
                assertThrows(CodeupException.class, () -> registrar(door).ensure(REPOSITORY, WANTED));
        assertEquals(Kind.FORBIDDEN, e.kind());
        assertEquals(List.of(old), simulator.hooks(REPOSITORY));
        assertCalls(door.list, write);
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void saysThatTheRepositoryIsMissing(Door door) {
        CodeupException e =
                assertThrows(CodeupException.class, () -> registrar(door).ensure(404404, WANTED));
        assertEquals(Kind.NOT_FOUND, e.kind());
    }

    private WebhookReconciler registrar(Door door) {
        return new WebhookReconciler(door.client(simulator));
    }

    private List<HookSettings> settings() {
        return simulator.hooks(REPOSITORY).stream().map(SimulatedHook::settings).toList();
    }

    private SimulatedHook hook() {
        assertEquals(1, simulator.hooks(REPOSITORY).size());
        return simulator.hooks(REPOSITORY).get(0);
    }

    private void assertCalls(String... operations) {
        assertEquals(
                List.of(operations),
                simulator.requests().stream().map(ReceivedRequest::operation).toList());
    }
}
