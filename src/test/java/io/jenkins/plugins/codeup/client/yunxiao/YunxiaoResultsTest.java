package io.jenkins.plugins.codeup.client.yunxiao;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.client.CheckRuns;
import io.jenkins.plugins.codeup.client.CheckRuns.Annotation;
import io.jenkins.plugins.codeup.client.CheckRuns.CheckRun;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupCredentials.PersonalAccessToken;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.CommitStatuses.CommitStatus;
import io.jenkins.plugins.codeup.client.CommitStatuses.CommitStatus.State;
import io.jenkins.plugins.codeup.client.MergeRequestComments;
import io.jenkins.plugins.codeup.client.MergeRequestComments.Comment;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.http.HttpTransport;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.data.SimulatedCheckRun;
import io.jenkins.plugins.codeup.simulator.git.GitSources;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Statuses, check runs and comments by the Yunxiao API, as strict as Codeup's documents are. */
class YunxiaoResultsTest {

    private static final long REPOSITORY = TestCodeup.REPOSITORY;
    private static final String OTHER_TOKEN = "pt-another-users-token";

    @AutoClose
    private final CodeupSimulator simulator = Door.start().withPersonalAccessToken(OTHER_TOKEN);

    private final CodeupClient client = Door.YUNXIAO.client(simulator);
    private GitSources git;
    private String main;
    private String commit;

    @BeforeEach
    void openMergeRequest(@TempDir Path directory) {
        git = simulator.sources().host(REPOSITORY, directory);
        main = git.commit("main", "a", "1");
        commit = git.commit("feature", "a", "2");
        simulator.sources().openMergeRequest(REPOSITORY, REPOSITORY, "feature", "main");
    }

    private CheckRun run(String name, Annotation... annotations) {
        return new CheckRun(
                name,
                commit,
                CheckRuns.Status.COMPLETED,
                CheckRuns.Conclusion.NEUTRAL,
                null,
                null,
                "app",
                null,
                "title",
                "summary",
                null,
                List.of(annotations));
    }

    private List<SimulatedCheckRun> shown() {
        return simulator.sources().results().checkRuns(REPOSITORY, commit);
    }

    private YunxiaoClient once(PersonalAccessToken token) {
        HttpTransport transport = new HttpTransport(TestCodeup.HTTP, simulator.endpoint(), Duration.ofSeconds(10));
        return YunxiaoClient.central(transport, TestCodeup.ONCE, TestCodeup.ORGANIZATION, token);
    }

    private static void assertKind(Kind kind, org.junit.jupiter.api.function.Executable call) {
        assertEquals(kind, assertThrows(CodeupException.class, call).kind());
    }

    @ParameterizedTest
    @EnumSource(
            value = Door.class,
            names = {"YUNXIAO", "YUNXIAO_REGION"})
    void createsAndUpdatesACheckRunWithAnnotations(Door door) throws Exception {
        CheckRuns checks = door.client(simulator).checkRuns();
        Annotation annotation = new Annotation(
                "src/A.java", 3, 4, null, null, CheckRuns.Level.FAILURE, "null pointer", "NPE", "at A.java:3");
        long id = checks.create(REPOSITORY, run("Tests", annotation));
        assertEquals("neutral", shown().get(0).conclusion());
        assertEquals(
                "[{\"path\":\"src/A.java\",\"startLine\":3,\"endLine\":4,\"annotationLevel\":\"failure\","
                        + "\"message\":\"null pointer\",\"title\":\"NPE\",\"rawDetails\":\"at A.java:3\"}]",
                shown().get(0).fields().get("annotations").toString());
        checks.update(REPOSITORY, id, run("Tests"));
        assertEquals(1, shown().size());
        assertEquals("[]", shown().get(0).fields().get("annotations").toString());
        assertEquals(List.of(new CheckRuns.Listed(id, "Tests", "app")), checks.list(REPOSITORY, commit));
    }

    @Test
    void writesTimesInTheDocumentedForm() throws Exception {
        client.checkRuns()
                .create(
                        REPOSITORY,
                        new CheckRun(
                                "Tests",
                                commit,
                                CheckRuns.Status.IN_PROGRESS,
                                null,
                                1_678_867_200_123L,
                                null,
                                null,
                                "https://ci.example.com/1",
                                null,
                                null,
                                null,
                                List.of()));
        assertEquals(
                "{\"name\":\"Tests\",\"status\":\"in_progress\",\"startedAt\":\"2023-03-15T08:00:00Z\","
                        + "\"detailsUrl\":\"https://ci.example.com/1\",\"output\":{},\"annotations\":[],\"headSha\":\""
                        + commit + "\"}",
                simulator.requests("CreateCheckRun").get(0).text());
    }

    @Test
    void aCheckRunBelongsToTheSourceOfAMergeRequestAndToItsWriter() throws Exception {
        CheckRun ofMain = new CheckRun(
                "Tests", main, CheckRuns.Status.QUEUED, null, null, null, null, null, null, null, null, List.of());
        assertKind(Kind.REJECTED, () -> client.checkRuns().create(REPOSITORY, ofMain));
        long id = client.checkRuns().create(REPOSITORY, run("Tests"));
        assertKind(Kind.REJECTED, () -> client.checkRuns().create(REPOSITORY, run("Tests")));
        CodeupClient other = once(new PersonalAccessToken(SecretValue.of(OTHER_TOKEN)));
        assertKind(Kind.FORBIDDEN, () -> other.checkRuns().update(REPOSITORY, id, run("Tests")));
        other.checkRuns().create(REPOSITORY, run("Tests"));
        assertEquals(2, shown().size(), "another writer's of the same name");
        assertKind(Kind.NOT_FOUND, () -> client.checkRuns().update(REPOSITORY, 99, run("Tests")));
    }

