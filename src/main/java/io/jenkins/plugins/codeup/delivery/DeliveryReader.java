package io.jenkins.plugins.codeup.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Makes a {@link Delivery} of what was sent. Lenient where Codeup's documents and its traffic differ: the event stands
 * in either header or in the body, fields go by several names, and what is not needed may be missing.
 */
public final class DeliveryReader {

    /** The header that names the event, as Codeup sends it. */
    public static final String EVENT_HEADER = "X-Codeup-Event";

    /** The header that names the event, as Codeup's documents have it. */
    public static final String DOCUMENTED_EVENT_HEADER = "Codeup-Event";

    /** Far more than Codeup's own five levels, and than a push of the most commits and files that are looked at. */
    private static final int DEEPEST = 50;

    private static final int MOST_TOKENS = 100_000;

    private static final ObjectReader JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxTokenCount(MOST_TOKENS)
                            .build())
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private DeliveryReader() {}

    /**
     * @param eventHeader the header {@code X-Codeup-Event}, or else {@code Codeup-Event}, or null
     * @param body JSON, whatever its content type says
     * @throws InvalidDeliveryException if it is none; the message says why
     */
    @NonNull
    public static Delivery read(@CheckForNull String eventHeader, @NonNull byte[] body) throws InvalidDeliveryException {
        JsonNode json = parse(body);
        if (isTest(json)) {
            return new Delivery.TestDelivery();
        }
        DeliveryEvent event = Stream.of(
                        DeliveryEvent.of(eventHeader),
                        DeliveryEvent.of(json.path("object_kind").asText(null)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new InvalidDeliveryException(
                        "neither the header " + EVENT_HEADER + " nor object_kind names an event of Codeup"));
        DeliveryJson fields = new DeliveryJson(json);
        return switch (event) {
            case PUSH, TAG_PUSH -> refChange(event, fields);
            case MERGE_REQUEST -> mergeRequest(fields);
            case NOTE -> note(fields);
        };
    }

    /** {@code {"before":..,"after":..}} and no more. */
    private static boolean isTest(JsonNode json) {
        return json.has("before")
                && json.has("after")
                && !json.has("ref")
                && !json.has("object_kind")
                && !json.has("object_attributes");
    }

    private static JsonNode parse(byte[] body) throws InvalidDeliveryException {
        try {
            JsonNode json = JSON.readTree(body);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (StreamConstraintsException e) {
            throw new InvalidDeliveryException("the body is nested too deeply or has too many values");
        } catch (JsonProcessingException e) {
            throw new InvalidDeliveryException("the body is not JSON");
        } catch (IOException e) {
            throw new InvalidDeliveryException("the body is not text");
        }
        throw new InvalidDeliveryException("the body is not a JSON object");
    }

    private static Delivery refChange(DeliveryEvent event, DeliveryJson fields) throws InvalidDeliveryException {
        String ref = fields.ref("ref");
        if (ref == null) {
            throw new InvalidDeliveryException("ref is missing or names no branch or tag");
        }
        boolean deleted = fields.isZero("after");
        String after = deleted ? null : fields.hash("after", "checkout_sha");
        boolean tag = ref.startsWith("refs/tags/") || (event == DeliveryEvent.TAG_PUSH && !ref.startsWith("refs/"));
        return tag
                ? new Delivery.TagPush(fields.repository(), fields.sender(), ref, fields.hash("before"), after, deleted)
                : new Delivery.Push(
                        fields.repository(),
                        fields.sender(),
                        ref,
                        fields.hash("before"),
                        after,
                        deleted,
                        fields.commits());
    }

    private static Delivery mergeRequest(DeliveryJson fields) throws InvalidDeliveryException {
        MergeRequestInfo info = fields.at("object_attributes").mergeRequest();
        if (info.source() == null || info.target() == null) {
            throw new InvalidDeliveryException("object_attributes has no source_branch or no target_branch");
        }
        return new Delivery.MergeRequest(fields.repository(), fields.sender(), info);
    }

    private static Delivery note(DeliveryJson fields) throws InvalidDeliveryException {
        DeliveryJson note = fields.at("object_attributes");
        String text = note.text("note", "content", "body");
        if (text == null) {
            throw new InvalidDeliveryException("object_attributes has no note");
        }
        MergeRequestInfo on =
                fields.has("merge_request") ? fields.at("merge_request").mergeRequest() : null;
        String commit = note.hash("commit_id");
        return new Delivery.Note(
                fields.repository(),
                fields.sender(),
                text,
                note.text("noteable_type"),
                note.page("url"),
                on,
                commit != null ? commit : fields.at("commit").hash("id"));
    }
}
