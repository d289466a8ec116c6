package io.jenkins.plugins.codeup.client.yunxiao;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CommitStatuses.CommitStatus;
import io.jenkins.plugins.codeup.client.MergeRequest;
import io.jenkins.plugins.codeup.client.SourceReader;
import io.jenkins.plugins.codeup.client.SourceReader.Branch;
import io.jenkins.plugins.codeup.client.SourceReader.FileEntry;
import io.jenkins.plugins.codeup.client.SourceReader.Tag;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.data.MemorySources;
import io.jenkins.plugins.codeup.simulator.data.SimulatedStatus;
import io.jenkins.plugins.codeup.simulator.git.GitSources;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Oddity;
import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads repositories without a clone, in both editions of the Yunxiao API. */
class SourceReaderTest {

    private static final long REPOSITORY = TestCodeup.REPOSITORY;
    private static final long FORK = REPOSITORY + 1;

    @AutoClose
    private final CodeupSimulator simulator = Door.start().withRepository(FORK, "someone/app");

    private final CodeupClient client = Door.YUNXIAO.client(simulator);
    private final SourceReader reader = client.sources();
    private GitSources git;

    @TempDir
    private Path directory;

    @BeforeEach
    void host() {
        git = simulator.sources().host(REPOSITORY, directory);
    }

    @Test
    void theOpenApiOf2020ReadsNoSourcesAndTakesNoStatus() {
        CodeupClient old = Door.ALIYUN.client(simulator);
        assertNull(old.sources());
        assertNull(old.commitStatuses());
    }

    @ParameterizedTest
    @EnumSource(
            value = Door.class,
            names = {"YUNXIAO", "YUNXIAO_REGION"})
    void branchesHaveTheirNewestCommitAndOneIsTheDefault(Door door) throws Exception {
        String main = git.commit("main", "Jenkinsfile", "echo 1");
        String feature = git.commit("feature/x#1+ü", "a", "1");
        SourceReader either = door.client(simulator).sources();
        List<Branch> branches = new ArrayList<>();
        either.listBranches(REPOSITORY, branches::add);
        assertEquals(
                List.of("feature/x#1+ü", "main"),
                branches.stream().map(Branch::name).toList());
        assertEquals(
                List.of(feature, main), branches.stream().map(Branch::commit).toList());
        assertEquals(
                List.of(false, true), branches.stream().map(Branch::isDefault).toList());
        assertTrue(branches.get(1).committedAt().isAfter(Instant.EPOCH));
        assertEquals(Optional.of(branches.get(0)), either.findBranch(REPOSITORY, "feature/x#1+ü"));
        assertEquals(Optional.empty(), either.findBranch(REPOSITORY, "none"));
    }

    @Test
    void noPageIsReadBeyondWhatIsNeeded() throws Exception {
        simulator.sources().put(REPOSITORY, new MemorySources(250));
        reader.listBranches(REPOSITORY, branch -> false);
        assertEquals(1, simulator.requests("ListBranches").size());
        List<Branch> all = new ArrayList<>();
        reader.listBranches(REPOSITORY, all::add);
        assertEquals(250, all.size());
        assertEquals(4, simulator.requests("ListBranches").size());
    }

    @Test
    void tagsStandForCommitsAlsoWhereTheyAreObjectsOfTheirOwn() throws Exception {
        String commit = git.commit("main", "a", "1");
        git.update("refs/tags/v1", commit);
        git.update("refs/tags/w2", commit);
        List<Tag> tags = new ArrayList<>();
        reader.listTags(REPOSITORY, null, tags::add);
        assertEquals(List.of("v1", "w2"), tags.stream().map(Tag::name).toList());
        assertEquals(commit, tags.get(0).commit());
        tags.clear();
        reader.listTags(REPOSITORY, "w2", tags::add);
        assertEquals(List.of("w2"), tags.stream().map(Tag::name).toList());
    }

    @Test
    void aFileIsReadAtACommitWhateverTheBranchHasBecome() throws Exception {
        String first = git.commit("main", "ci/Jenkinsfile", "echo 'eins\\nÜ'");
        git.commit("main", "ci/Jenkinsfile", "echo 2");
        assertEquals("echo 'eins\\nÜ'", text(reader.readFile(REPOSITORY, "ci/Jenkinsfile", first)));
        assertEquals("echo 2", text(reader.readFile(REPOSITORY, "ci/Jenkinsfile", "main")));
        assertEquals(Optional.empty(), reader.readFile(REPOSITORY, "Jenkinsfile", "main"));
        ReceivedRequest request = simulator.requests("GetFileBlobs").get(0);
        assertTrue(request.path().endsWith("/files/ci%2FJenkinsfile"), request.path());
    }

