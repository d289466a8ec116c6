package io.jenkins.plugins.codeup.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.codeup.client.CodeupCredentials.AccessKey;
import io.jenkins.plugins.codeup.client.aliyun.SignatureMethod;
import io.jenkins.plugins.codeup.client.http.ApiRequest;
import io.jenkins.plugins.codeup.simulator.data.Account;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulator finds everything that Alibaba Cloud's gateway would, or the other tests prove nothing. */
class AliyunStrictnessTest {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final String HOOKS = "/api/v3/projects/" + TestCodeup.REPOSITORY + "/hooks";
    private static final String BODY = "{\"url\":\"https://ci.example.com\"}";

    @AutoClose
    private final CodeupSimulator simulator = TestCodeup.start();

    @ParameterizedTest
    @EnumSource(SignatureMethod.class)
    void takesARequestAsItWasSigned(SignatureMethod signature) throws Exception {
        ApiRequest request = addWebhook(BODY);
        assertEquals(200, send(request, sign(request, signature)).statusCode());
        assertEquals(1, simulator.hooks(TestCodeup.REPOSITORY).size());
    }

    @ParameterizedTest
    @EnumSource(SignatureMethod.class)
    void refusesANonceThatWasUsed(SignatureMethod signature) throws Exception {
        ApiRequest request = addWebhook(BODY);
        SortedMap<String, String> headers = sign(request, signature);
        send(request, headers);
        assertRefused("SignatureNonceUsed", request, headers);
    }

    @ParameterizedTest
    @CsvSource({
        "ROA, ContentMD5NotMatched, body",
        "ACS3, SignatureDoesNotMatch, body",
        "ROA, SignatureDoesNotMatch, query",
        "ACS3, SignatureDoesNotMatch, query",
        "ROA, SignatureDoesNotMatch, nonce",
        "ACS3, SignatureDoesNotMatch, nonce",
        "ROA, SignatureDoesNotMatch, type",
        "ACS3, SignatureDoesNotMatch, type",
        "ROA, SignatureDoesNotMatch, extra",
        "ACS3, IncompleteSignature, extra"
    })
    void refusesARequestThatWasChangedOnTheWay(SignatureMethod signature, String code, String what) throws Exception {
        ApiRequest signed = addWebhook(BODY);
        SortedMap<String, String> headers = sign(signed, signature);
        ApiRequest sent = signed;
        switch (what) {
            case "body" -> sent = addWebhook("{\"url\":\"https://evil.example.com\"}");
            case "query" -> sent = signed.withQuery("AccessToken", "smuggled");
            case "nonce" -> headers.put("x-acs-signature-nonce", "another");
            case "type" -> headers.put("content-type", "application/json; charset=utf-8");
            default -> headers.put("x-acs-extra", "unsigned");
        }
        assertRefused(code, sent, headers);
    }

    @Test
    void refusesABodyThatIsNotSigned() throws Exception {
        ApiRequest request = addWebhook(BODY);
        ApiRequest withoutBody = new ApiRequest("AddWebhook", "POST", HOOKS, request.query(), null);
        SortedMap<String, String> headers = common("AddWebhook");
        headers.put("content-type", "application/json");
        // as a client does that knows nothing of Content-MD5
        SignatureMethod.ROA.sign(headers, withoutBody, host(), TestCodeup.KEY, Instant.now());
        assertRefused("MissingContentMD5", request, headers);
    }

    @ParameterizedTest
    @CsvSource({"AddWebhook, 2020-04-15", "ListRepositoryWebhook, 2020-04-14", "addWebhook, 2020-04-14"})
    void refusesTheWrongActionOrVersion(String action, String version) throws Exception {
        ApiRequest request = addWebhook(BODY);
        SortedMap<String, String> headers = common(action);
        headers.put("content-type", "application/json");
        headers.put("x-acs-version", version);
        SignatureMethod.ROA.sign(headers, request, host(), TestCodeup.KEY, Instant.now());
        assertRefused("InvalidAction.NotFound", request, headers);
    }

