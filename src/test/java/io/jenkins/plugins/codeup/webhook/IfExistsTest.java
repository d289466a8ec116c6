package io.jenkins.plugins.codeup.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.SimulatedHook;
import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import io.jenkins.plugins.codeup.webhook.ReconcileResult.Outcome;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is done about a hook that is there already. */
class IfExistsTest {

    private static final long REPOSITORY = TestCodeup.REPOSITORY;
    private static final String URL = "https://ci.example.com/codeup/hook";
    private static final DesiredWebhook WANTED = DesiredWebhook.to(URL).withDescription("wanted");

    @AutoClose
    private final CodeupSimulator simulator = Door.start();

    @ParameterizedTest
    @EnumSource(Door.class)
    void keepsWhateverIsThereWhereAsked(Door door) throws Exception {
        SimulatedHook first = simulator.addHook(REPOSITORY, HookSettings.to(URL));
        simulator.addHook(REPOSITORY, HookSettings.to(URL));
        ReconcileResult registration = registrar(door).ensure(REPOSITORY, WANTED, IfExists.KEEP);
        assertEquals(Outcome.UNCHANGED, registration.outcome());
        assertEquals(first.id(), registration.webhook().id());
        assertEquals(2, settings().size());
        assertCalls(door.list);
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void failsWhereThereMustBeNone(Door door) {
        SimulatedHook first = simulator.addHook(REPOSITORY, HookSettings.to(URL));
        CodeupException e =
                assertThrows(CodeupException.class, () -> registrar(door).ensure(REPOSITORY, WANTED, IfExists.FAIL));
        assertEquals(Kind.EXISTS, e.kind());
        assertEquals(first.id(), e.webhookId());
        String text = e.describe(Locale.ENGLISH);
        assertTrue(text.contains("shows a webhook to this URL: webhook " + first.id() + ". There must be none"), text);
        assertCalls(door.list);
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void makesTheHookThatIsNotThereInAllWays(Door door) throws Exception {
        for (IfExists ifExists : IfExists.values()) {
            ReconcileResult registration = registrar(door).ensure(REPOSITORY, DesiredWebhook.to(URL + ifExists), ifExists);
            assertEquals(Outcome.CREATED, registration.outcome());
        }
        assertEquals(3, settings().size());
    }

    private WebhookReconciler registrar(Door door) {
        return new WebhookReconciler(door.client(simulator));
    }

    private List<HookSettings> settings() {
        return simulator.hooks(REPOSITORY).stream().map(SimulatedHook::settings).toList();
    }

    private void assertCalls(String... operations) {
        assertEquals(
                List.of(operations),
                simulator.requests().stream().map(ReceivedRequest::operation).toList());
    }
}
