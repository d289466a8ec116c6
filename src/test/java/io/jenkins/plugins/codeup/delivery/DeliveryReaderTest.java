package io.jenkins.plugins.codeup.delivery;

import static io.jenkins.plugins.codeup.delivery.Fixtures.ONES;
import static io.jenkins.plugins.codeup.delivery.Fixtures.TWOS;
import static io.jenkins.plugins.codeup.delivery.Fixtures.ZEROS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.delivery.Delivery.MergeRequestInfo;
import io.jenkins.plugins.codeup.delivery.DeliveryReader.InvalidDeliveryException;
import io.jenkins.plugins.codeup.simulator.delivery.DeliverySender;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parsing deliveries from headers and body. */
class DeliveryReaderTest {

    @Test
    void dropsPagesThatAreNotHttpOrHttps() {
        String push = Fixtures.text("push.json");
        assertEquals(
                "https://codeup.aliyun.com/60811b5eed6e867404f60000/team/app",
                Fixtures.read(push).repository().homepage());
        for (String other : new String[] {"javascript:alert(1)//", "data:text/html,", "https://a b/", "//x/"}) {
            String changed = push.replace("\"homepage\":\"https://", "\"homepage\":\"" + other);
            assertNull(Fixtures.read(changed).repository().homepage(), other);
        }
        Delivery.MergeRequest request = (Delivery.MergeRequest) Fixtures.read(Fixtures.text("merge-request-open.json")
                .replaceAll("\"url\":\"https:(?=[^\"]*/merge_request/)", "\"url\":\"javascript:"));
        assertNull(request.info().url());
    }

    @Test
    void parsesAPush() throws Exception {
        Delivery.Push push =
                assertInstanceOf(Delivery.Push.class, DeliveryReader.read("Push Hook", Fixtures.bytes("push.json")));
        assertEquals(DeliveryEvent.PUSH, push.event());
        assertEquals("main", push.branch());
        assertEquals(ONES, push.before());
        assertEquals(TWOS, push.commit());
        assertFalse(push.deleted());
        assertEquals("dev-a", push.sender().shown());
        assertEquals("更新 a.js", push.commits().get(0).message());
        assertEquals(1000001L, push.repository().id());
        assertTrue(push.repository().isAt("git@codeup.aliyun.com:60811b5eed6e867404f60000/team/app.git"));
    }

    @Test
    void parsesATagPush() throws Exception {
        Delivery.TagPush push = assertInstanceOf(
                Delivery.TagPush.class, DeliveryReader.read("Tag Push Hook", Fixtures.bytes("tag-push.json")));
        assertEquals("v0.0.1", push.tag());
        assertNull(push.before(), "a new tag");
        assertEquals("3".repeat(40), push.commit());
        assertNull(push.branch());
    }

    @Test
    void parsesAMergeRequest() throws Exception {
        Delivery.MergeRequest request = assertInstanceOf(
                Delivery.MergeRequest.class,
                DeliveryReader.read("Merge Request Hook", Fixtures.bytes("merge-request-open.json")));
        MergeRequestInfo info = request.info();
        assertEquals("2", info.id());
        assertEquals("更新 a.js", info.title());
        assertEquals(
                List.of("opened", "open", "dev", "main"),
                List.of(info.state(), info.action(), info.source(), info.target()));
        assertNull(request.commit(), "last_commit is absent");
        assertFalse(info.fromFork());
    }

    @Test
    @FieldCase("K08")
    void parsesMergeRequestsWithLocalIdInsteadOfIid() {
        Delivery.MergeRequest request = (Delivery.MergeRequest) Fixtures.read("""
                {"object_kind":"merge_request","object_attributes":{"biz_id":"5f0","local_id":7,"title":"t",
                 "state":"merged","action":"merge","source_branch":"dev","target_branch":"main",
                 "last_commit":{"id":"%s","message":"m"}}}
                """.formatted(TWOS));
        assertEquals("7", request.info().id());
        assertEquals(TWOS, request.commit());
        assertNull(request.repository());
    }