    @Test
    void aFileThatIsNoTextComesInBase64() throws Exception {
        byte[] bytes = {(byte) 0xff, 0, (byte) 0xfe};
        answerNext("GetFileBlobs", "{\"content\":\"/wD+\",\"encoding\":\"base64\"}");
        assertArrayEquals(bytes, reader.readFile(REPOSITORY, "a", "main").orElseThrow());
        answerNext("GetFileBlobs", "{\"content\":\"\",\"encoding\":\"text\"}");
        assertEquals(0, reader.readFile(REPOSITORY, "a", "main").orElseThrow().length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ListBranches | {\"message\":\"later\"}",
                "GetFileBlobs | {\"encoding\":\"text\"}",
                "GetFileBlobs | {\"content\":\"%%%%\\u0000=\",\"encoding\":\"base64\",\"x\":1",
                "ListChangeRequests | {\"localId\":1,\"targetBranch\":\"main\"}",
            })
    void whatCanNotBeUnderstoodIsNoEmptyAnswer(String operation, String body) {
        answerNext(operation, body);
        CodeupException e = assertThrows(CodeupException.class, () -> {
            reader.listBranches(REPOSITORY, branch -> true);
            reader.readFile(REPOSITORY, "a", "main");
            reader.listOpenMergeRequests(REPOSITORY, request -> true);
        });
        assertEquals(CodeupException.Kind.UNREADABLE, e.kind());
        assertEquals(operation, e.call().operation());
    }

    @Test
    void directoriesAreListed() throws Exception {
        git.commit("main", "ci/Jenkinsfile", "1");
        git.commit("main", "ci/lib/x.groovy", "1");
        assertEquals(List.of(new FileEntry("ci", true)), reader.listFiles(REPOSITORY, "", "main"));
        assertEquals(
                List.of(new FileEntry("ci/Jenkinsfile", false), new FileEntry("ci/lib", true)),
                reader.listFiles(REPOSITORY, "ci", "main"));
        assertEquals("lib", reader.listFiles(REPOSITORY, "ci", "main").get(1).name());
    }

    @Test
    void openMergeRequestsSayWhatIsToBeMergedIntoWhat() throws Exception {
        git.commit("main", "a", "1");
        String origin = git.commit("feature", "a", "2");
        GitSources fork = simulator.sources().host(FORK, directory);
        git.forkTo(fork);
        String strange = fork.commit("patch", "a", "3");
        simulator.sources().openMergeRequest(REPOSITORY, REPOSITORY, "feature", "main");
        simulator.sources().openMergeRequest(REPOSITORY, FORK, "patch", "main");
        simulator
                .sources()
                .closeMergeRequest(
                        REPOSITORY, simulator.sources().openMergeRequest(REPOSITORY, REPOSITORY, "main", "feature"));
        List<MergeRequest> open = new ArrayList<>();
        reader.listOpenMergeRequests(REPOSITORY, open::add);
        assertEquals(List.of(1L, 2L), open.stream().map(MergeRequest::number).toList());
        // Codeup's list tells no commit
        assertEquals(
                new MergeRequest.Source(REPOSITORY, "feature", null, null, false),
                open.get(0).source());
        assertEquals(
                new MergeRequest.Source(FORK, "patch", null, null, false),
                open.get(1).source());
        assertEquals(Optional.of(origin), reader.findSourceCommit(REPOSITORY, 1));
        assertEquals(Optional.of(strange), reader.findSourceCommit(REPOSITORY, 2));
        assertEquals(Optional.empty(), reader.findSourceCommit(REPOSITORY, 9));
        assertEquals("main", open.get(1).target());
        assertEquals("dev-a", open.get(0).author().name());
        assertFalse(open.get(0).isFromFork(REPOSITORY));
        assertTrue(open.get(1).isFromFork(REPOSITORY));
        assertFalse(reader.findMergeRequest(REPOSITORY, 3).orElseThrow().open());
        MergeRequest single = reader.findMergeRequest(REPOSITORY, 1).orElseThrow();
        assertEquals(open.get(0).source(), single.source());
        assertEquals(false, open.get(0).draft());
        assertNull(single.draft(), "Codeup leaves it out of a single one");
        assertEquals(Optional.empty(), reader.findMergeRequest(REPOSITORY, 9));
    }

    @Test
    void theSourceCommitIsThatOfTheNewestVersion() throws Exception {
        git.commit("main", "a", "1");
        git.commit("feature", "a", "2");
        simulator.sources().openMergeRequest(REPOSITORY, REPOSITORY, "feature", "main");
        String second = simulator.sources().commit(REPOSITORY, "feature", "a", "3");
        simulator.sources().commit(REPOSITORY, "main", "b", "4");
        assertEquals(Optional.of(second), reader.findSourceCommit(REPOSITORY, 1));
        git.update("refs/heads/feature", "0".repeat(40));
        assertEquals(Optional.of(second), reader.findSourceCommit(REPOSITORY, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "../a", "a/../b", "a/..", "./a", "a\\..\\b"})
    void aNameThatLeadsElsewhereIsNotAskedFor(String name) throws Exception {
        git.commit("main", "a", "1");
        simulator.forgetRequests();
        assertEquals(Optional.empty(), reader.readFile(REPOSITORY, name, "main"));
        assertEquals(List.of(), reader.listFiles(REPOSITORY, name, "main"));
        assertEquals(Optional.empty(), reader.findBranch(REPOSITORY, name));
        assertEquals(0, simulator.calls());
    }

    /** Case A01: such a one counts as from a fork, and takes no other along. */
    @ParameterizedTest
    @ValueSource(strings = {"", "topic"})
    @FieldCase("A01")
    void aMergeRequestThatAPushMadeHasACommitAndMayHaveNoBranch(String branch) throws Exception {
        String commit = git.commit("main", "a", "1");
        git.commit("feature", "a", "2");
        simulator.sources().pushMergeRequest(REPOSITORY, commit, branch, "main");
        simulator.sources().openMergeRequest(REPOSITORY, REPOSITORY, "feature", "main");
        List<MergeRequest> open = new ArrayList<>();
        reader.listOpenMergeRequests(REPOSITORY, open::add);
        assertEquals(List.of(1L, 2L), open.stream().map(MergeRequest::number).toList());
        MergeRequest pushed = open.get(0);
        assertTrue(pushed.source().pushed());
        assertEquals(branch.isEmpty() ? null : branch, pushed.source().branch());
        assertTrue(pushed.isFromFork(REPOSITORY));
        assertFalse(open.get(1).isFromFork(REPOSITORY));
        MergeRequest single = reader.findMergeRequest(REPOSITORY, 1).orElseThrow();
        assertTrue(single.isFromFork(REPOSITORY));
        assertEquals(commit, single.source().commit());
        assertEquals("refs/merge-requests/1/head", single.source().ref());
    }

    @Test
    @FieldCase("B8")
    void aMergeRequestFromNobodyKnowsWhereCountsAsFromAFork() throws Exception {
        git.commit("main", "a", "1");
        git.commit("feature", "a", "2");
        simulator.sources().openMergeRequest(REPOSITORY, REPOSITORY, "feature", "main");
        for (Oddity odd : List.of(Oddity.without("sourceProjectId"), Oddity.with("sourceProjectId", "\"x\""))) {
            simulator.withOddAnswers("GetChangeRequest", odd);
            MergeRequest one = reader.findMergeRequest(REPOSITORY, 1).orElseThrow();
            assertNull(one.source().repositoryId());
            assertTrue(one.isFromFork(REPOSITORY));
        }
    }

    @Test
    @FieldCase("D08")
    void aDraftIsToldByTheList() throws Exception {
        git.commit("main", "a", "1");
        git.commit("feature", "a", "2");
        long number = simulator.sources().openMergeRequest(REPOSITORY, REPOSITORY, "feature", "main");
        simulator.sources().markDraft(REPOSITORY, number, true);
        List<MergeRequest> open = new ArrayList<>();
        reader.listOpenMergeRequests(REPOSITORY, open::add);
        assertEquals(true, open.get(0).draft());
    }

    @Test
    void aCommitIsToldWithItsAuthorAndItsMessage() throws Exception {
        git.commit("main", "a", "1", "docs [ci skip]", "bot");
        SourceReader.CommitText about =
                reader.findBranch(REPOSITORY, "main").orElseThrow().about();
        assertEquals(new SourceReader.CommitText("docs [ci skip]", "bot", "bot@example.com"), about);
    }

    @Test
    void theFilesThatDifferAreToldInOneCall() throws Exception {
        String base = git.commit("main", "a", "1");
        git.commit("feature", "docs/指南.md", "2");
        git.commit("feature", "src/b", "2");
        git.commit("main", "later", "3");
        simulator.forgetRequests();
        assertEquals(Set.of("docs/指南.md", "src/b"), reader.listChangedFiles(REPOSITORY, "main", "feature", false));
        assertEquals(
                Set.of("docs/指南.md", "src/b", "later"), reader.listChangedFiles(REPOSITORY, "main", "feature", true));
        assertEquals(Set.of(), reader.listChangedFiles(REPOSITORY, base, base, true));
        assertEquals(3, simulator.requests().size());
        CodeupException gone = assertThrows(
                CodeupException.class, () -> reader.listChangedFiles(REPOSITORY, "0".repeat(40), "main", true));
        assertEquals(CodeupException.Kind.NOT_FOUND, gone.kind());
        answerNext("GetCompare", "{\"commits\":[]}");
        CodeupException odd =
                assertThrows(CodeupException.class, () -> reader.listChangedFiles(REPOSITORY, base, "main", true));
        assertTrue(odd.getMessage().contains("no list of diffs"), odd.getMessage());
    }

    @Test
    @FieldCase("K03")
    void aTagOfATreeIsLeftOut() throws Exception {
        String commit = git.commit("main", "a", "1");
        git.update("refs/tags/v1", commit);
        git.update("refs/tags/tree", git.tree("main"));
        List<Tag> tags = new ArrayList<>();
        reader.listTags(REPOSITORY, null, tags::add);
        assertEquals(List.of("v1"), tags.stream().map(Tag::name).toList());
    }

    @Test
    @FieldCase("K04")
    void aSubmoduleIsNeitherAFileNorADirectory() throws Exception {
        String commit = git.commit("main", "a", "1");
        git.submodule("main", "lib", commit);
        assertEquals(List.of(new FileEntry("a", false)), reader.listFiles(REPOSITORY, "", "main"));
        assertEquals(Optional.empty(), reader.readFile(REPOSITORY, "lib", "main"));
    }

    /** Case A07. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-23T15:21:57+08:00, 2026-11-23T07:21:57Z",
        "2026-11-23T15:21:57+0800, 2026-11-23T07:21:57Z",
        "2026-11-23T15:21:57.123+08:00, 2026-11-23T07:21:57.123Z",
        "2026-11-23T07:21:57Z, 2026-11-23T07:21:57Z",
        "2026-11-23 07:21:57 UTC, 2026-11-23T07:21:57Z",
        "2026-11-23 15:21:57, 2026-11-23T07:21:57Z",
        "2026-11-23 15:21, 2026-11-23T07:21:00Z",
        "2026-11-23 15:21:57 +0800, 2026-11-23T07:21:57Z",
        "1795418517123, 2026-11-23T07:21:57.123Z",
        "yesterday,",
        "2026-13-23 15:21:57,"
    })
    @FieldCase("A07")
    void readsTimesInEveryForm(String written, Instant time) throws Exception {
        answerNext("GetBranch", "{\"name\":\"main\",\"commit\":{\"id\":\"1\",\"committedDate\":\"" + written + "\"}}");
        assertEquals(time, reader.findBranch(REPOSITORY, "main").orElseThrow().committedAt());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 404, 500})
    @FieldCase("A03")
    void whatIsNotThereIsNotThereWhateverTheStatus(int status) throws Exception {
        git.commit("main", "a", "1");
        simulator.withSystemErrors(status);
        assertEquals(Optional.empty(), reader.findBranch(REPOSITORY, "none"));
        assertEquals(Optional.empty(), reader.readFile(REPOSITORY, "none", "main"));
        assertEquals(Optional.empty(), reader.findMergeRequest(REPOSITORY, 9));
    }

    @Test
    void aStatusIsSaidOfACommit() throws Exception {
        String commit = git.commit("main", "a", "1");
        client.commitStatuses()
                .create(
                        REPOSITORY,
                        commit,
                        new CommitStatus(CommitStatus.State.SUCCESS, "jenkins", "稳定", "https://ci.example.com/1/"));
        assertEquals(
                List.of(new SimulatedStatus(
                        REPOSITORY, commit, "jenkins", "success", "稳定", "https://ci.example.com/1/")),
                simulator.sources().statuses());
    }

    private void answerNext(String operation, String body) {
        simulator.failNext(operation, Fault.answer(Reply.json(200, body)));
    }

    private static String text(Optional<byte[]> bytes) {
        return new String(bytes.orElseThrow(), StandardCharsets.UTF_8);
    }
}
