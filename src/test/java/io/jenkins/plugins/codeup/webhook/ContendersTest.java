package io.jenkins.plugins.codeup.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.FlakyNetwork;
import io.jenkins.plugins.codeup.simulator.TestClock;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.SimulatedHook;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import io.jenkins.plugins.codeup.webhook.ReconcileResult.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Another controller does all of its work between two of our calls. */
@Timeout(30)
class ContendersTest {

    private static final long REPOSITORY = TestCodeup.REPOSITORY;
    private static final String URL = "https://ci.example.com/codeup/hook";
    private static final DesiredWebhook OURS = DesiredWebhook.to(URL).withSecretToken(SecretValue.of("ours"));
    private static final DesiredWebhook THEIRS = DesiredWebhook.to(URL).withSecretToken(SecretValue.of("theirs"));

    @AutoClose
    private final CodeupSimulator simulator = Door.start();

    @AutoClose
    private final FlakyNetwork elsewhere = new FlakyNetwork(simulator.endpoint());

    private final List<String> told = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(Door.class)
    void bothMakeTheSameHook(Door door) throws Exception {
        simulator.failNext(door.create, meanwhile(door, OURS, true));
        ReconcileResult ours = reconciler(door).reconcile(REPOSITORY, OURS);
        assertEquals(Outcome.CREATED, ours.outcome());
        assertEquals(List.of(ours.webhook().id()), ids());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void bothChangeTheHookToTheSame(Door door) throws Exception {
        simulator.addHook(REPOSITORY, HookSettings.to(URL));
        simulator.failNext(write(door), meanwhile(door, OURS, true));
        ReconcileResult ours = reconciler(door).reconcile(REPOSITORY, OURS);
        assertEquals(List.of(ours.webhook().id()), ids());
        assertEquals(List.of("ours"), secrets());
    }

    /** The last write stays. */
    @ParameterizedTest
    @EnumSource(Door.class)
    void theyDesireAnotherStateAndComeFirst(Door door) throws Exception {
        simulator.addHook(REPOSITORY, HookSettings.to(URL));
        simulator.failNext(write(door), meanwhile(door, THEIRS, true));
        reconciler(door).reconcile(REPOSITORY, OURS);
        assertEquals(List.of("ours"), secrets());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void theyDesireAnotherStateAndComeLast(Door door) throws Exception {
        simulator.addHook(REPOSITORY, HookSettings.to(URL));
        simulator.failNext(write(door), meanwhile(door, THEIRS, false));
        reconciler(door).reconcile(REPOSITORY, OURS);
        assertEquals(List.of("ours"), secrets());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void theyDeleteTheHookThatWeChange(Door door) throws Exception {
        simulator.addHook(REPOSITORY, HookSettings.to(URL));
        simulator.failNext(write(door), call -> {
            quietly(() -> other(door).remove(REPOSITORY, URL));
            call.send(call.act());
        });
        reconciler(door).reconcile(REPOSITORY, OURS);
        assertEquals(List.of("ours"), secrets());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void theyDeleteTheDuplicateThatWeDelete(Door door) throws Exception {
        SimulatedHook first = simulator.addHook(REPOSITORY, HookSettings.to(URL));
        SimulatedHook second = simulator.addHook(REPOSITORY, HookSettings.to(URL));
        simulator.failNext(door.delete, call -> {
            quietly(() -> other(door).remove(REPOSITORY, second.id()));
            call.send(call.act());
        });
        ReconcileResult ours = reconciler(door).reconcile(REPOSITORY, DesiredWebhook.to(URL));
        assertEquals(List.of(), ours.removed(), "it was theirs to delete");
        assertEquals(List.of(first), simulator.hooks(REPOSITORY));
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void theyNeverStop(Door door) {
        simulator.addHook(REPOSITORY, HookSettings.to(URL));
        // the faults meet our writes and theirs in turn
        for (int i = 0; i < 20; i++) {
            simulator.failNext(write(door), meanwhile(door, THEIRS, false));
            simulator.failNext(write(door), call -> call.send(call.act()));
        }
        CodeupException e =
                assertThrows(CodeupException.class, () -> reconciler(door).reconcile(REPOSITORY, OURS));
        assertEquals(Kind.CONFLICT, e.kind());
        assertEquals(door.list, e.call().operation());
        assertTrue(e.getMessage().contains("Another program keeps changing the webhook"), e.getMessage());
        assertEquals(List.of("theirs"), secrets());
        assertEquals(3, told.size(), told.toString());
    }

    /** Then the next run finds drift again, but there is neither an error nor a growing number of webhooks. */
    @ParameterizedTest
    @EnumSource(Door.class)
    void codeupItselfKeepsAValueInAnotherForm(Door door) throws Exception {
        simulator.addHook(REPOSITORY, HookSettings.to(URL));
        simulator.failNext(write(door), call -> {
            SimulatedHook old = simulator.hooks(REPOSITORY).get(0);
            call.act();
            call.send(rewritten(door, simulator.hooks(REPOSITORY), old));
        });
        DesiredWebhook wanted = DesiredWebhook.to(URL).withDescription("as stated");
        for (int i = 0; i < 10; i++) {
            simulator.failNext(door.list, call -> call.send(reworded(call.act())));
        }
        ReconcileResult ours = reconciler(door).reconcile(REPOSITORY, wanted);
        assertEquals(Outcome.UPDATED, ours.outcome());
        assertEquals(1, simulator.requests(write(door)).size());
        assertEquals(1, ids().size());
    }

    private static Reply rewritten(Door door, List<SimulatedHook> hooks, SimulatedHook old) {
        SimulatedHook hook = hooks.get(hooks.size() - 1);
        String json = door == Door.ALIYUN
                ? "{\"Success\":true,\"Result\":{\"Id\":" + hook.id() + ",\"Url\":\"" + URL
                        + "\",\"Description\":\"As stated\"}}"
                : "{\"id\":" + old.id() + ",\"url\":\"" + URL + "\",\"description\":\"As stated\"}";
        return Reply.json(200, json);
    }

    private static Reply reworded(Reply reply) {
        String text = new String(reply.body(), StandardCharsets.UTF_8);
        return Reply.json(200, text.replace("as stated", "As stated"));
    }

    private static String write(Door door) {
        return door.update != null ? door.update : door.create;
    }

    /** The other controller does its work before or after the effect of this call. */
    private Fault meanwhile(Door door, DesiredWebhook spec, boolean before) {
        return call -> {
            if (before) {
                quietly(() -> other(door).reconcile(REPOSITORY, spec));
            }
            Reply reply = call.act();
            if (!before) {
                quietly(() -> other(door).reconcile(REPOSITORY, spec));
            }
            call.send(reply);
        };
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void quietly(Work work) throws IOException {
        try {
            work.run();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private WebhookReconciler reconciler(Door door) {
        RetryPolicy.Listener listener =
                (call, attempt, attempts, wait, reason) -> told.add(reason.kind() + " " + attempt);
        return new WebhookReconciler(door.client(
                simulator.endpoint(), RetryPolicy.DEFAULT.withListener(listener).withClock(new TestClock(0))));
    }

    /** By another address of the same server, so that it does not wait for our lock. */
    private WebhookReconciler other(Door door) {
        return new WebhookReconciler(door.client(elsewhere.endpoint(), Door.impatient()));
    }

    private List<Long> ids() {
        return simulator.hooks(REPOSITORY).stream().map(SimulatedHook::id).toList();
    }

    private List<String> secrets() {
        return simulator.hooks(REPOSITORY).stream()
                .map(hook -> hook.settings().secretToken())
                .toList();
    }
}
