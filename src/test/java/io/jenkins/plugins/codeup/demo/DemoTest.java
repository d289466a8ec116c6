package io.jenkins.plugins.codeup.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoTest {

    private static final String URL = "https://jenkins.example.com/codeup-webhook/";

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();

    @Test
    void createsTheDocumentedWebhookInASimulatedCodeup() {
        assertEquals(0, run(Map.of()), complaint());
        for (String part : List.of(
                "> POST http://127.0.0.1:",
                "/api/v3/projects/100/hooks?OrganizationId=60811b5eed6e867404f6xxxx",
                "> authorization: acs YourAccessKeyId:****",
                "> x-acs-action: AddWebhook",
                "> {\"url\":\"" + URL,
                "\"push_events\":true,\"merge_requests_events\":true,\"tag_push_events\":true,\"note_events\":true,"
                        + "\"enable_ssl_verification\":false,\"description\":\"desc\",\"secret_token\":\"\"}",
                "Id                       101",
                "[push_events, merge_requests_events, tag_push_events, note_events]",
                "requestId                ",
                "101  https://jenkins.example.com/****")) {
            assertTrue(text().contains(part), part + " is missing in:\n" + text());
        }
    }

    @Test
    void callsTheCodeupThatTheVariablesName() {
        try (CodeupSimulator simulator = TestCodeup.start()) {
            Map<String, String> environment = new HashMap<>(to(simulator));
            environment.put("CODEUP_SIGNATURE", "ACS3");
            environment.put("CODEUP_ACCESS_TOKEN", TestCodeup.TOKEN.token().reveal());
            environment.put("CODEUP_HOOK_URL", "https://ci.example.com/build?job=a&token=t0ken-of-the-job");
            environment.put("CODEUP_HOOK_SECRET", "s3cret-of-the-hook");
            environment.put("CODEUP_DESCRIPTION", "构建");
            environment.put("CODEUP_PUSH_EVENTS", "false");
            environment.put("CODEUP_NOTE_EVENTS", "default");
            environment.put("CODEUP_ENABLE_SSL_VERIFICATION", "true");
            assertEquals(0, run(environment), complaint());
            assertEquals(
                    List.of(new HookSettings(
                            "https://ci.example.com/build?job=a&token=t0ken-of-the-job",
                            false,
                            true,
                            true,
                            false,
                            true,
                            "构建",
                            "s3cret-of-the-hook")),
                    simulator.hooks(TestCodeup.REPOSITORY).stream()
                            .map(hook -> hook.settings())
                            .toList());
            for (String secret : List.of(
                    "t0ken-of-the-job",
                    "s3cret-of-the-hook",
                    TestCodeup.TOKEN.token().reveal(),
                    TestCodeup.KEY.secret().reveal())) {
                assertFalse(text().contains(secret), text());
            }
            assertTrue(text().contains("\"secret_token\":\"****\""), text());
            assertTrue(text().contains(",Signature=****"), text());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TestCodeup.ORGANIZATION, ""})
    void callsTheYunxiaoApiWithAPersonalAccessToken(String organization) {
        String token = Door.TOKEN.token().reveal();
        try (CodeupSimulator simulator = Door.start()) {
            Map<String, String> environment = Map.of(
                    "CODEUP_ENDPOINT",
                    simulator.endpoint().toString(),
                    "CODEUP_ORGANIZATION_ID",
                    organization,
                    "CODEUP_REPOSITORY",
                    TestCodeup.PATH,
                    "CODEUP_TOKEN",
                    token);
            assertEquals(0, run(environment), complaint());
            String edition = organization.isEmpty() ? "Region edition, as CODEUP_ENDPOINT" : "central edition";
            assertTrue(text().contains("the Yunxiao API, " + edition), text());
            assertTrue(text().contains("> x-yunxiao-token: ****"), text());
            assertFalse(text().contains(token), text());
            assertEquals(1, simulator.hooks(TestCodeup.REPOSITORY).size());
        }
    }

    @Test
    void needsAnOrganizationAtTheOfficialYunxiaoApi() {
        assertEquals(2, run(Map.of("CODEUP_TOKEN", "pt-token", "CODEUP_REPOSITORY", "team/app")));
        assertTrue(complaint().startsWith("CODEUP_ORGANIZATION_ID is not set: "), complaint());
    }

    @Test
    void doesNotChooseBetweenTwoApis() {
        assertEquals(2, run(Map.of("CODEUP_TOKEN", "pt-token", "CODEUP_ACCESS_TOKEN", "token")));
        assertTrue(complaint().startsWith("CODEUP_TOKEN is set, and so are credentials"), complaint());
    }

    @Test
    void saysOfAFailedCallWhatCodeupSaid() {
        try (CodeupSimulator simulator = TestCodeup.start()) {
            Map<String, String> environment = new HashMap<>(to(simulator));
            environment.put("CODEUP_ACCESS_KEY_SECRET", "wrong-secret");
            assertEquals(1, run(environment));
            assertTrue(complaint().contains("SignatureDoesNotMatch"), complaint());
            assertFalse((complaint() + text()).contains("wrong-secret"), complaint());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CODEUP_SIGNATURE, MD5, ROA or ACS3",
        "CODEUP_PUSH_EVENTS, yes, true or false",
        "CODEUP_REPOSITORY, a b, team/app",
        "CODEUP_HOOK_URL, jenkins.example.com/?token=1, http or https",
        "CODEUP_ENDPOINT, codeup, http or https"
    })
    void namesAVariableThatCanNotBeUsedItsValueAndTheWayOut(String name, String value, String wayOut) {
        assertEquals(2, run(Map.of(name, value)));
        String shown = value.contains("token") ? "****" : value;
        for (String part : List.of(name, "\"" + shown + "\"", wayOut)) {
            assertTrue(complaint().contains(part), complaint());
        }
        assertEquals("", text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"CODEUP_ACCESS_KEY_ID", "CODEUP_ACCESS_KEY_SECRET", "CODEUP_ORGANIZATION_ID", "CODEUP_REPOSITORY"
            })
    void namesAVariableThatIsMissing(String name) {
        try (CodeupSimulator simulator = TestCodeup.start()) {
            Map<String, String> environment = new HashMap<>(to(simulator));
            environment.put(name, "");
            assertEquals(2, run(environment));
            assertTrue(complaint().startsWith(name + " is not set: "), complaint());
        }
    }

    @Test
    void asksForCredentialsWhereOnlyTheEndpointIsSet() {
        assertEquals(2, run(Map.of("CODEUP_ENDPOINT", "https://codeup.example.com")));
        assertTrue(complaint().contains("CODEUP_ACCESS_KEY_ID"), complaint());
    }

    @Test
    void doesNotShowASecretThatCanNotBeUsed() {
        assertEquals(2, run(Map.of("CODEUP_ACCESS_TOKEN", "s3cret\n")));
        assertTrue(complaint().contains("CODEUP_ACCESS_TOKEN"), complaint());
        assertFalse(complaint().contains("s3cret"), complaint());
    }

    private static Map<String, String> to(CodeupSimulator simulator) {
        return Map.of(
                "CODEUP_ENDPOINT", simulator.endpoint().toString(),
                "CODEUP_ORGANIZATION_ID", TestCodeup.ORGANIZATION,
                "CODEUP_REPOSITORY", TestCodeup.PATH,
                "CODEUP_ACCESS_KEY_ID", TestCodeup.KEY.id(),
                "CODEUP_ACCESS_KEY_SECRET", TestCodeup.KEY.secret().reveal());
    }

    private int run(Map<String, String> environment) {
        return Demo.run(environment, stream(printed), stream(complained));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private String complaint() {
        return complained.toString(StandardCharsets.UTF_8);
    }
}