    @Test
    void parsesACommentOnAMergeRequestAndOneOnACommit() {
        Delivery.Note onRequest = (Delivery.Note) Fixtures.read("""
                {"object_kind":"note","user":{"name":"n"},"object_attributes":{"note":"build please","url":"https://u"},
                 "merge_request":{"iid":2,"source_branch":"dev","target_branch":"main"}}
                """);
        assertEquals("build please", onRequest.text());
        assertEquals("dev", onRequest.branch());
        Delivery.Note onCommit = (Delivery.Note)
                Fixtures.read("{\"object_kind\":\"note\",\"object_attributes\":{\"note\":\"x\"},\"commit\":{\"id\":\""
                        + ONES + "\"}}");
        assertEquals(ONES, onCommit.commit());
        assertNull(onCommit.branch());
    }

    @Test
    @FieldCase("K15")
    void aTestDeliveryHasNoEvent() throws Exception {
        assertInstanceOf(
                Delivery.TestDelivery.class, DeliveryReader.read("Push Hook", Fixtures.bytes("console-test.json")));
        assertInstanceOf(Delivery.TestDelivery.class, DeliveryReader.read(null, Fixtures.bytes("console-test.json")));
    }

    @ParameterizedTest
    @CsvSource({"push hook,PUSH", "PUSH,PUSH", "Tag-Push Hook,TAG_PUSH", "merge_request,MERGE_REQUEST", "Note Hook,NOTE"
    })
    void parsesTheEventInAnySpelling(String spelling, DeliveryEvent event) {
        assertEquals(event, DeliveryEvent.of(spelling));
        assertEquals(event, DeliveryEvent.of(DeliverySender.eventHeader(event)));
    }

    @Test
    void theHeaderTakesPrecedenceOverTheBodyAndMayBeMissing() throws Exception {
        byte[] body = "{\"object_kind\":\"push\",\"ref\":\"v1\"}".getBytes(StandardCharsets.UTF_8);
        assertInstanceOf(Delivery.TagPush.class, DeliveryReader.read("Tag Push Hook", body));
        assertInstanceOf(Delivery.Push.class, DeliveryReader.read(null, body));
        assertInstanceOf(Delivery.Push.class, DeliveryReader.read("Of another world", body));
    }

    @Test
    void anAllZeroHashMeansADeletedOrANewRef() {
        Delivery.Push deleted = push("refs/heads/main", ONES, ZEROS);
        assertTrue(deleted.deleted());
        assertNull(deleted.commit());
        Delivery.Push created = push("refs/heads/main", ZEROS, TWOS);
        assertNull(created.before());
        assertFalse(created.deleted());
    }

    @Test
    void ignoresCommitsThatAreNotHashes() {
        assertNull(push("refs/heads/main", ONES, "--upload-pack=touch /tmp/x").commit());
        assertNull(push("refs/heads/main", ONES, "HEAD").commit());
    }

    @Test
    void aRefThatIsNeitherBranchNorTagHasNoBranch() {
        assertNull(push("refs/merge-requests/1/head", ONES, TWOS).branch());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "[]",
                "null",
                "\"text\"",
                "{}",
                "{\"object_kind\":\"issue\"}",
                "{\"object_kind\":\"push\"}",
                "{\"object_kind\":\"push\",\"ref\":\"refs/heads/a b\"}",
                "{\"object_kind\":\"push\",\"ref\":\"refs/heads/a\\nb\"}",
                "{\"object_kind\":\"push\",\"ref\":\"--exec=x\"}",
                "{\"object_kind\":\"push\",\"ref\":\"refs/heads/--exec=x\"}",
                "{\"object_kind\":\"push\",\"ref\":\"refs/heads/../main\"}",
                "{\"object_kind\":\"push\",\"ref\":[\"refs/heads/main\"]}",
                "{\"object_kind\":\"merge_request\"}",
                "{\"object_kind\":\"note\"}",
                "{\"object_kind\":\"push\",\"ref\":\"refs/heads/main\"} and more"
            })
    void rejectsInvalidBodiesWithAReason(String body) {
        InvalidDeliveryException e = assertThrows(
                InvalidDeliveryException.class, () -> DeliveryReader.read(null, body.getBytes(StandardCharsets.UTF_8)));
        assertFalse(e.getMessage().isBlank());
        assertFalse(e.isTooLarge());
    }

    private static Delivery.Push push(String ref, String before, String after) {
        return (Delivery.Push)
                Fixtures.read("{\"object_kind\":\"push\",\"ref\":\"%s\",\"before\":\"%s\",\"after\":\"%s\"}"
                        .formatted(ref, before, after));
    }
}
