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
import io.jenkins.plugins.codeup.client.http.CodeupJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Reads a webhook request's body and parses it as a {@link Delivery}. Limits the memory that a body can take, whatever
 * it contains. Lenient where Codeup's documents and its traffic differ: the event is in one of two headers or in the
 * body, fields have several names, and fields that are not needed may be missing.
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
    private static final int MAX_TEXT = 10_000;
    private static final int MAX_COMMITS = 200;
    private static final int MAX_PATHS = 5_000;

    /** The fields of a commit that list changed files. */
    private static final List<String> PATHS = List.of("added", "modified", "removed");

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern ZERO = Pattern.compile("0{40}|0{64}");
    /** The characters that git allows in the name of a ref. */
    private static final Pattern REF = Pattern.compile("(?!-)[^\\p{Cntrl}\\s~^:?*\\[\\\\]{1,1000}");
    /** URLs that are safe as a link: not {@code javascript:} or {@code data:}. */
    private static final Pattern PAGE = Pattern.compile("(?i)https?://[^\\s\\p{Cntrl}]+");

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

        private final boolean tooLarge;

        private InvalidDeliveryException(String message) {
            this(message, false);
        }

        private InvalidDeliveryException(String message, boolean tooLarge) {
            super(message, null, false, false);
            this.tooLarge = tooLarge;
        }

        /**
         * @return whether the body exceeds the size limit
         */
        public boolean isTooLarge() {
            return tooLarge;
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
            throw new InvalidDeliveryException("the body has a Content-Encoding other than gzip");
        }
        try (InputStream decompressed = new GZIPInputStream(new ByteArrayInputStream(sent))) {
            return readUpTo(limit, decompressed);
        } catch (IOException notGzip) {
            throw new InvalidDeliveryException("the body is not valid gzip");
        }
    }

    private static byte[] readUpTo(int limit, InputStream stream) throws IOException, InvalidDeliveryException {
        byte[] read = stream.readNBytes(limit);
        if (read.length == limit && stream.read() != -1) {
            throw new InvalidDeliveryException("the body has more than " + limit + " bytes", true);
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
                .orElseThrow(() -> new InvalidDeliveryException(
                        "neither the header " + EVENT_HEADER + " nor object_kind names a supported event"));
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
            throw new InvalidDeliveryException("the body is nested too deeply or has too many values");
        } catch (JsonProcessingException e) {
            throw new InvalidDeliveryException("the body is not JSON");
        } catch (IOException e) {
            throw new InvalidDeliveryException("the body is not text");
        }
        throw new InvalidDeliveryException("the body is not a JSON object");
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
            throw new InvalidDeliveryException("ref is missing or is not the name of a branch or tag");
        }
        DeliveredRepository repository = repository(json);
        Delivery.Sender sender = sender(json);
        String before = hash(json, "before");
        String sentAfter = CodeupJson.text(json, "after");
        boolean deleted = sentAfter != null && ZERO.matcher(sentAfter).matches();
        String after = deleted ? null : hash(json, "after", "checkout_sha");
        boolean tag = ref.startsWith("refs/tags/") || (event == DeliveryEvent.TAG_PUSH && !ref.startsWith("refs/"));
        return tag
                ? new Delivery.TagPush(repository, sender, ref, before, after, deleted)
                : new Delivery.Push(repository, sender, ref, before, after, deleted, commits(json));
    }

    private static Delivery mergeRequest(JsonNode json) throws InvalidDeliveryException {
        Delivery.MergeRequestInfo info = mergeRequestInfo(json.path("object_attributes"));
        if (info.source() == null || info.target() == null) {
            throw new InvalidDeliveryException("object_attributes has no source_branch or no target_branch");
        }
        return new Delivery.MergeRequest(repository(json), sender(json), info);
    }

    private static Delivery note(JsonNode json) throws InvalidDeliveryException {
        JsonNode note = json.path("object_attributes");
        String text = text(note, "note", "content", "body");
        if (text == null) {
            throw new InvalidDeliveryException("object_attributes has no note");
        }
        JsonNode mergeRequest = json.path("merge_request");
        String commit = hash(note, "commit_id");
        return new Delivery.Note(
                repository(json),
                sender(json),
                text,
                page(note, "url"),
                mergeRequest.isObject() ? mergeRequestInfo(mergeRequest) : null,
                commit != null ? commit : hash(json.path("commit"), "id"));
    }

    private static DeliveredRepository repository(JsonNode json) {
        JsonNode repository = json.path(json.path("repository").isObject() ? "repository" : "project");
        Long id = CodeupJson.number(json, "project_id");
        if (!repository.isObject() && id == null) {
            return null;
        }
        return new DeliveredRepository(
                id != null ? id : CodeupJson.number(json.path("object_attributes"), "target_project_id"),
                text(repository, "name"),
                page(repository, "homepage", "web_url"),
                urls(
                        repository,
                        "url",
                        "git_http_url",
                        "git_ssh_url",
                        "git_secondary_http_url",
                        "git_secondary_ssh_url",
                        "homepage",
                        "http_url",
                        "ssh_url",
                        "web_url"));
    }

    private static Delivery.Sender sender(JsonNode json) {
        JsonNode user = json.path("user");
        return user.isObject()
                ? new Delivery.Sender(text(user, "name"), text(user, "username"), text(user, "email"))
                : new Delivery.Sender(text(json, "user_name"), text(json, "user_username"), text(json, "user_email"));
    }

    private static List<Delivery.Commit> commits(JsonNode json) {
        List<Delivery.Commit> commits = new ArrayList<>();
        JsonNode all = json.path("commits");
        boolean withPaths = listsAllPaths(json, all);
        for (int i = Math.max(0, all.size() - MAX_COMMITS); i < all.size(); i++) {
            commits.add(commit(all.path(i), withPaths));
        }
        return commits;
    }

    /** An incomplete list of changed files is ignored: the file that a filter looks for may be missing. */
    private static boolean listsAllPaths(JsonNode json, JsonNode commits) {
        Long total = CodeupJson.number(json, "total_commits_count");
        boolean all = commits.size() <= MAX_COMMITS && (total == null || total <= commits.size());
        for (JsonNode commit : commits) {
            int paths =
                    PATHS.stream().mapToInt(name -> commit.path(name).size()).sum();
            all &= paths <= MAX_PATHS && PATHS.stream().anyMatch(commit::has);
        }
        return all;
    }

    private static Delivery.Commit commit(JsonNode json, boolean withPaths) {
        List<String> paths = new ArrayList<>();
        for (String name : withPaths ? PATHS : List.<String>of()) {
            for (JsonNode path : json.path(name)) {
                if (path.isTextual() && paths.size() < MAX_PATHS) {
                    paths.add(path.asText());
                }
            }
        }
        return new Delivery.Commit(hash(json, "id"), orEmpty(text(json, "message", "title")), paths);
    }

    /**
     * @param json {@code object_attributes} of a merge request's event, or {@code merge_request} of a comment's
     */
    private static Delivery.MergeRequestInfo mergeRequestInfo(JsonNode json) {
        JsonNode lastCommit = json.path("last_commit");
        return new Delivery.MergeRequestInfo(
                text(json, "iid", "local_id", "id", "biz_id"),
                orEmpty(text(json, "title")),
                lower(text(json, "state")),
                lower(text(json, "action")),
                ref(json, "source_branch"),
                ref(json, "target_branch"),
                page(json, "url"),
                lastCommit.isObject() ? commit(lastCommit, true) : null,
                urls(json.path("source"), "http_url", "ssh_url", "web_url", "url"),
                urls(json.path("target"), "http_url", "ssh_url", "web_url", "url"));
    }

    /** The first of the fields that is present, cut off after {@value #MAX_TEXT} characters; null if there is none. */
    private static String text(JsonNode json, String... names) {
        String text = CodeupJson.text(json, names);
        return text == null || text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    private static String page(JsonNode json, String... names) {
        String text = text(json, names);
        return text != null && PAGE.matcher(text).matches() ? text : null;
    }

    private static List<String> urls(JsonNode json, String... names) {
        return Stream.of(names)
                .map(name -> CodeupJson.text(json, name))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** Null unless git allows the name and no git command can take it for an option or a path. */
    private static String ref(JsonNode json, String name) {
        String ref = CodeupJson.text(json, name);
        boolean valid = ref != null
                && REF.matcher(ref).matches()
                && !ref.contains("..")
                && !ref.contains("@{")
                && !ref.contains("//")
                && !ref.startsWith("/")
                && !ref.endsWith("/")
                && !ref.startsWith("refs/heads/-");
        return valid ? ref : null;
    }

    /** The first of the fields that is a hash other than the all-zero one; null if there is none. */
    private static String hash(JsonNode json, String... names) {
        for (String name : names) {
            String text = CodeupJson.text(json, name);
            String hash = text == null || text.length() > 64 ? "" : text.toLowerCase(Locale.ROOT);
            if (HASH.matcher(hash).matches() && !ZERO.matcher(hash).matches()) {
                return hash;
            }
        }
        return null;
    }

    private static String lower(String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
