package io.jenkins.plugins.codeup.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryReader;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.delivery.DeliveryBodies;
import io.jenkins.plugins.codeup.simulator.delivery.SentDelivery;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The simulated Codeup delivers as the real one does. */
class SentDeliveriesTest {

    private static final long REPOSITORY = TestCodeup.REPOSITORY;

    private final CodeupSimulator codeup = TestCodeup.start();
    private final List<Arrived> arrived = new CopyOnWriteArrayList<>();
    private HttpServer receiver;

    private record Arrived(String path, String event, String token, String id, byte[] body) {}

    @BeforeEach
    void listen() throws Exception {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            arrived.add(new Arrived(
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders().getFirst("X-Codeup-Event"),
                    exchange.getRequestHeaders().getFirst("X-Codeup-Token"),
                    exchange.getRequestHeaders().getFirst("X-Codeup-Delivery"),
                    exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
        codeup.close();
    }

    @Test
    void onlyHooksWithTheEventOnAreToldAndEachBringsItsOwnSecret() {
        hook("/push", "secret", true, false, false, false);
        hook("/tags", "", false, false, true, false);
        hook("/all", "other", true, true, true, true);

        List<SentDelivery> sent = codeup.push(REPOSITORY, "refs/heads/main", Fixtures.ONES, Fixtures.TWOS, "m");
        assertEquals(List.of(202, 202), sent.stream().map(SentDelivery::status).toList());
        assertEquals(
                List.of("/push", "/all"), arrived.stream().map(Arrived::path).toList());
        assertEquals(
                List.of("secret", "other"), arrived.stream().map(Arrived::token).toList());
        assertNotEquals(arrived.get(0).id(), arrived.get(1).id());

        arrived.clear();
        codeup.pushTag(REPOSITORY, "refs/tags/v1", Fixtures.ZEROS, Fixtures.TWOS);
        codeup.mergeRequest(REPOSITORY, 1, "open", "dev", "main", Fixtures.TWOS);
        codeup.comment(REPOSITORY, 1, "dev", "main", Fixtures.TWOS, "hello");
        codeup.testHooks(REPOSITORY);
        assertEquals(
                List.of("/tags", "/all", "/all", "/all", "/push", "/tags", "/all"),
                arrived.stream().map(Arrived::path).toList());
        assertNull(arrived.get(0).token(), "a hook without secret");
        assertEquals("Tag Push Hook", arrived.get(0).event());
        assertEquals("Merge Request Hook", arrived.get(2).event());
        assertEquals("Note Hook", arrived.get(3).event());
        assertArrayEquals(
                new TreeSet<>(List.of("before", "after")).toArray(),
                keys(arrived.get(4).body()).toArray());
    }

    @Test
    void whatIsSentReadsLikeWhatWasSeenOnTheWire() throws Exception {
        hook("/all", "secret", true, true, true, true);
        codeup.push(REPOSITORY, "refs/heads/main", Fixtures.ONES, Fixtures.TWOS, "m");
        codeup.pushTag(REPOSITORY, "refs/tags/v1", Fixtures.ZEROS, Fixtures.TWOS);
        codeup.mergeRequest(REPOSITORY, 1, "open", "dev", "main", Fixtures.TWOS);
        codeup.comment(REPOSITORY, 1, "dev", "main", Fixtures.TWOS, "hello");

        Delivery.Push push = assertInstanceOf(Delivery.Push.class, read(0));
        assertEquals("main", push.branch());
        assertInstanceOf(Delivery.TagPush.class, read(1));
        assertInstanceOf(Delivery.MergeRequest.class, read(2));
        assertEquals("hello", assertInstanceOf(Delivery.Note.class, read(3)).text());
        assertTrue(keys(Fixtures.bytes("push.json"))
                .containsAll(keys(arrived.get(0).body())));
        assertTrue(keys(Fixtures.bytes("merge-request-open.json"))
                .containsAll(keys(arrived.get(2).body())));
    }

    @Test
    @FieldCase("K08")
    void mergeRequestsAreOfEitherGeneration() throws Exception {
        hook("/all", "", false, true, false, false);
        codeup.mergeRequest(REPOSITORY, 1, "update", "dev", "main", Fixtures.TWOS);
        codeup.withDeliveries(DeliveryBodies.Generation.NEW);
        codeup.mergeRequest(REPOSITORY, 2, "open", "dev", "main", Fixtures.TWOS);

        JsonNode old = attributes(0);
        assertTrue(
                old.has("id") && old.has("iid") && old.get("is_update_by_push").asBoolean(), old.toString());
        assertFalse(old.has("local_id") || old.get("work_in_progress").asBoolean(), old.toString());
        assertTrue(old.get("url").asText().endsWith("/merge_request/1"), old.toString());
        JsonNode now = attributes(1);
        assertTrue(now.get("biz_id").asText().matches("[0-9a-f]{32}"), now.toString());
        assertEquals(
                List.of(2L, REPOSITORY),
                List.of(now.get("local_id").asLong(), now.get("project_id").asLong()));
        assertFalse(
                now.has("id") || now.has("iid") || now.get("is_update_by_push").asBoolean(), now.toString());
        assertTrue(now.get("url").asText().endsWith("/change/2"), now.toString());
        assertTrue(keys(arrived.get(1).body()).contains("version"));
    }

    @Test
    void oneThatAPushMadeHasNoSourceBranchAndAnEditIsNoPush() throws Exception {
        hook("/all", "", false, true, false, false);
        codeup.withDeliveries(DeliveryBodies.Generation.NEW);
        long number = codeup.sources().pushMergeRequest(REPOSITORY, Fixtures.TWOS, "", "main");
        codeup.sources().markDraft(REPOSITORY, number, true);
        codeup.sources().editMergeRequest(REPOSITORY, number);

        assertTrue(attributes(0).get("source_branch").isNull());
        assertEquals("COMMIT", attributes(0).get("source_type").asText());
        assertEquals(Fixtures.TWOS, attributes(0).get("last_commit").get("id").asText());
        assertTrue(attributes(1).get("work_in_progress").asBoolean());
        assertEquals("update", attributes(2).get("action").asText());
        assertFalse(attributes(2).get("is_update_by_push").asBoolean());
    }

    @Test
    void aCommentOnACommitNamesIt() throws Exception {
        hook("/all", "", false, false, false, true);
        codeup.commentOnCommit(REPOSITORY, Fixtures.TWOS, "rebuild");
        assertEquals("Commit", attributes(0).get("noteable_type").asText());
        assertEquals(Fixtures.TWOS, attributes(0).get("commit_id").asText());
    }

    private JsonNode attributes(int index) throws Exception {
        return new ObjectMapper().readTree(arrived.get(index).body()).get("object_attributes");
    }

    private Delivery read(int index) throws Exception {
        return DeliveryReader.read(
                arrived.get(index).event(), arrived.get(index).body());
    }

    private static TreeSet<String> keys(byte[] json) {
        try {
            TreeSet<String> keys = new TreeSet<>();
            JsonNode object = new ObjectMapper().readTree(json);
            object.fieldNames().forEachRemaining(keys::add);
            return keys;
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private void hook(String path, String secret, boolean push, boolean merge, boolean tag, boolean note) {
        String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + path;
        codeup.addHook(REPOSITORY, new HookSettings(url, push, merge, tag, note, true, "", secret));
    }
}
