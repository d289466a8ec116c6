package io.jenkins.plugins.codeup.delivery;

import static io.jenkins.plugins.codeup.delivery.DeliveryJson.MAX_NAME;
import static io.jenkins.plugins.codeup.delivery.DeliveryJson.MAX_TEXT;
import static io.jenkins.plugins.codeup.delivery.DeliveryJson.hash;
import static io.jenkins.plugins.codeup.delivery.DeliveryJson.isZero;
import static io.jenkins.plugins.codeup.delivery.DeliveryJson.number;
import static io.jenkins.plugins.codeup.delivery.DeliveryJson.orEmpty;
import static io.jenkins.plugins.codeup.delivery.DeliveryJson.page;
import static io.jenkins.plugins.codeup.delivery.DeliveryJson.ref;
import static io.jenkins.plugins.codeup.delivery.DeliveryJson.text;
import static io.jenkins.plugins.codeup.delivery.DeliveryJson.time;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.delivery.DeliveryReader.InvalidDeliveryException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Reads a webhook request's body and parses it as a {@link Delivery}. Lenient where Codeup's documents and its traffic
 * differ: the event is in one of two headers or in the body, fields have several names, and fields that are not needed
 * may be missing.
 *
 * <p>Limits the memory that a body can take, whatever it contains; {@link DeliveryJson} limits each field.
 */
public final class DeliveryReader {

    /** The header with the event's name, as Codeup sends it. */
    public static final String EVENT_HEADER = "X-Codeup-Event";

    /** The header with the event's name, as Codeup's documents call it. */
    public static final String DOCUMENTED_EVENT_HEADER = "Codeup-Event";

    /** The header with the delivery's own id. */
    public static final String ID_HEADER = "X-Codeup-Delivery";

    /** Codeup's own bodies are five levels deep. */
    private static final int MAX_DEPTH = 50;

    private static final int MAX_TOKENS = 100_000;

