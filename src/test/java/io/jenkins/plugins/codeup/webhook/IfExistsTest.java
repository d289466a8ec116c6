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
import io.jenkins.plugins.codeup.webhook.WebhookReconciler.IfExists;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is done if the webhook exists. */
class IfExistsTest {

    private static final long REPOSITORY = TestCodeup.REPOSITORY;
    private static final String URL = "https://ci.example.com/codeup/hook";
    private static final DesiredWebhook DESIRED = DesiredWebhook.to(URL).withDescription("wanted");

    @AutoClose
    private final CodeupSimulator simulator = Door.start();

    @ParameterizedTest
    @EnumSource(Door.class)
    void keepsWhateverIsThereIfAsked(Door door) throws Exception {
        SimulatedHook first = simulator.addHook(REPOSITORY, HookSettings.to(URL));
        simulator.addHook(REPOSITORY, HookSettings.to(URL));
        ReconcileResult result = reconciler(door).reconcile(REPOSITORY, DESIRED, IfExists.KEEP);
        assertEquals(Outcome.UNCHANGED, result.outcome());
        assertEquals(first.id(), result.webhook().id());
        assertEquals(2, settings().size());
        assertCalls(door.list);
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void failsIfAsked(Door door) {
        SimulatedHook first = simulator.addHook(REPOSITORY, HookSettings.to(URL));
        CodeupException e = assertThrows(
                CodeupException.class, () -> reconciler(door).reconcile(REPOSITORY, DESIRED, IfExists.FAIL));
        assertEquals(Kind.EXISTS, e.kind());
        assertEquals(first.id(), e.webhookId());
        String text = e.describe(Locale.ENGLISH);
        assertTrue(text.contains("shows a webhook with this URL: webhook " + first.id() + ". The setting"), text);
        assertCalls(door.list);
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void createsAMissingWebhookWhateverTheSetting(Door door) throws Exception {
        for (IfExists ifExists : IfExists.values()) {
            ReconcileResult result =
                    reconciler(door).reconcile(REPOSITORY, DesiredWebhook.to(URL + ifExists), ifExists);
            assertEquals(Outcome.CREATED, result.outcome());
        }
        assertEquals(3, settings().size());
    }

    private WebhookReconciler reconciler(Door door) {
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
