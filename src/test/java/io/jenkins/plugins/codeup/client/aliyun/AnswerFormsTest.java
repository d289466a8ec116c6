package io.jenkins.plugins.codeup.client.aliyun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.Repository;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.Webhook;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.aliyun.AnswerForm;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.SimulatedHook;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same answer is read from JSON with real types, from JSON with everything in quotes, and from XML without a root. */
class AnswerFormsTest {

    private static final DesiredWebhook SPEC = DesiredWebhook.to("https://ci.example.com/hook?a=1&b=<2>")
            .with(WebhookOption.PUSH_EVENTS, false)
            .with(WebhookOption.NOTE_EVENTS, true)
            .withDescription("构建 <&> 部署")
            .withSecretToken(SecretValue.of("s&cret<>"));

    @AutoClose
    private final CodeupSimulator simulator = TestCodeup.start();

    private final CodeupClient client = TestCodeup.client(simulator);

    @ParameterizedTest
    @EnumSource(AnswerForm.class)
    void readsTheNewHook(AnswerForm form) throws Exception {
        simulator.withAnswers(form);
        Webhook hook = client.createWebhook(TestCodeup.REPOSITORY, SPEC).value();
        SimulatedHook there = simulator.hooks(TestCodeup.REPOSITORY).get(0);
        assertEquals(there.id(), hook.id());
        assertEquals(SPEC.url(), hook.url());
        assertEquals(SPEC.description(), hook.description());
        assertEquals(SPEC.secretToken(), hook.secretToken());
        assertEquals(false, hook.options().get(WebhookOption.PUSH_EVENTS));
        assertEquals(true, hook.options().get(WebhookOption.NOTE_EVENTS));
        assertEquals(true, hook.options().get(WebhookOption.ENABLE_SSL_VERIFICATION));
        assertEquals(TestCodeup.REPOSITORY, hook.repositoryId());
    }

    @ParameterizedTest
    @EnumSource(AnswerForm.class)
    void readsListsOfNoneOneAndTwo(AnswerForm form) throws Exception {
        simulator.withAnswers(form);
        assertEquals(List.of(), client.listWebhooks(TestCodeup.REPOSITORY));
        Webhook first = client.createWebhook(TestCodeup.REPOSITORY, SPEC).value();
        assertEquals(List.of(first), client.listWebhooks(TestCodeup.REPOSITORY));
        Webhook second = client.createWebhook(TestCodeup.REPOSITORY, SPEC).value();
        assertEquals(List.of(first, second), client.listWebhooks(TestCodeup.REPOSITORY));
    }

    @ParameterizedTest
    @EnumSource(AnswerForm.class)
    void deletes(AnswerForm form) throws Exception {
        simulator.withAnswers(form);
        long id = client.createWebhook(TestCodeup.REPOSITORY, SPEC).value().id();
        client.deleteWebhook(TestCodeup.REPOSITORY, id);
        assertEquals(List.of(), simulator.hooks(TestCodeup.REPOSITORY));
        assertEquals(
                Kind.NOT_FOUND,
                assertThrows(CodeupException.class, () -> client.deleteWebhook(TestCodeup.REPOSITORY, id))
                        .kind());
    }

    @ParameterizedTest
    @EnumSource(AnswerForm.class)
    void findsTheRepositoryByNumberAndByPath(AnswerForm form) throws Exception {
        simulator.withAnswers(form);
        for (String named : List.of("1000001", "team/app", TestCodeup.ORGANIZATION + "/team/app")) {
            Repository repository = client.getRepository(RepositoryRef.parse(named));
            String path = TestCodeup.ORGANIZATION + "/team/app";
            assertEquals(TestCodeup.REPOSITORY, repository.id());
            assertEquals(path, repository.path());
            assertEquals("https://codeup.aliyun.com/" + path, repository.webUrl());
            assertEquals("https://codeup.aliyun.com/" + path + ".git", repository.httpUrl());
            assertEquals("git@codeup.aliyun.com:" + path + ".git", repository.sshUrl());
        }
    }

    @Test
    void readsAllPages() throws Exception {
        for (int i = 0; i < 250; i++) {
            simulator.addHook(TestCodeup.REPOSITORY, HookSettings.to("https://ci.example.com/" + i));
        }
        List<Webhook> hooks = client.listWebhooks(TestCodeup.REPOSITORY);
        assertEquals(250, hooks.stream().map(Webhook::id).distinct().count());
        assertEquals(250, hooks.size());
        assertEquals(
                List.of("1", "2", "3"),
                simulator.requests("ListRepositoryWebhook").stream()
                        .map(request -> request.query().get("Page"))
                        .toList());
    }

    @Test
    void readsAFullPageWithoutATotalAsNotTheLast() throws Exception {
        String hook = "{\"Id\":\"%d\",\"Url\":\"https://ci.example.com\"}";
        StringBuilder full = new StringBuilder(String.format(hook, 1));
        for (int id = 2; id <= 100; id++) {
            full.append(',').append(String.format(hook, id));
        }
        simulator.failNext("ListRepositoryWebhook", success("[" + full + "]"));
        simulator.failNext("ListRepositoryWebhook", success("[" + String.format(hook, 101) + "]"));
        assertEquals(101, client.listWebhooks(TestCodeup.REPOSITORY).size());
    }

    /** AddWebhook's document shows such an answer: success with empty fields. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"Id\":\"\",\"Url\":\"\"}", "{\"Url\":\"https://h\"}", "{}", "null", "\"\"", "[]"})
    void doesNotTakeASuccessWithoutAHookForOne(String result) {
        simulator.failNext("AddWebhook", success(result));
        CodeupException e =
                assertThrows(CodeupException.class, () -> client.createWebhook(TestCodeup.REPOSITORY, SPEC));
        assertEquals(Kind.UNREADABLE, e.kind());
    }

    /** Otherwise a webhook would be created again. */
    @ParameterizedTest
    @FieldCase("B4")
    @ValueSource(strings = {"", ",\"Result\":null", ",\"Result\":{}", ",\"Result\":7", ",\"Result\":\"none\""})
    void doesNotTakeASuccessWithoutAListForAnEmptyList(String result) {
        simulator.failNext(
                "ListRepositoryWebhook",
                Fault.answer(Reply.json(200, "{\"RequestId\":\"R\",\"Success\":true" + result + "}")));
        CodeupException e = assertThrows(CodeupException.class, () -> client.listWebhooks(TestCodeup.REPOSITORY));
        assertEquals(Kind.UNREADABLE, e.kind());
    }

    @Test
    void leavesOutWhatCodeupLeavesEmpty() throws Exception {
        simulator.failNext("AddWebhook", success("{\"Id\":\"7\",\"Url\":\"https://a\",\"PushEvents\":\"\"}"));
        Webhook hook = client.createWebhook(TestCodeup.REPOSITORY, SPEC).value();
        assertEquals(7, hook.id());
        assertEquals(Map.of(), hook.options());
    }

    private static Fault success(String result) {
        return Fault.answer(Reply.json(200, "{\"RequestId\":\"R\",\"Success\":\"true\",\"Result\":" + result + "}"));
    }
}
