package io.jenkins.plugins.codeup.simulator.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.data.SimulatedComment;
import io.jenkins.plugins.codeup.simulator.data.SimulatedStatus;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulated Codeup's page of a merge request. */
class ChangePageTest {

    private static final long REPOSITORY = 7;

    @AutoClose
    private final CodeupSimulator codeup =
            CodeupSimulator.start().withOrganization("org").withRepository(REPOSITORY, "team/app");

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private String commit;

    @BeforeEach
    void open() {
        codeup.sources().host(REPOSITORY, directory).commit("main", "a", "1");
        commit = codeup.sources().git(REPOSITORY).commit("feature", "a", "2");
        codeup.sources().openMergeRequest(REPOSITORY, REPOSITORY, "feature", "main");
    }

    @Test
    void showsWhatWasReportedAndHidesMarkers() throws Exception {
        codeup.sources()
                .results()
                .add(new SimulatedStatus(
                        REPOSITORY, commit, "Jenkins/branch", "success", "<i>fine</i>", "https://jenkins/1"));
        codeup.sources().comment(REPOSITORY, 1, "**[app #1](https://jenkins/1)** failed\n\n- a\\<b\\>c\n<!-- id=1 -->");
        String page = get("/org/team/app/change/1").body();
        assertTrue(page.contains("<a href=\"https://jenkins/1\">Jenkins/branch</a> &lt;i&gt;fine&lt;/i&gt;"), page);
        assertTrue(page.contains("<b><a href=\"https://jenkins/1\">app #1</a></b> failed"), page);
        assertTrue(page.contains("<li>a&lt;b&gt;c</li>"), page);
        assertFalse(page.contains("id=1"), page);
        assertEquals(404, get("/org/team/app/change/2").statusCode());
    }

    @Test
    void takesACommentAndTellsTheHooks() throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(uri("/org/team/app/change/1"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("text=%2Fretest+now"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(303, answer.statusCode());
        assertEquals(
                "/retest now",
                codeup.sources().results().comments(REPOSITORY, 1).stream()
                        .map(SimulatedComment::content)
                        .findFirst()
                        .orElseThrow());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return codeup.endpoint().resolve(path);
    }
}