    @Test
    @FieldCase("A10")
    void whatIsTooLongIsCutAndLongNamesStayDifferent() throws Exception {
        String name = "Jenkins/" + "a-long-path/".repeat(5);
        String one = CommitStatus.uniquelyCut(name + "one");
        String two = CommitStatus.uniquelyCut(name + "two");
        assertEquals(50, one.length());
        assertFalse(one.equalsIgnoreCase(two));
        assertEquals(one, CommitStatus.uniquelyCut(name + "one"));
        assertEquals("x".repeat(50), CommitStatus.uniquelyCut("x".repeat(50)));
        assertTrue(CommitStatus.uniquelyCut("x".repeat(40) + "🚀".repeat(40)).length() <= 50);
        client.commitStatuses()
                .create(REPOSITORY, commit, new CommitStatus(State.PENDING, name + "one", "d".repeat(4000), null));
        client.checkRuns()
                .create(
                        REPOSITORY,
                        new CheckRun(
                                name + "one",
                                commit,
                                CheckRuns.Status.COMPLETED,
                                CheckRuns.Conclusion.SUCCESS,
                                null,
                                null,
                                null,
                                null,
                                null,
                                "s".repeat(70_000),
                                "t".repeat(70_000),
                                List.of(new Annotation(
                                        "a",
                                        1,
                                        1,
                                        null,
                                        null,
                                        CheckRuns.Level.NOTICE,
                                        "m",
                                        null,
                                        "r".repeat(70_000)))));
        assertEquals(one, shown().get(0).name());
        assertEquals(one, simulator.sources().statuses().get(0).context());
    }

    @Test
    void commentsAreResolvedFromTheStartAndUpdatedInPlace() throws Exception {
        MergeRequestComments comments = client.comments();
        String id = comments.create(REPOSITORY, 1, "**fails**", null);
        assertEquals(
                "{\"comment_type\":\"GLOBAL_COMMENT\",\"content\":\"**fails**\",\"draft\":false,\"resolved\":true,"
                        + "\"patchset_biz_id\":\"00000000000000000000000000000002\"}",
                simulator.requests("CreateChangeRequestComment").get(0).text());
        comments.update(REPOSITORY, 1, id, "**fine**");
        List<Comment> listed = comments.list(REPOSITORY, 1);
        assertEquals(1, listed.size());
        assertEquals("**fine**", listed.get(0).content());
        assertTrue(listed.get(0).resolved());
        assertNull(listed.get(0).parent());
        assertKind(Kind.NOT_FOUND, () -> comments.update(REPOSITORY, 1, "f".repeat(32), "x"));
        assertKind(Kind.NOT_FOUND, () -> comments.create(REPOSITORY, 9, "x", null));
    }

    @Test
    void aCommentGoesToTheNewestVersionOfTheSource() throws Exception {
        client.comments().create(REPOSITORY, 1, "first", null);
        git.commit("feature", "a", "3");
        git.commit("main", "a", "4");
        client.comments().create(REPOSITORY, 1, "second", null);
        assertEquals(2, client.comments().list(REPOSITORY, 1).size());
    }

    @Test
    void someoneElsesCommentCanBeResolvedAndRepliedToButNotChanged() throws Exception {
        simulator.actAs("dev-a");
        String asked = simulator.sources().comment(REPOSITORY, 1, "/retest");
        MergeRequestComments comments = client.comments();
        String reply = comments.create(REPOSITORY, 1, "builds", asked);
        comments.update(REPOSITORY, 1, asked, null);
        assertKind(Kind.FORBIDDEN, () -> comments.update(REPOSITORY, 1, asked, "other"));
        assertEquals(
                List.of(
                        new Comment(asked, "/retest", "dev-a", "dev-a", true, null),
                        new Comment(
                                reply,
                                "builds",
                                comments.list(REPOSITORY, 1).get(1).author(),
                                comments.list(REPOSITORY, 1).get(1).authorName(),
                                true,
                                asked)),
                comments.list(REPOSITORY, 1));
    }

    @Test
    void everyTenthCallCanFailEachInAnotherWay() {
        simulator.failOneIn(10, "CreateCommitStatus");
        List<Kind> failed = new ArrayList<>(Collections.nCopies(70, null));
        for (int i = 0; i < failed.size(); i++) {
            try {
                once(Door.TOKEN)
                        .commitStatuses()
                        .create(REPOSITORY, commit, new CommitStatus(State.PENDING, "c", null, null));
            } catch (CodeupException e) {
                failed.set(i, e.kind());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        assertEquals(7, failed.stream().filter(kind -> kind != null).count(), failed.toString());
        assertTrue(
                failed.containsAll(
                        List.of(Kind.NO_ANSWER, Kind.SERVER_ERROR, Kind.UNAVAILABLE, Kind.THROTTLED, Kind.UNREADABLE)),
                failed.toString());
        assertEquals(7, Fault.usual().size());
    }
}