    private static final ObjectReader JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxTokenCount(MAX_TOKENS)
                            .build())
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private DeliveryReader() {}

    /** A request is not a delivery. The message says why and repeats nothing of the request. */
    public static final class InvalidDeliveryException extends Exception {

        private static final long serialVersionUID = 1;

        private final Reason reason;

        /** Why it is none. */
        public enum Reason {
            TOO_LARGE("the body is larger than the limit"),
            ENCODING("the body has a Content-Encoding other than gzip"),
            NOT_GZIP("the body is not valid gzip"),
            TOO_DEEP("the body is nested too deeply or has too many values"),
            NOT_JSON("the body is not JSON"),
            NOT_AN_OBJECT("the body is not a JSON object"),
            NO_EVENT("neither the header " + EVENT_HEADER + " nor object_kind names a supported event"),
            NO_REF("ref is missing or is not the name of a branch or tag"),
            NO_BRANCH("object_attributes has no valid source_branch or target_branch"),
            NO_NOTE("object_attributes has no note");

            private final String message;

            Reason(String message) {
                this.message = message;
            }
        }

        private InvalidDeliveryException(Reason reason) {
            this(reason, reason.message);
        }

        private InvalidDeliveryException(Reason reason, String message) {
            super(message, null, false, false);
            this.reason = reason;
        }

        @NonNull
        public Reason reason() {
            return reason;
        }

        /**
         * @return whether the body exceeds the size limit
         */
        public boolean isTooLarge() {
            return reason == Reason.TOO_LARGE;
        }
    }

    /**
     * Reads and decompresses a body, at most {@code limit + 1} bytes of it.
     *
     * @param stream the request's body; not closed
     * @param contentEncoding the header {@code Content-Encoding}, or null; gzip is the only compression
     * @param limit the maximum size in bytes, as sent and decompressed
     * @return the decompressed body
     * @throws InvalidDeliveryException if the body is too large or is not compressed as the header says
     * @throws IOException if the connection fails
     */
    @NonNull
    public static byte[] readBody(@NonNull InputStream stream, @CheckForNull String contentEncoding, int limit)
            throws IOException, InvalidDeliveryException {
        byte[] sent = readUpTo(limit, stream);
        String encoding = contentEncoding == null ? "identity" : contentEncoding.trim();
        if (encoding.isEmpty() || encoding.equalsIgnoreCase("identity")) {
            return sent;
        }
        if (!encoding.equalsIgnoreCase("gzip") && !encoding.equalsIgnoreCase("x-gzip")) {
            throw new InvalidDeliveryException(Reason.ENCODING);
        }
        try (InputStream decompressed = new GZIPInputStream(new ByteArrayInputStream(sent))) {
            return readUpTo(limit, decompressed);
        } catch (IOException notGzip) {
            throw new InvalidDeliveryException(Reason.NOT_GZIP);
        }
    }

    private static byte[] readUpTo(int limit, InputStream stream) throws IOException, InvalidDeliveryException {
        byte[] read = stream.readNBytes(limit);
        if (read.length == limit && stream.read() != -1) {
            throw new InvalidDeliveryException(Reason.TOO_LARGE, "the body has more than " + limit + " bytes");
        }
        return read;
    }

    /**
     * Parses a body.
     *
     * @param eventHeader the header {@value #EVENT_HEADER}, else {@value #DOCUMENTED_EVENT_HEADER}, or null
     * @param body the decompressed JSON; its Content-Type does not matter
     * @throws InvalidDeliveryException if it is not a delivery of an event that {@link DeliveryEvent} lists
     */
    @NonNull
    public static Delivery read(@CheckForNull String eventHeader, @NonNull byte[] body)
            throws InvalidDeliveryException {
        JsonNode json = parse(body);
        if (isTest(json)) {
            return new Delivery.TestDelivery();
        }
        DeliveryEvent event = Stream.of(
                        DeliveryEvent.of(eventHeader),
                        DeliveryEvent.of(json.path("object_kind").asText(null)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new InvalidDeliveryException(Reason.NO_EVENT));
        return switch (event) {
            case PUSH, TAG_PUSH -> push(event, json);
            case MERGE_REQUEST -> mergeRequest(json);
            case NOTE -> note(json);
        };
    }

    private static JsonNode parse(byte[] body) throws InvalidDeliveryException {
        try {
            JsonNode json = JSON.readTree(body);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (StreamConstraintsException e) {
            throw new InvalidDeliveryException(Reason.TOO_DEEP);
        } catch (IOException e) {
            throw new InvalidDeliveryException(Reason.NOT_JSON);
        }
        throw new InvalidDeliveryException(Reason.NOT_AN_OBJECT);
    }

    /** A test delivery contains {@code before} and {@code after} and no event. */
    private static boolean isTest(JsonNode json) {
        return json.has("before")
                && json.has("after")
                && !json.has("ref")
                && !json.has("object_kind")
                && !json.has("object_attributes");
    }

    private static Delivery push(DeliveryEvent event, JsonNode json) throws InvalidDeliveryException {
        String ref = ref(json, "ref");
        if (ref == null) {
            throw new InvalidDeliveryException(Reason.NO_REF);
        }
        DeliveredRepository repository = repository(json);
        Delivery.Sender sender = sender(json);
        String before = hash(json, "before");
        boolean deleted = isZero(json, "after");
        boolean tag = ref.startsWith("refs/tags/") || (event == DeliveryEvent.TAG_PUSH && !ref.startsWith("refs/"));
        if (tag) {
            // of an annotated tag, "after" may be the tag's own object, which is no commit
            String commit = deleted ? null : hash(json, "checkout_sha", "after");
            return new Delivery.TagPush(repository, sender, ref, before, commit, deleted);
        }
        String after = deleted ? null : hash(json, "after", "checkout_sha");
        return new Delivery.Push(repository, sender, ref, before, after, deleted, CommitReader.ofPush(json, after));
    }

    private static Delivery mergeRequest(JsonNode json) throws InvalidDeliveryException {
        Delivery.MergeRequestInfo info = MergeRequestReader.read(json, json.path("object_attributes"));
        if (info.target() == null || (info.source() == null && !info.madeByPush())) {
            throw new InvalidDeliveryException(Reason.NO_BRANCH);
        }
        return new Delivery.MergeRequest(repository(json, info), sender(json), info);
    }

    private static Delivery note(JsonNode json) throws InvalidDeliveryException {
        JsonNode note = json.path("object_attributes");
        if (Stream.of("note", "content", "body").noneMatch(note::has)) {
            throw new InvalidDeliveryException(Reason.NO_NOTE);
        }
        JsonNode mergeRequest = json.path("merge_request");
        Delivery.MergeRequestInfo info = mergeRequest.isObject() ? MergeRequestReader.read(json, mergeRequest) : null;
        String commit = hash(note, "commit_id");
        return new Delivery.Note(
                repository(json, info),
                sender(json),
                orEmpty(text(MAX_TEXT, note, "note", "content", "body")),
                page(note, "url"),
                info,
                commit != null ? commit : hash(json.path("commit"), "id"),
                time(note, "created_at", "updated_at"));
    }

    private static DeliveredRepository repository(JsonNode json) {
        JsonNode repository = json.path(json.path("repository").isObject() ? "repository" : "project");
        Long id = number(json, "project_id");
        return DeliveryJson.repository(repository, id != null ? id : number(repository, "id"));
    }

    /** The repository of a merge request or of a comment on one: that of the target branch, if no other is named. */
    private static DeliveredRepository repository(JsonNode json, Delivery.MergeRequestInfo info) {
        DeliveredRepository named = repository(json);
        if (info == null || (named != null && !named.urls().isEmpty() && named.id() != null)) {
            return named;
        }
        DeliveredRepository target = info.into();
        if (named == null || named.urls().isEmpty()) {
            return target.id() == null && target.urls().isEmpty() ? named : target;
        }
        return new DeliveredRepository(target.id(), named.name(), named.homepage(), named.urls());
    }

    private static Delivery.Sender sender(JsonNode json) {
        JsonNode user = json.path("user");
        return user.isObject()
                ? sender(user, "name", "username", "email", "extern_uid")
                : sender(json, "user_name", "user_username", "user_email", "user_extern_uid");
    }

    private static Delivery.Sender sender(JsonNode json, String name, String userName, String email, String id) {
        return new Delivery.Sender(
                text(MAX_NAME, json, name),
                text(MAX_NAME, json, userName),
                text(MAX_NAME, json, email),
                text(MAX_NAME, json, id));
    }
}
