package io.jenkins.plugins.codeup.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.architecture.FieldCase;
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
import io.jenkins.plugins.codeup.simulator.http.Oddity;
import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import io.jenkins.plugins.codeup.webhook.ReconcileResult.Outcome;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reconciliation without faults, by every API. */
class WebhookReconcilerTest {

    private static final long REPOSITORY = TestCodeup.REPOSITORY;
    private static final String URL = "https://ci.example.com/codeup/hook";
    private static final DesiredWebhook DESIRED =
            DesiredWebhook.to(URL).with(WebhookOption.TAG_PUSH_EVENTS, true).withSecretToken(SecretValue.of("s1"));
    private static final HookSettings UP_TO_DATE = new HookSettings(URL, true, false, true, false, true, "", "s1");

    @AutoClose
    private final CodeupSimulator simulator = Door.start();

    @ParameterizedTest
    @EnumSource(Door.class)
    void createsAWebhookIfThereIsNone(Door door) throws Exception {
        ReconcileResult result = reconciler(door).reconcile(REPOSITORY, DESIRED);
        assertEquals(Outcome.CREATED, result.outcome());
        assertEquals(List.of(UP_TO_DATE), settings());
        assertEquals(hook().id(), result.webhook().id());
        assertEquals(List.of(), result.removed());
        assertTrue(result.requestId().matches("(?i)[0-9a-f-]{36}"), result.requestId());
        assertCalls(door.list, door.create, door.list);
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void costsOneListIfNothingIsToBeDone(Door door) throws Exception {
        SimulatedHook before = simulator.addHook(REPOSITORY, UP_TO_DATE);
        ReconcileResult result = reconciler(door).reconcile(REPOSITORY, DESIRED);
        assertEquals(Outcome.UNCHANGED, result.outcome());
        assertEquals(before.id(), result.webhook().id());
        assertEquals(null, result.requestId());
        assertCalls(door.list);
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void oneListTellsWhichOfManyWebhooksHaveDrifted(Door door) throws Exception {
        DesiredWebhook missing = DesiredWebhook.to("https://ci.example.com/missing");
        DesiredWebhook twice = DesiredWebhook.to("https://ci.example.com/twice");
        DesiredWebhook drifted =
                DesiredWebhook.to("https://ci.example.com/drifted").with(WebhookOption.PUSH_EVENTS, false);
        simulator.addHook(REPOSITORY, UP_TO_DATE);
        simulator.addHook(REPOSITORY, HookSettings.to(twice.url()));
        simulator.addHook(REPOSITORY, HookSettings.to(twice.url()));
        simulator.addHook(REPOSITORY, HookSettings.to(drifted.url()));
        assertEquals(
                List.of(missing, twice, drifted),
                reconciler(door).drifted(REPOSITORY, List.of(DESIRED, missing, twice, drifted)));
        assertCalls(door.list);
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void isTheSameWebhookIfItsUrlIsWrittenAnotherWay(Door door) throws Exception {
        simulator.addHook(REPOSITORY, HookSettings.to("HTTPS://CI.example.com:443/codeup/%68ook/"));
        ReconcileResult result = reconciler(door).reconcile(REPOSITORY, DesiredWebhook.to(URL));
        assertEquals(Outcome.UNCHANGED, result.outcome());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void updatesAWebhookThatHasDriftedAndKeepsTheRestOfIt(Door door) throws Exception {
        SimulatedHook before =
                simulator.addHook(REPOSITORY, new HookSettings(URL, false, true, false, true, false, "by hand", "old"));
        ReconcileResult result = reconciler(door).reconcile(REPOSITORY, DESIRED);
        assertEquals(Outcome.UPDATED, result.outcome());
        assertEquals(List.of(new HookSettings(URL, false, true, true, true, false, "by hand", "s1")), settings());
        if (door.update != null) {
            assertEquals(before.id(), hook().id());
            assertEquals(List.of(), result.removed());
            assertCalls(door.list, door.update, door.list);
        } else {
            assertEquals(List.of(before.id()), result.removed());
            assertCalls(door.list, door.create, door.list, door.delete, door.list);
        }
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    @FieldCase({"B1", "H01"})
    void twoJobsWithTokenUrlsOfAnotherPluginHaveAWebhookEach(Door door) throws Exception {
        String invoke = "https://ci.example.com/generic-webhook-trigger/invoke?token=";
        for (int i = 0; i < 2; i++) {
            for (String job : List.of("job-a", "job-b")) {
                ReconcileResult result = reconciler(door).reconcile(REPOSITORY, DesiredWebhook.to(invoke + job));
                assertEquals(i == 0 ? Outcome.CREATED : Outcome.UNCHANGED, result.outcome());
            }
        }
        assertEquals(List.of(HookSettings.to(invoke + "job-a"), HookSettings.to(invoke + "job-b")), settings());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    @FieldCase("K02")
    void aWebhookWithoutAUrlOrAnIdIsNobodys(Door door) throws Exception {
        simulator.addHook(REPOSITORY, UP_TO_DATE);
        String id = door == Door.ALIYUN ? "Id" : "id";
        String url = door == Door.ALIYUN ? "Url" : "url";
        simulator.withOddAnswers(
                door.list,
                Oddity.element(0, "{\"" + id + "\":7,\"" + url + "\":null}")
                        .then(Oddity.element(0, "{\"" + url + "\":\"" + URL + "\"}")));
        assertEquals(
                Outcome.UNCHANGED,
                reconciler(door).reconcile(REPOSITORY, DESIRED).outcome());
        assertCalls(door.list);
    }

    /** Case H10. */
    @ParameterizedTest
    @EnumSource(Door.class)
    @FieldCase("H10")
    void aSecretThatIsShownAsStarsIsTheRightOne(Door door) throws Exception {
        simulator.addHook(REPOSITORY, UP_TO_DATE);
        simulator.withOddAnswers(door.list, Oddity.with(door == Door.ALIYUN ? "SecretToken" : "token", "\"******\""));
        assertEquals(
                Outcome.UNCHANGED,
                reconciler(door).reconcile(REPOSITORY, DESIRED).outcome());
    }

    /** Case H03. */
    @ParameterizedTest
    @EnumSource(Door.class)
    @FieldCase("H03")
    void aHostWithAnUnderscoreInBothCasesOfLettersHasOneWebhook(Door door) throws Exception {
        simulator.addHook(REPOSITORY, HookSettings.to("https://ci_server.example.com/x"));
        ReconcileResult result =
                reconciler(door).reconcile(REPOSITORY, DesiredWebhook.to("https://CI_server.example.com/x/"));
        assertEquals(Outcome.UNCHANGED, result.outcome());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void leavesOneOfSeveralWebhooksWithTheTargetUrlAndTouchesNoOthers(Door door) throws Exception {
        SimulatedHook first = simulator.addHook(REPOSITORY, UP_TO_DATE);
        SimulatedHook others = simulator.addHook(REPOSITORY, HookSettings.to(URL + "/of/others"));
        SimulatedHook second = simulator.addHook(REPOSITORY, UP_TO_DATE);
        SimulatedHook third = simulator.addHook(REPOSITORY, UP_TO_DATE);
        ReconcileResult result = reconciler(door).reconcile(REPOSITORY, DESIRED);
        assertEquals(Outcome.UNCHANGED, result.outcome());
        assertEquals(List.of(second.id(), third.id()), result.removed());
        assertEquals(List.of(first, others), simulator.hooks(REPOSITORY));
        assertCalls(door.list, door.delete, door.delete, door.list);
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void endsWithOneWebhookWhateverThereWas(Door door) throws Exception {
        simulator.addHook(REPOSITORY, HookSettings.to(URL));
        simulator.addHook(REPOSITORY, UP_TO_DATE);
        simulator.addHook(REPOSITORY, HookSettings.to(URL + "/"));
        assertEquals(
                Outcome.UPDATED, reconciler(door).reconcile(REPOSITORY, DESIRED).outcome());
        assertEquals(List.of(UP_TO_DATE), settings());
    }

    /** Deliveries in between would be lost. */
    @ParameterizedTest
    @EnumSource(Door.class)
    void neverDeletesBeforeTheOtherOneIsThere(Door door) throws Exception {
        simulator.addHook(REPOSITORY, HookSettings.to(URL));
        simulator.failNext(door.delete, call -> {
            assertTrue(settings().contains(UP_TO_DATE));
            call.send(call.act());
        });
        reconciler(door).reconcile(REPOSITORY, DESIRED);
        assertEquals(List.of(UP_TO_DATE), settings());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void givesASecretToAWebhookWithoutOne(Door door) throws Exception {
        simulator.addHook(REPOSITORY, new HookSettings(URL, true, false, true, false, true, "", ""));
        assertEquals(
                Outcome.UPDATED, reconciler(door).reconcile(REPOSITORY, DESIRED).outcome());
        assertEquals(List.of(UP_TO_DATE), settings());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void takesASecretThatCodeupDoesNotShowForTheRightOne(Door door) throws Exception {
        String hook = "{\"Id\":7,\"Url\":\"" + URL + "\"}";
        String list =
                door == Door.ALIYUN ? "{\"Success\":true,\"Total\":1,\"Result\":[" + hook + "]}" : "[" + hook + "]";
        simulator.failNext(door.list, Fault.answer(Reply.json(200, list)));
        assertEquals(
                Outcome.UNCHANGED,
                reconciler(door).reconcile(REPOSITORY, DESIRED).outcome());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void findsWhatItLeft(Door door) throws Exception {
        for (DesiredWebhook spec : List.of(
                DESIRED,
                DESIRED.withDescription("  "),
                DESIRED.withDescription(" 构建 \n"),
                DESIRED.withSecretToken(SecretValue.of("")),
                DesiredWebhook.to("https://ci.example.com/代码/?b=2&a=%e4%bb%a3&token=x"))) {
            reconciler(door).reconcile(REPOSITORY, spec);
            simulator.forgetRequests();
            assertEquals(
                    Outcome.UNCHANGED,
                    reconciler(door).reconcile(REPOSITORY, spec).outcome(),
                    spec.toString());
            assertCalls(door.list);
        }
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void keepsTheOldWebhookIfTheWriteIsRejected(Door door) {
        SimulatedHook old = simulator.addHook(REPOSITORY, HookSettings.to(URL));
        String write = door.update != null ? door.update : door.create;
        simulator.failNext(write, Fault.answer(Reply.json(403, "{\"errorCode\":\"Forbidden\"}")));
        CodeupException e =
                assertThrows(CodeupException.class, () -> reconciler(door).reconcile(REPOSITORY, DESIRED));
        assertEquals(Kind.FORBIDDEN, e.kind());
        assertEquals(List.of(old), simulator.hooks(REPOSITORY));
        assertCalls(door.list, write);
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void saysThatTheRepositoryIsMissing(Door door) {
        CodeupException e =
                assertThrows(CodeupException.class, () -> reconciler(door).reconcile(404404, DESIRED));
        assertEquals(Kind.NOT_FOUND, e.kind());
    }

    private WebhookReconciler reconciler(Door door) {
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
