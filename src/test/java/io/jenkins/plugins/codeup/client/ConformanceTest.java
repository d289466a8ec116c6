package io.jenkins.plugins.codeup.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.client.CommitStatuses.CommitStatus;
import io.jenkins.plugins.codeup.client.yunxiao.YunxiaoClient;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.data.Role;
import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every request of the client and every answer of the simulator is as {@link Operations} describes it. */
class ConformanceTest {

    private static final long REPOSITORY = TestCodeup.REPOSITORY;
    private static final DesiredWebhook WHOLE = DesiredWebhook.to("https://ci.example.com/hook")
            .with(WebhookOption.PUSH_EVENTS, true)
            .with(WebhookOption.MERGE_REQUESTS_EVENTS, true)
            .with(WebhookOption.TAG_PUSH_EVENTS, false)
            .with(WebhookOption.NOTE_EVENTS, true)
            .with(WebhookOption.ENABLE_SSL_VERIFICATION, false)
            .withDescription("by Jenkins")
            .withSecretToken(SecretValue.of("s3cret"));

    private record Exchange(ReceivedRequest request, Reply reply) {}

    @AutoClose
    private final CodeupSimulator simulator = Door.start();

    private final ConcurrentLinkedQueue<Exchange> exchanges = new ConcurrentLinkedQueue<>();
    private String commit;

    @TempDir
    private Path directory;

    @BeforeEach
    void host() {
        simulator.withWitness((request, reply) -> exchanges.add(new Exchange(request, reply)));
        var git = simulator.sources().host(REPOSITORY, directory);
        git.commit("main", "ci/Jenkinsfile", "echo 1");
        commit = git.commit("feature", "a", "2");
        git.update("refs/tags/v1", commit);
        git.update("refs/tags/tree", git.tree("main"));
        simulator.sources().openMergeRequest(REPOSITORY, REPOSITORY, "feature", "main");
        simulator.sources().pushMergeRequest(REPOSITORY, commit, "", "main");
        simulator.withMember(REPOSITORY, "5f00000000000000000000aa", Role.DEVELOPER);
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    @FieldCase("K16")
    void requestsAndAnswersAreAsDescribed(Door door) throws Exception {
        CodeupClient client = door.client(simulator);
        client.listRepositories("app", false, repository -> true);
        client.getRepository(RepositoryRef.parse("team/app"));
        long id = client.createWebhook(REPOSITORY, WHOLE).value().id();
        if (client.canUpdateWebhooks()) {
            client.updateWebhook(REPOSITORY, id, WHOLE);
        }
        client.listWebhooks(REPOSITORY);
        client.deleteWebhook(REPOSITORY, id);
        client.members().list(REPOSITORY);
        client.changes().listActivities(one -> true);
        client.changes().branches(REPOSITORY, null);
        client.changes().tags(REPOSITORY, "v");
        if (client instanceof YunxiaoClient yunxiao) {
            yunxiao.currentUser();
            yunxiao.organizations();
            yunxiao.listGroups();
            readSources(client.sources());
            writeResults(client);
        }
        for (Exchange exchange : exchanges) {
            Operations.check(exchange.request);
            assertEquals(200, exchange.reply.status(), exchange.request.toString());
            Operations.check(exchange.request, exchange.reply);
        }
        String api = door == Door.ALIYUN ? "aliyun" : "yunxiao";
        Set<String> called = exchanges.stream()
                .map(exchange -> exchange.request.operation())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Operations.names(api), called);
    }

    private static void readSources(SourceReader reader) throws Exception {
        reader.listBranches(REPOSITORY, branch -> true);
        reader.findBranch(REPOSITORY, "main");
        reader.listTags(REPOSITORY, "v", tag -> true);
        reader.listTags(REPOSITORY, null, tag -> true);
        reader.listFiles(REPOSITORY, "", "main");
        reader.readFile(REPOSITORY, "ci/Jenkinsfile", "main");
        reader.listChangedFiles(REPOSITORY, "main", "feature", false);
        reader.listOpenMergeRequests(REPOSITORY, request -> true);
        reader.findMergeRequest(REPOSITORY, 1);
        reader.findMergeRequest(REPOSITORY, 2);
        reader.findSourceCommit(REPOSITORY, 1);
    }

    private void writeResults(CodeupClient client) throws Exception {
        client.commitStatuses()
                .create(
                        REPOSITORY,
                        commit,
                        new CommitStatus(CommitStatus.State.SUCCESS, "jenkins", "fine", "https://ci.example.com/1"));
        CheckRuns.CheckRun run = new CheckRuns.CheckRun(
                "Tests",
                commit,
                CheckRuns.Status.COMPLETED,
                CheckRuns.Conclusion.FAILURE,
                1_700_000_000_000L,
                1_700_000_060_999L,
                "job",
                "https://ci.example.com/1",
                "failed: 1",
                "one",
                "two",
                List.of(new CheckRuns.Annotation(
                        "src/A.java", 3, 3, 1, 9, CheckRuns.Level.WARNING, "unused", "Unused", "details")));
        long id = client.checkRuns().create(REPOSITORY, run);
        client.checkRuns().update(REPOSITORY, id, run);
        client.checkRuns().list(REPOSITORY, commit);
        String comment = client.comments().create(REPOSITORY, 1, "**fine**", null);
        client.comments().create(REPOSITORY, 1, "a reply", comment);
        client.comments().update(REPOSITORY, 1, comment, "better");
        client.comments().list(REPOSITORY, 1);
    }

    /** What the platform refuses has other fields than what Codeup itself refuses. */
    @Test
    void errorsHaveTheFieldsOfTheirKind() throws Exception {
        JsonNode own = error(Door.YUNXIAO);
        assertEquals(Set.of("traceId", "code", "errorCode", "errorMessage", "errorDescription"), fields(own));
        assertEquals(404, own.get("code").asInt());
        assertEquals(Set.of("RequestId", "Success", "ErrorCode", "ErrorMessage"), fields(error(Door.ALIYUN)));
    }

    private JsonNode error(Door door) throws Exception {
        exchanges.clear();
        try {
            door.client(simulator).deleteWebhook(REPOSITORY, 9);
        } catch (CodeupException e) {
            assertEquals(CodeupException.Kind.NOT_FOUND, e.kind());
            JsonNode tree = new ObjectMapper().readTree(exchanges.peek().reply.body());
            String id = tree.has("traceId")
                    ? tree.get("traceId").asText()
                    : tree.get("RequestId").asText();
            assertEquals(id, e.requestId());
            return tree;
        }
        throw new AssertionError("there is no such webhook");
    }

    private static Set<String> fields(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }
}
