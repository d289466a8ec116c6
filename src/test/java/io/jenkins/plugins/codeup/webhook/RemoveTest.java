package io.jenkins.plugins.codeup.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.SimulatedHook;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

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

    static Stream<Arguments> statusesOfTheSystemFamily() {
        return Stream.of(Door.values())
                .flatMap(door -> Stream.of(200, 400, 404, 500).map(status -> Arguments.of(door, status)));
    }

    /** Case R08. */
    @ParameterizedTest
    @MethodSource("statusesOfTheSystemFamily")
    @FieldCase({"A04", "R08"})
    void whatSomebodyElseHasJustDeletedIsGoneWhateverTheStatus(Door door, int status) throws Exception {
        SimulatedHook hook = simulator.addHook(REPOSITORY, HookSettings.to(URL));
        simulator.withSystemErrors(status).failNext(door.delete, call -> {
            simulator.removeHook(REPOSITORY, hook.id());
            call.send(call.act());
        });
        assertEquals(List.of(), reconciler(door).remove(REPOSITORY, URL));
        assertEquals(1, simulator.requests(door.delete).size());
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