    @ParameterizedTest
    @CsvSource({"GET, /", "PUT, /api/v3/projects/1000001/hooks", "POST, /api/v3/projects/x/hooks", "GET, /api/v4"})
    void refusesAnUnknownPath(String method, String path) throws Exception {
        ApiRequest request = new ApiRequest("AddWebhook", method, path, new TreeMap<>(), null);
        assertRefused("InvalidAction.NotFound", request, sign(request, SignatureMethod.ROA));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                    | MissingUrl
            {"url":""}                                            | MissingUrl
            {"url":"  "}                                          | MissingUrl
            {"url":null}                                          | InvalidParameter
            {"url":"example.com"}                                 | InvalidParameter
            {"url":"https://h","merge_reqeusts_events":true}      | InvalidParameter
            {"url":"https://h","pushEvents":true}                 | InvalidParameter
            {"url":"https://h","push_events":"true"}              | InvalidParameter
            {"url":"https://h","description":1}                   | InvalidParameter
            ["https://h"]                                         | InvalidParameter
            {"url":"https://h"                                    | InvalidParameter
            {"url":"https://h"} {}                                | InvalidParameter
            """)
    void refusesABodyThatIsNotAddWebhooks(String body, String code) throws Exception {
        ApiRequest request = addWebhook(body);
        assertRefused(code, request, sign(request, SignatureMethod.ROA));
    }

    @ParameterizedTest
    @CsvSource({
        "'', MissingOrganizationId",
        "OrganizationId=, MissingOrganizationId",
        "OrganizationId=60811b5eed6e867404f6a1b2&Page=0, InvalidParameter",
        "OrganizationId=60811b5eed6e867404f6a1b2&PageSize=101, InvalidParameter",
        "OrganizationId=60811b5eed6e867404f6a1b2&page=1, InvalidParameter",
        "OrganizationId=60811b5eed6e867404f6a1b3, NOT_FOUND"
    })
    void refusesParametersThatAreNotListRepositoryWebhooks(String query, String code) throws Exception {
        SortedMap<String, String> parameters = new TreeMap<>();
        for (String parameter : query.isEmpty() ? new String[0] : query.split("&")) {
            parameters.put(parameter.split("=", 2)[0], parameter.split("=", 2)[1]);
        }
        ApiRequest request = new ApiRequest("ListRepositoryWebhook", "GET", HOOKS, parameters, null);
        assertRefused(code, request, sign(request, SignatureMethod.ROA));
    }

    @Test
    void refusesSomeoneWithoutAnyCredentials() throws Exception {
        SortedMap<String, String> headers = common("AddWebhook");
        headers.put("content-type", "application/json");
        assertRefused("MissingAccessKeyId", addWebhook(BODY), headers);
    }

    @Test
    void refusesATemporaryKeyWithoutItsToken() throws Exception {
        AccessKey key = TestCodeup.TEMPORARY_KEY;
        ApiRequest request = addWebhook(BODY);
        SortedMap<String, String> headers = common("AddWebhook");
        headers.put("content-type", "application/json");
        SignatureMethod.ROA.sign(
                headers, request, host(), new AccessKey(key.id(), key.secret(), null, null), Instant.now());
        assertRefused("MissingSecurityToken", request, headers);
    }

    @ParameterizedTest
    @CsvSource({
        "DEVELOPER, 60811b5eed6e867404f6a1b2, Forbidden",
        "ADMINISTRATOR, elsewhere, Forbidden.InvalidUser.UserNotInCurrentOrganization"
    })
    void refusesWhoMayNotManageHooks(Role role, String organization, String code) throws Exception {
        simulator.withAccessToken("t", new Account(role, Set.of(organization)));
        ApiRequest request = addWebhook(BODY).withQuery("AccessToken", "t");
        assertRefused(code, request, sign(request, SignatureMethod.ROA));
    }

    @Test
    void keepsAnotherRepositorysHook() throws Exception {
        simulator.withRepository(2, "team/other");
        long id = simulator.addHook(2, HookSettings.to("https://h")).id();
        ApiRequest request =
                new ApiRequest("DeleteRepositoryWebhook", "DELETE", HOOKS + "/" + id, organization(), null);
        assertRefused("NOT_FOUND", request, sign(request, SignatureMethod.ROA));
        assertEquals(1, simulator.hooks(2).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/xml", "*/*"})
    void answersInXmlWhereJsonIsNotAccepted(String accept) throws Exception {
        ApiRequest request = addWebhook(BODY);
        HttpResponse<String> response = send(request, new TreeMap<>(Map.of("accept", accept)));
        assertTrue(response.body().contains("<Error><RequestId>"), response.body());
        assertTrue(response.body().contains("<Code>InvalidAction.NotFound</Code>"), response.body());
        assertTrue(response.body().contains("<HostId>" + host() + "</HostId>"), response.body());
    }

    @Test
    void listsRepositories() throws Exception {
        simulator.withRepository(2, "team/other").withRepository(3, "lib");
        ApiRequest request = new ApiRequest("ListRepositories", "GET", "/api/v3/projects/all", organization(), null)
                .withQuery("Search", "team");
        String answer = send(request, sign(request, SignatureMethod.ROA)).body();
        assertEquals(
                List.of("team/other", "team/app"),
                new ObjectMapper()
                        .readTree(answer).get("Result").findValuesAsText("PathWithNamespace").stream()
                                .map(path -> path.substring(path.indexOf('/') + 1))
                                .toList());
    }

    private ApiRequest addWebhook(String body) {
        return new ApiRequest("AddWebhook", "POST", HOOKS, organization(), body.getBytes(StandardCharsets.UTF_8));
    }

    private static SortedMap<String, String> organization() {
        return new TreeMap<>(Map.of("OrganizationId", TestCodeup.ORGANIZATION));
    }

    private static SortedMap<String, String> common(String action) {
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put("accept", "application/json");
        headers.put("x-acs-action", action);
        headers.put("x-acs-version", "2020-04-14");
        headers.put("x-acs-signature-nonce", UUID.randomUUID().toString());
        return headers;
    }

    private SortedMap<String, String> sign(ApiRequest request, SignatureMethod signature) {
        SortedMap<String, String> headers = common(request.operation());
        if (request.body() != null) {
            headers.put("content-type", "application/json");
        }
        signature.sign(headers, request, host(), TestCodeup.KEY, Instant.now());
        return headers;
    }

    private String host() {
        return simulator.endpoint().getAuthority();
    }

    private void assertRefused(String code, ApiRequest request, Map<String, String> headers) throws Exception {
        String answer = send(request, headers).body();
        var tree = new ObjectMapper().readTree(answer);
        boolean byGateway = tree.has("Code");
        assertEquals(code, tree.path(byGateway ? "Code" : "ErrorCode").asText(), answer);
        for (String field : byGateway
                ? List.of("RequestId", "HostId", "Message", "Recommend")
                : List.of("RequestId", "Success", "ErrorMessage")) {
            assertTrue(tree.has(field), field + " is missing in " + answer);
        }
        assertEquals(!byGateway, tree.path("Success").isBoolean());
    }

    private HttpResponse<String> send(ApiRequest request, Map<String, String> headers) throws Exception {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(simulator.endpoint() + request.pathAndQuery()));
        headers.forEach(builder::header);
        builder.method(
                request.method(),
                request.body() == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(request.body()));
        return HTTP.send(builder.build(), HttpResponse.BodyHandlers.ofString());
    }
}
