package io.jenkins.plugins.codeup.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.SimulatedHook;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Removing webhooks. */
class RemoveTest {

    private static final long REPOSITORY = TestCodeup.REPOSITORY;
    private static final String URL = "https://ci.example.com/codeup/hook";

    @AutoClose
    private final CodeupSimulator simulator = Door.start();

    @ParameterizedTest
    @EnumSource(Door.class)
    void removesAllWebhooksWithATargetUrl(Door door) throws Exception {
        SimulatedHook first = simulator.addHook(REPOSITORY, HookSettings.to(URL));
        SimulatedHook others = simulator.addHook(REPOSITORY, HookSettings.to(URL + "?token=a"));
        SimulatedHook second = simulator.addHook(REPOSITORY, HookSettings.to(URL + "/"));
        assertEquals(List.of(first.id(), second.id()), reconciler(door).remove(REPOSITORY, URL));
        assertEquals(List.of(others), simulator.hooks(REPOSITORY));
        assertEquals(List.of(), reconciler(door).remove(REPOSITORY, URL));
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void removesAHookByItsId(Door door) throws Exception {
        SimulatedHook first = simulator.addHook(REPOSITORY, HookSettings.to(URL));
        SimulatedHook second = simulator.addHook(REPOSITORY, HookSettings.to(URL));
        assertEquals(List.of(second.id()), reconciler(door).remove(REPOSITORY, second.id()));
        assertEquals(List.of(first), simulator.hooks(REPOSITORY));
        assertEquals(List.of(), reconciler(door).remove(REPOSITORY, second.id()));
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void saysThatTheRepositoryIsMissing(Door door) {
        CodeupException e =
                assertThrows(CodeupException.class, () -> reconciler(door).remove(404404, 1));
        assertEquals(Kind.NOT_FOUND, e.kind());
    }

    private WebhookReconciler reconciler(Door door) {
        return new WebhookReconciler(door.client(simulator));
    }
}
