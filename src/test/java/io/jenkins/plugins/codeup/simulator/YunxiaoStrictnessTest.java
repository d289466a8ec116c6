package io.jenkins.plugins.codeup.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.simulator.data.Account;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.ReplicaLag;
import io.jenkins.plugins.codeup.simulator.data.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the token API does not document, the simulator does not take, or the other tests prove nothing. */
class YunxiaoStrictnessTest {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REPOSITORIES =
            "/oapi/v1/codeup/organizations/" + TestCodeup.ORGANIZATION + "/repositories";
    private static final String HOOKS = REPOSITORIES + "/" + TestCodeup.REPOSITORY + "/webhooks";
    private static final String TOKEN = Door.TOKEN.token().reveal();
    private static final String BODY = "{\"url\":\"https://ci.example.com\"}";

    @AutoClose
    private final CodeupSimulator simulator = Door.start();

    @Test
    void answersACreateInTheDocumentedWords() throws Exception {
        JsonNode hook = JSON.readTree(send("POST", HOOKS, TOKEN, BODY).body());
        List<String> names = List.of(
                "id",
                "url",
                "token",
                "description",
                "createdAt",
                "updatedAt",
                "enableSSLVerification",
                "pushEvents",
                "tagPushEvents",
                "mergeRequestsEvents",
                "noteEvents",
                "repositoryId");
        assertEquals(
                Set.copyOf(names),
                Set.copyOf(hook.properties().stream().map(Map.Entry::getKey).toList()));
    }

    @Test
    void showsTheSecretInTheListAndConfirmsADelete() throws Exception {
        long id = simulator
                .addHook(
                        TestCodeup.REPOSITORY,
                        new HookSettings("https://h/", true, false, false, false, true, "", "s3cret"))
                .id();
        JsonNode list = JSON.readTree(send("GET", HOOKS, TOKEN, null).body());
        assertTrue(list.isArray());
        assertEquals("s3cret", list.get(0).get("token").asText());
        assertEquals(
                "{\"result\":true}",
                send("DELETE", HOOKS + "/" + id, TOKEN, null).body());
    }

    @Test
    void wantsAValidToken() throws Exception {
        assertRefused(401, "Unauthorized", send("GET", HOOKS, null, null));
        assertRefused(401, "InvalidTokenError", send("GET", HOOKS, "pt-wrong", null));
        assertRefused(401, "Unauthorized", send("GET", "/oapi/v1/platform/user", null, null));
    }

    @Test
    @FieldCase("K13")
    void listsHaveNeitherCloneUrlsNorTheDefaultBranch() throws Exception {
        JsonNode listed =
                JSON.readTree(send("GET", REPOSITORIES, TOKEN, null).body()).get(0);
        JsonNode single = JSON.readTree(
                send("GET", REPOSITORIES + "/1000001", TOKEN, null).body());
        for (String field : List.of("httpUrlToRepo", "sshUrlToRepo", "defaultBranch")) {
            assertFalse(listed.has(field), field);
            assertTrue(single.has(field), field);
        }
    }

    @Test
    void archivedRepositoriesAreListedOnRequestOnly() throws Exception {
        simulator.withRepository(2, "team/old").changeRepository(2, "team/old", true);
        assertEquals(List.of("1000001"), ids(REPOSITORIES));
        assertEquals(List.of("2"), ids(REPOSITORIES + "?archived=true"));
        assertRefused(400, "BadRequest", send("GET", REPOSITORIES + "?archived=1", TOKEN, null));
    }

    @Test
    void anOrganizationWithAPathOfItsOwnIsNotFoundByItsId() throws Exception {
        simulator.withOrganization("60811b5eed6e867404f6ffff", "acme").withRepository(7, "team/app");
        String repositories = REPOSITORIES.replace(TestCodeup.ORGANIZATION, "60811b5eed6e867404f6ffff") + "/";
        assertRefusedStatus(200, send("GET", repositories + "acme%2Fteam%2Fapp", TOKEN, null));
        assertRefusedStatus(404, send("GET", repositories + "60811b5eed6e867404f6ffff%2Fteam%2Fapp", TOKEN, null));
    }

    @Test
    void theHeadersOfAPageTellOfTheOthers() throws Exception {
        for (int i = 0; i < 25; i++) {
            simulator.addHook(TestCodeup.REPOSITORY, HookSettings.to("https://h/" + i));
        }
        HttpResponse<String> first = send("GET", HOOKS, TOKEN, null);
        HttpResponse<String> last = send("GET", HOOKS + "?page=2", TOKEN, null);
        assertEquals(List.of("1", "20", "2", "25", "2"), pageHeaders(first));
        assertEquals(List.of("2", "20", "", "25", "2"), pageHeaders(last));
        assertTrue(first.body().contains("\"mergeRequestEvents\""), "lists have the second spelling");
    }

