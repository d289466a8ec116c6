package io.jenkins.plugins.codeup.client.yunxiao;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.client.CodeupClient.Answer;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.Repository;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.Webhook;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and answers of the Yunxiao API, in both editions. */
class YunxiaoClientTest {

    private static final long REPOSITORY = TestCodeup.REPOSITORY;
    private static final DesiredWebhook WHOLE = DesiredWebhook.to("https://ci.example.com/hook")
            .with(WebhookOption.PUSH_EVENTS, false)
            .with(WebhookOption.TAG_PUSH_EVENTS, true)
            .with(WebhookOption.MERGE_REQUESTS_EVENTS, true)
            .with(WebhookOption.NOTE_EVENTS, true)
            .with(WebhookOption.ENABLE_SSL_VERIFICATION, false)
            .withDescription("构建")
            .withSecretToken(SecretValue.of("s3cret"));
    private static final String CENTRAL = "/oapi/v1/codeup/organizations/" + TestCodeup.ORGANIZATION + "/repositories";
    private static final String REGION = "/oapi/v1/codeup/repositories";

    @AutoClose
    private final CodeupSimulator simulator = Door.start();

    private final YunxiaoClient central = (YunxiaoClient) Door.YUNXIAO.client(simulator);
    private final YunxiaoClient region = (YunxiaoClient) Door.YUNXIAO_REGION.client(simulator);

    @Test
    void sendsTheDocumentedRequest() throws Exception {
        central.createWebhook(REPOSITORY, WHOLE);
        ReceivedRequest request = simulator.requests("CreateWebHook").get(0);
        assertEquals("POST", request.method());
        assertEquals(CENTRAL + "/" + REPOSITORY + "/webhooks", request.path());
        assertNull(request.rawQuery());
        assertEquals(Door.TOKEN.token().reveal(), request.header("x-yunxiao-token"));
        assertEquals("application/json", request.header("content-type"));
        assertEquals("application/json", request.header("accept"));
        assertNull(request.header("authorization"));
        assertEquals(
                "{\"url\":\"https://ci.example.com/hook\",\"pushEvents\":false,\"mergeRequestsEvents\":true,"
                        + "\"tagPushEvents\":true,\"noteEvents\":true,\"enableSslVerification\":false,"
                        + "\"description\":\"构建\",\"token\":\"s3cret\"}",
                request.text());
    }

    @Test
    void leavesOutTheOrganizationInTheRegionEdition() throws Exception {
        region.createWebhook(REPOSITORY, WHOLE);
        assertEquals(
                REGION + "/" + REPOSITORY + "/webhooks",
                simulator.requests("CreateWebHook").get(0).path());
    }

    @Test
    void doesNotSendWhatIsUnset() throws Exception {
        central.createWebhook(REPOSITORY, DesiredWebhook.to("https://ci.example.com/hook"));
        assertEquals(
                "{\"url\":\"https://ci.example.com/hook\"}",
                simulator.requests("CreateWebHook").get(0).text());
    }

    @ParameterizedTest
    @EnumSource(
            value = Door.class,
            names = {"YUNXIAO", "YUNXIAO_REGION"})
    void createsReadsUpdatesAndDeletesAWebhook(Door door) throws Exception {
        YunxiaoClient client = (YunxiaoClient) door.client(simulator);
        Answer<Webhook> created = client.createWebhook(REPOSITORY, WHOLE);
        assertEquals(WHOLE.options(), created.value().options());
        assertEquals("构建", created.value().description());
        assertEquals(SecretValue.of("s3cret"), created.value().secretToken());
        assertEquals(REPOSITORY, created.value().repositoryId());
        assertTrue(created.value().createdAt().startsWith("20"));
        assertTrue(created.requestId().matches("[0-9a-f-]{36}"), created.requestId());
        long id = created.value().id();
        assertEquals(List.of(created.value()), client.listWebhooks(REPOSITORY));
        Answer<Webhook> updated = client.updateWebhook(REPOSITORY, id, WHOLE.with(WebhookOption.NOTE_EVENTS, false));
        assertEquals(id, updated.value().id());
        assertEquals(false, updated.value().options().get(WebhookOption.NOTE_EVENTS));
        client.deleteWebhook(REPOSITORY, id);
        assertEquals(List.of(), client.listWebhooks(REPOSITORY));
        assertKind(Kind.NOT_FOUND, () -> client.updateWebhook(REPOSITORY, id, WHOLE));
        assertKind(Kind.NOT_FOUND, () -> client.deleteWebhook(REPOSITORY, id));
    }

    @ParameterizedTest
    @EnumSource(WebhookOption.class)
    void sendsEachOptionUnderItsOwnName(WebhookOption option) throws Exception {
        boolean other = !option.codeupDefault();
        Webhook hook = central.createWebhook(
                        REPOSITORY, DesiredWebhook.to("https://ci.example.com").with(option, other))
                .value();
        for (WebhookOption each : WebhookOption.values()) {
            assertEquals(
                    each == option ? other : each.codeupDefault(),
                    hook.options().get(each),
                    each.name());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000001", "team/app", TestCodeup.ORGANIZATION + "/team/app"})
    void findsARepository(String text) throws Exception {
        Repository found = central.getRepository(RepositoryRef.parse(text));
        assertEquals(REPOSITORY, found.id());
        assertEquals(TestCodeup.ORGANIZATION + "/team/app", found.path());
        assertEquals("https://codeup.aliyun.com/" + found.path() + ".git", found.httpUrl());
        assertEquals("git@codeup.aliyun.com:" + found.path() + ".git", found.sshUrl());
        assertEquals("https://codeup.aliyun.com/" + found.path(), found.webUrl());
        assertEquals(REPOSITORY, region.getRepository(RepositoryRef.parse(text)).id());
    }

    @Test
    void encodesTheSlashesOfAPathOnce() throws Exception {
        central.getRepository(RepositoryRef.parse("team/app"));
        region.getRepository(RepositoryRef.parse("team/app"));
        assertEquals(
                List.of(CENTRAL + "/" + TestCodeup.ORGANIZATION + "%2Fteam%2Fapp", REGION + "/team%2Fapp"),
                simulator.requests("GetRepository").stream()
                        .map(ReceivedRequest::path)
                        .toList());
    }

    @Test
    void readsAllPagesOfHooks() throws Exception {
        for (int i = 0; i < 250; i++) {
            simulator.addHook(REPOSITORY, HookSettings.to("https://ci.example.com/" + i));
        }
        assertEquals(250, central.listWebhooks(REPOSITORY).size());
        assertEquals(
                List.of("page=1&perPage=100", "page=2&perPage=100", "page=3&perPage=100"),
                simulator.requests("ListWebHooks").stream()
                        .map(ReceivedRequest::rawQuery)
                        .toList());
    }

    @Test
    void tellsWhoseTokenItIs() throws Exception {
        assertEquals(new YunxiaoClient.NamedId("user-of-tests", "someone"), central.currentUser());
        assertEquals(
                List.of(new YunxiaoClient.NamedId(TestCodeup.ORGANIZATION, "organization " + TestCodeup.ORGANIZATION)),
                central.organizations());
        assertEquals(
                List.of("/oapi/v1/platform/user", "/oapi/v1/platform/organizations"),
                simulator.requests().stream().map(ReceivedRequest::path).toList());
    }

    private static void assertKind(Kind kind, org.junit.jupiter.api.function.Executable call) {
        assertEquals(kind, assertThrows(CodeupException.class, call).kind());
    }
}
