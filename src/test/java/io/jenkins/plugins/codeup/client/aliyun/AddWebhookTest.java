package io.jenkins.plugins.codeup.client.aliyun;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.client.CodeupClient.Answer;
import io.jenkins.plugins.codeup.client.CodeupCredentials;
import io.jenkins.plugins.codeup.client.CodeupCredentials.AccessKey;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.Webhook;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AddWebhookTest {

    @AutoClose
    private final CodeupSimulator simulator = TestCodeup.start();

    @Test
    void sendsTheDocumentedBodyByteForByte() throws Exception {
        create(TestCodeup.KEY, SignatureMethod.ROA, DocumentedRequest.SPEC);
        byte[] body = simulator.requests("AddWebhook").get(0).body();
        assertArrayEquals(DocumentedRequest.BODY.getBytes(StandardCharsets.UTF_8), body);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
        assertEquals(DocumentedRequest.BODY_SHA256, HexFormat.of().formatHex(hash));
    }

    static Stream<Arguments> doors() {
        return Stream.of(SignatureMethod.values())
                .flatMap(signature -> Stream.of(
                                TestCodeup.KEY,
                                TestCodeup.TEMPORARY_KEY,
                                TestCodeup.TOKEN,
                                TestCodeup.TOKEN_ON_TOP_OF_KEY)
                        .map(credentials -> Arguments.of(credentials, signature)));
    }

    @ParameterizedTest
    @MethodSource("doors")
    void createsTheWebhookWithEachCredentialsAndSignature(CodeupCredentials credentials, SignatureMethod signature)
            throws Exception {
        Answer<Webhook> answer = create(credentials, signature, DocumentedRequest.SPEC);
        assertEquals(
                List.of(new HookSettings("http://example.com", true, true, true, true, false, "desc", "")),
                simulator.hooks(TestCodeup.REPOSITORY).stream()
                        .map(hook -> hook.settings())
                        .toList());
        assertEquals(
                simulator.hooks(TestCodeup.REPOSITORY).get(0).id(),
                answer.value().id());
        assertTrue(answer.requestId().matches("[0-9A-F-]{36}"), answer.requestId());
        assertSecretsAreWhereTheyBelong(
                credentials, simulator.requests("AddWebhook").get(0));
    }

    private static void assertSecretsAreWhereTheyBelong(CodeupCredentials credentials, ReceivedRequest request) {
        AccessKey key = credentials instanceof AccessKey signing ? signing : null;
        boolean token = key == null || key.accessToken() != null;
        assertEquals(
                token ? TestCodeup.TOKEN.token().reveal() : null,
                request.query().get("AccessToken"));
        assertEquals(key == null, request.header("authorization") == null);
        boolean sts = key != null && key.securityToken() != null;
        assertEquals(sts ? key.securityToken().reveal() : null, request.header("x-acs-security-token"));
        assertEquals("AddWebhook", request.header("x-acs-action"));
        assertEquals("2020-04-14", request.header("x-acs-version"));
        assertEquals("application/json", request.header("accept"));
    }

    @Test
    void doesNotSendWhatIsUnset() throws Exception {
        create(TestCodeup.KEY, SignatureMethod.ROA, DesiredWebhook.to("https://ci.example.com/hook"));
        assertEquals(
                "{\"url\":\"https://ci.example.com/hook\"}",
                simulator.requests("AddWebhook").get(0).text());
    }

    @ParameterizedTest
    @EnumSource(WebhookOption.class)
    void leavesToCodeupExactlyWhatItsDocumentSaysAsDefault(WebhookOption option) throws Exception {
        Webhook hook = create(TestCodeup.KEY, SignatureMethod.ROA, DesiredWebhook.to("https://ci.example.com"))
                .value();
        assertEquals(option.codeupDefault(), hook.options().get(option));
    }

    @ParameterizedTest
    @EnumSource(WebhookOption.class)
    void sendsEachOptionUnderItsOwnName(WebhookOption option) throws Exception {
        boolean other = !option.codeupDefault();
        Webhook hook = create(
                        TestCodeup.KEY,
                        SignatureMethod.ROA,
                        DesiredWebhook.to("https://ci.example.com").with(option, other))
                .value();
        for (WebhookOption each : WebhookOption.values()) {
            assertEquals(
                    each == option ? other : each.codeupDefault(),
                    hook.options().get(each),
                    each.name());
        }
    }

    @ParameterizedTest
    @EnumSource(SignatureMethod.class)
    void signsChineseTexts(SignatureMethod signature) throws Exception {
        Webhook hook = create(
                        TestCodeup.KEY,
                        signature,
                        DesiredWebhook.to("https://ci.example.com/代码?a=b+c")
                                .withDescription("构建“主干” \uD83D\uDE00 \"\\\n")
                                .withSecretToken(SecretValue.of("密钥")))
                .value();
        assertEquals("构建“主干” \uD83D\uDE00 \"\\\n", hook.description());
        assertEquals(SecretValue.of("密钥"), hook.secretToken());
        assertEquals("https://ci.example.com/代码?a=b+c", hook.url());
    }

    @Test
    void readsEveryFieldOfTheAnswer() throws Exception {
        Webhook hook = create(TestCodeup.KEY, SignatureMethod.ROA, DocumentedRequest.SPEC)
                .value();
        assertEquals("http://example.com", hook.url());
        assertEquals(DocumentedRequest.SPEC.options(), hook.options());
        assertEquals("desc", hook.description());
        assertEquals(SecretValue.of(""), hook.secretToken());
        assertEquals(TestCodeup.REPOSITORY, hook.repositoryId());
        assertTrue(hook.createdAt().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+08:00"));
        assertNull(hook.lastTestResult());
    }

    private Answer<Webhook> create(CodeupCredentials credentials, SignatureMethod signature, DesiredWebhook spec)
            throws Exception {
        return TestCodeup.client(simulator, credentials, signature).createWebhook(TestCodeup.REPOSITORY, spec);
    }
}