    private static List<String> pageHeaders(HttpResponse<String> response) {
        return Stream.of("x-page", "x-per-page", "x-next-page", "x-total", "x-total-pages")
                .map(name -> response.headers().firstValue(name).orElseThrow())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 404, 500})
    @FieldCase("A03")
    void errorsOfTheSystemFamilyComeOnAnyStatus(int status) throws Exception {
        simulator.withSystemErrors(status).withPersonalAccessToken("pt-developer", Account.of(Role.DEVELOPER));
        assertRefused(status, "SYSTEM_NOT_FOUND_ERROR", send("DELETE", HOOKS + "/9", TOKEN, null));
        assertRefused(status, "SYSTEM_FORBIDDEN_ERROR", send("GET", HOOKS, "pt-developer", null));
        assertRefused(401, "InvalidTokenError", send("GET", HOOKS, "pt-wrong", null));
    }

    /** By a clock of the test's, which stands still until it is told. */
    @Test
    @FieldCase("B3")
    void listsLagBehindWritesForAsLongAsIsSet() throws Exception {
        TestClock clock = new TestClock(0);
        ReplicaLag lag = ReplicaLag.NONE
                .by(clock::nanoTime)
                .after(ReplicaLag.Write.CREATE, Duration.ofSeconds(5))
                .after(ReplicaLag.Write.DELETE, Duration.ofSeconds(2));
        simulator.withLag(lag);
        String id =
                JSON.readTree(send("POST", HOOKS, TOKEN, BODY).body()).get("id").asText();
        assertEquals(List.of(), ids(HOOKS));
        clock.pass(Duration.ofSeconds(5));
        assertEquals(List.of(id), ids(HOOKS));
        send("PUT", HOOKS + "/" + id, TOKEN, BODY.replace("ci", "other"));
        assertTrue(send("GET", HOOKS, TOKEN, null).body().contains("other.example.com"));
        send("DELETE", HOOKS + "/" + id, TOKEN, null);
        assertEquals(List.of(), simulator.hooks(TestCodeup.REPOSITORY));
        assertEquals(List.of(id), ids(HOOKS));
        simulator.withLag(ReplicaLag.NONE);
        assertEquals(List.of(), ids(HOOKS));
    }

    private List<String> ids(String target) throws Exception {
        return JSON.readTree(send("GET", target, TOKEN, null).body()).findValuesAsText("id");
    }

    @Test
    void wantsAMemberAndForHooksAnAdministrator() throws Exception {
        simulator
                .withPersonalAccessToken("pt-stranger", new Account(Role.ADMINISTRATOR, Set.of("elsewhere")))
                .withPersonalAccessToken("pt-developer", Account.of(Role.DEVELOPER));
        String notMember = "Forbidden.InvalidUser.UserNotInCurrentOrganization";
        assertRefused(403, notMember, send("GET", HOOKS, "pt-stranger", null));
        assertRefused(403, notMember, send("GET", HOOKS.replace(TestCodeup.ORGANIZATION, "unknown"), TOKEN, null));
        assertRefused(403, "Forbidden", send("GET", HOOKS, "pt-developer", null));
        assertEquals(200, send("GET", REPOSITORIES, "pt-developer", null).statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{} {}",
                "{}",
                "{\"url\":\"\"}",
                "{\"url\":7}",
                "{\"url\":\"ftp://h/\"}",
                "{\"url\":\"https://h/\",\"push_events\":true}",
                "{\"url\":\"https://h/\",\"enableSSLVerification\":true}",
                "{\"url\":\"https://h/\",\"secretToken\":\"s\"}",
                "{\"url\":\"https://h/\",\"pushEvents\":\"true\"}",
                "{\"url\":\"https://h/\",\"token\":7}"
            })
    void refusesABodyThatIsNotAsDocumented(String body) throws Exception {
        long id = simulator
                .addHook(TestCodeup.REPOSITORY, HookSettings.to("https://h/"))
                .id();
        assertRefused(400, "BadRequest", send("POST", HOOKS, TOKEN, body));
        assertRefused(400, "BadRequest", send("PUT", HOOKS + "/" + id, TOKEN, body));
    }

    @Test
    void takesAUrlOf1024CharactersAndNotOneMore() throws Exception {
        String longest = "https://h/" + "a".repeat(1014);
        assertEquals(
                200, send("POST", HOOKS, TOKEN, "{\"url\":\"" + longest + "\"}").statusCode());
        assertRefused(400, "BadRequest", send("POST", HOOKS, TOKEN, "{\"url\":\"" + longest + "a\"}"));
    }

    @ParameterizedTest
    @CsvSource({"perPage=101", "perPage=0", "page=0", "page=x", "Page=1", "OrganizationId=x"})
    void refusesAQueryThatIsNotAsDocumented(String query) throws Exception {
        assertRefused(400, "BadRequest", send("GET", HOOKS + "?" + query, TOKEN, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"team/app", "team%2Fapp", TestCodeup.ORGANIZATION + "%252Fteam%252Fapp", "42"})
    void doesNotFindARepositoryByAPathThatIsNotEncodedOnceWithTheOrganizationInFront(String repository)
            throws Exception {
        assertRefusedStatus(404, send("GET", REPOSITORIES + "/" + repository, TOKEN, null));
    }

    @Test
    void setsBackWhatAChangeLeavesOut() throws Exception {
        long id = simulator
                .addHook(
                        TestCodeup.REPOSITORY,
                        new HookSettings("https://h/", false, true, true, true, false, "text", "s3cret"))
                .id();
        assertEquals(200, send("PUT", HOOKS + "/" + id, TOKEN, BODY).statusCode());
        assertEquals(
                HookSettings.to("https://ci.example.com"),
                simulator.hooks(TestCodeup.REPOSITORY).get(0).settings());
    }

    private HttpResponse<String> send(String method, String target, String token, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(simulator.endpoint() + target))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("x-yunxiao-token", token);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static void assertRefused(int status, String code, HttpResponse<String> response) throws Exception {
        assertRefusedStatus(status, response);
        JsonNode error = JSON.readTree(response.body());
        assertEquals(code, error.get("errorCode").asText(), response.body());
        // the platform's errors and Codeup's own differ
        assertTrue(error.has("errorMessage") && error.has("requestId") != error.has("traceId"), response.body());
        assertEquals(error.has("traceId"), error.path("code").asInt() == status, response.body());
    }

    private static void assertRefusedStatus(int status, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
    }
}
