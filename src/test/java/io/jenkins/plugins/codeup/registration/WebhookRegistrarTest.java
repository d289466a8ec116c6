package io.jenkins.plugins.codeup.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.codeup.api.CodeupException;
import io.jenkins.plugins.codeup.api.CodeupException.Kind;
import io.jenkins.plugins.codeup.api.SecretValue;
import io.jenkins.plugins.codeup.api.WebhookOption;
import io.jenkins.plugins.codeup.api.WebhookSpec;
import io.jenkins.plugins.codeup.registration.Registration.Outcome;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.SimulatedHook;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over the API that can't change a hook. */
@Timeout(20)
class WebhookRegistrarTest {

    private static final String URL = "https://ci.example.com/codeup-webhook/1";
    private static final WebhookSpec WANTED = WebhookSpec.to(URL)
            .with(WebhookOption.TAG_PUSH_EVENTS, true)
            .withSecretToken(SecretValue.of("s3cret"));
    private static final HookSettings AS_WANTED = new HookSettings(URL, true, false, true, false, true, "", "s3cret");

    @AutoClose
    private final CodeupSimulator simulator = TestCodeup.start();

    private final WebhookRegistrar registrar = new WebhookRegistrar(TestCodeup.client(simulator));

    @Test
    void createsAHookWhereThereIsNone() throws Exception {
        Registration registration = ensure(WANTED);
        assertEquals(Outcome.CREATED, registration.outcome());
        assertEquals(List.of(), registration.removed());
        assertNotNull(registration.requestId());
        assertEquals(only().id(), registration.webhook().id());
        assertEquals(AS_WANTED, only().settings());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                URL,
                "HTTPS://CI.example.com:443/codeup-webhook/1/",
                "https://ci.example.com/codeup-webhook/%31"
            })
    void leavesAHookThatIsAsWantedAfterOneLook(String there) throws Exception {
        SimulatedHook hook =
                simulator.addHook(TestCodeup.REPOSITORY, new HookSettings(there, true, true, true, true, false, "d", "s3cret"));
        Registration registration = ensure(WANTED);
        assertEquals(Outcome.UNCHANGED, registration.outcome());
        assertEquals(hook.id(), registration.webhook().id());
        assertNull(registration.requestId());
        assertEquals(List.of("ListRepositoryWebhook"), operations());
        assertEquals("GET", simulator.requests().get(0).method());
        assertEquals(List.of(hook), simulator.hooks(TestCodeup.REPOSITORY));
    }

    @Test
    void addsTheNewHookBeforeItDeletesTheOldOne() throws Exception {
        SimulatedHook old = simulator.addHook(
                TestCodeup.REPOSITORY, new HookSettings(URL, false, true, false, true, false, "构建", "old-secret"));
        Registration registration = ensure(WANTED);
        assertEquals(Outcome.UPDATED, registration.outcome());
        assertEquals(List.of(old.id()), registration.removed());
        assertEquals(
                new HookSettings(URL, false, true, true, true, false, "构建", "s3cret"),
                only().settings(),
                "what was not asked for stays as it was");
        List<String> operations = operations();
        assertEquals("ListRepositoryWebhook", operations.get(0));
        assertEquals("AddWebhook", operations.get(1));
        assertEquals("ListRepositoryWebhook", operations.get(2), "a fresh look before anything is deleted");
        assertEquals("DeleteRepositoryWebhook", operations.get(3));
    }

    @Test
    void anotherTokenInTheUrlIsAnUpdate() throws Exception {
        simulator.addHook(TestCodeup.REPOSITORY, HookSettings.to(URL + "?token=old"));
        assertEquals(Outcome.UPDATED, ensure(WebhookSpec.to(URL + "?token=new")).outcome());
        assertEquals(URL + "?token=new", only().settings().url());
    }

    @Test
    void aHookWithoutASecretIsUpdatedWhereOneIsWanted() throws Exception {
        simulator.addHook(TestCodeup.REPOSITORY, HookSettings.to(URL));
        assertEquals(Outcome.UPDATED, ensure(WANTED).outcome());
        assertEquals(AS_WANTED, only().settings());
    }

    @Test
    void aSecretThatCodeupDoesNotTellIsNoDrift() throws Exception {
        String list = "{\"Success\":true,\"Total\":1,\"Result\":[{\"Id\":7,\"Url\":\"" + URL + "\"}]}";
        simulator.failNext("ListRepositoryWebhook", Fault.answer(Reply.json(200, list)));
        assertEquals(Outcome.UNCHANGED, ensure(WANTED).outcome());
    }

    @Test
    void theNextRunFindsWhatTheFirstOneLeft() throws Exception {
        for (WebhookSpec spec : List.of(
                WANTED,
                WANTED.withDescription("  "),
                WANTED.withDescription(" 构建 \n"),
                WANTED.withSecretToken(SecretValue.of("")),
                WebhookSpec.to("https://ci.example.com/代码/?b=2&a=%e4%bb%a3&token=x"))) {
            ensure(spec);
            simulator.forgetRequests();
            assertEquals(Outcome.UNCHANGED, ensure(spec).outcome(), spec.toString());
            assertEquals(List.of("ListRepositoryWebhook"), operations());
        }
    }

    @Test
    void hooksToOtherPlacesAreNotTouched() throws Exception {
        List<SimulatedHook> others = List.of("https://ci.example.com/codeup-webhook/2", "http://ci.example.com/codeup-webhook/1", URL + "?job=x")
                .stream()
                .map(url -> simulator.addHook(TestCodeup.REPOSITORY, HookSettings.to(url)))
                .toList();
        simulator.addHook(TestCodeup.REPOSITORY, HookSettings.to(URL));
        ensure(WANTED);
        assertEquals(others, simulator.hooks(TestCodeup.REPOSITORY).subList(0, 3));
        assertEquals(4, simulator.hooks(TestCodeup.REPOSITORY).size());
    }

    @Test
    void ofDuplicatesTheOneWithTheLowestIdStays() throws Exception {
        SimulatedHook first = simulator.addHook(TestCodeup.REPOSITORY, AS_WANTED);
        SimulatedHook second = simulator.addHook(TestCodeup.REPOSITORY, AS_WANTED);
        SimulatedHook third = simulator.addHook(TestCodeup.REPOSITORY, AS_WANTED);
        Registration registration = ensure(WANTED);
        assertEquals(Outcome.UNCHANGED, registration.outcome());
        assertEquals(List.of(second.id(), third.id()), registration.removed());
        assertEquals(first, only());
    }

    @Test
    void aLostAnswerDoesNotMakeASecondHook() throws Exception {
        for (Fault lost : List.of(
                Fault.actThenDrop(),
                Fault.halfBody(),
                Fault.garbage(),
                Fault.megabytes(5),
                Fault.actThenAnswer(Reply.text(502, "text/html", "<html>Bad Gateway")),
                Fault.actThenAnswer(Reply.json(500, "{\"Code\":\"InternalError\",\"Message\":\"m\"}")))) {
            try (CodeupSimulator fresh = TestCodeup.start()) {
                fresh.failNext("AddWebhook", lost);
                Registration registration =
                        new WebhookRegistrar(TestCodeup.client(fresh)).ensure(TestCodeup.REPOSITORY, WANTED);
                assertEquals(Outcome.CREATED, registration.outcome());
                assertEquals(1, fresh.hooks(TestCodeup.REPOSITORY).size());
                assertEquals(1, fresh.requests("AddWebhook").size());
            }
        }
    }

    @Test
    void aCreateThatDidNotArriveIsMadeAgainAfterALook() throws Exception {
        simulator.failNext("AddWebhook", Fault.dropBeforeActing());
        assertEquals(Outcome.CREATED, ensure(WANTED).outcome());
        assertEquals(AS_WANTED, only().settings());
        assertEquals(
                List.of("ListRepositoryWebhook", "AddWebhook", "ListRepositoryWebhook", "AddWebhook"),
                operations().subList(0, 4));
    }

    @Test
    void aRefusedUpdateLeavesTheOldHook() {
        SimulatedHook old = simulator.addHook(TestCodeup.REPOSITORY, HookSettings.to(URL));
        simulator.failNext("AddWebhook", Fault.answer(Reply.json(403, "{\"Code\":\"Forbidden\",\"Message\":\"m\"}")));
        CodeupException e = assertThrows(CodeupException.class, () -> ensure(WANTED));
        assertEquals(Kind.FORBIDDEN, e.kind());
        assertEquals(List.of(old), simulator.hooks(TestCodeup.REPOSITORY));
        assertEquals(List.of("ListRepositoryWebhook", "AddWebhook"), operations());
    }

    @Test
    void aLostAnswerToADeleteIsNoFailure() throws Exception {
        simulator.addHook(TestCodeup.REPOSITORY, HookSettings.to(URL));
        simulator.failNext("DeleteRepositoryWebhook", Fault.actThenDrop());
        assertEquals(Outcome.UPDATED, ensure(WANTED).outcome());
        assertEquals(AS_WANTED, only().settings());
    }

    @Test
    void aCodeupThatNeverAnswersIsGivenUp() {
        for (int i = 0; i < 50; i++) {
            simulator.failNext("AddWebhook", Fault.dropBeforeActing());
        }
        assertEquals(
                Kind.NO_ANSWER,
                assertThrows(CodeupException.class, () -> ensure(WANTED)).kind());
        assertEquals(List.of(), simulator.hooks(TestCodeup.REPOSITORY));
    }

    private Registration ensure(WebhookSpec wanted) throws Exception {
        return registrar.ensure(TestCodeup.REPOSITORY, wanted);
    }

    private SimulatedHook only() {
        List<SimulatedHook> hooks = simulator.hooks(TestCodeup.REPOSITORY);
        assertEquals(1, hooks.size(), hooks.toString());
        return hooks.get(0);
    }

    private List<String> operations() {
        return simulator.requests().stream().map(ReceivedRequest::operation).toList();
    }
}
