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
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Reads a webhook request's body and parses it as a {@link Delivery}. Lenient where Codeup's documents and its traffic
 * differ: the event is in one of two headers or in the body, fields have several names, and fields that are not needed
 * may be missing.
 *
 * <p>Limits the memory that a body can take, whatever it contains. Messages, titles and comments are cut to {@value
 * #MAX_TEXT} characters, names and words to {@value #MAX_NAME}. Refs of more than {@value #MAX_REF} characters and URLs of
 * more than {@value #MAX_URL} are dropped, as a part of them names something else.
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
    private static final int MAX_NAME = 255;
    private static final int MAX_REF = 1_000;
    private static final int MAX_URL = 2_048;
    private static final int MAX_COMMITS = 200;
    /** Per commit. */
    private static final int MAX_PATHS = 5_000;

    private static final int MAX_PATH = 1_000;

    /** The fields of a commit that list changed files. */
    private static final List<String> PATHS = List.of("added", "modified", "removed");

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern ZERO = Pattern.compile("0{40}|0{64}");
    /** The characters that git allows in the name of a ref. */
    private static final Pattern REF = Pattern.compile("(?!-)[^\\p{Cntrl}\\s~^:?*\\[\\\\]{1," + MAX_REF + "}");
    /** URLs that are safe as a link: not {@code javascript:} or {@code data:}. */
    private static final Pattern PAGE = Pattern.compile("(?i)https?://[^\\s\\p{Cntrl}]+");

    /** Whole numbers, which some senders write as 1000001.0. */
    private static final Pattern NUMBER = Pattern.compile("([0-9]{1,18})(?:\\.0{1,9})?");

    /** The words for states that newer deliveries have. */
    private static final Map<String, String> STATES = Map.of(
            "under_dev", "opened",
            "under_review", "opened",
            "to_be_merged", "opened",
            "accepted", "merged",
            "canceled", "closed");

    private static final String HEADS = "refs/heads/";
    private static final Set<String> PUSHED_SOURCES = Set.of("commit", "command_line");

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
        boolean tag = ref.startsWith("refs/tags/") || (event == DeliveryEvent.TAG_PUSH && !ref.startsWith("refs/"));
        if (tag) {
            // of an annotated tag, "after" may be the tag's own object, which is no commit
            String commit = deleted ? null : hash(json, "checkout_sha", "after");
            return new Delivery.TagPush(repository, sender, ref, before, commit, deleted);
        }
        String after = deleted ? null : hash(json, "after", "checkout_sha");
        return new Delivery.Push(repository, sender, ref, before, after, deleted, commits(json, after));
    }

    private static Delivery mergeRequest(JsonNode json) throws InvalidDeliveryException {
        Delivery.MergeRequestInfo info = mergeRequestInfo(json, json.path("object_attributes"));
        if (info.target() == null || (info.source() == null && !info.madeByPush())) {
            throw new InvalidDeliveryException("object_attributes has no valid source_branch or target_branch");
        }
        return new Delivery.MergeRequest(repository(json, info), sender(json), info);
    }

    private static Delivery note(JsonNode json) throws InvalidDeliveryException {
        JsonNode note = json.path("object_attributes");
        if (Stream.of("note", "content", "body").noneMatch(note::has)) {
            throw new InvalidDeliveryException("object_attributes has no note");
        }
        JsonNode mergeRequest = json.path("merge_request");
        Delivery.MergeRequestInfo info = mergeRequest.isObject() ? mergeRequestInfo(json, mergeRequest) : null;
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
        return repository(repository, id != null ? id : number(repository, "id"));
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

    /** Null if neither the id nor the object is there. */
    private static DeliveredRepository repository(JsonNode json, Long id) {
        return !json.isObject() && id == null
                ? null
                : new DeliveredRepository(
                        id,
                        text(MAX_NAME, json, "name"),
                        page(json, "homepage", "web_url"),
                        urls(
                                json,
                                "url",
                                "git_http_url",
                                "git_ssh_url",
                                "git_secondary_http_url",
                                "git_secondary_ssh_url",
                                "secondary_url",
                                "homepage",
                                "http_url",
                                "ssh_url",
                                "web_url"));
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

    /**
     * @param newest the id of the newest commit, or null; of too many commits, it is among those that are read
     */
    private static List<Delivery.Commit> commits(JsonNode json, String newest) {
        List<Delivery.Commit> commits = new ArrayList<>();
        JsonNode all = json.path("commits");
        boolean withPaths = listsAllPaths(json, all);
        int last = all.size() - 1;
        boolean newestLast = newest != null && newest.equals(hash(all.path(last), "id"));
        int from = newestLast ? Math.max(0, all.size() - MAX_COMMITS) : 0;
        for (int i = from; i < Math.min(all.size(), from + MAX_COMMITS); i++) {
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
            for (String name : PATHS) {
                for (JsonNode path : commit.path(name)) {
                    all &= path.asText().length() <= MAX_PATH;
                }
            }
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
        return new Delivery.Commit(
                hash(json, "id"), orEmpty(text(MAX_TEXT, json, "message", "title")), paths, time(json, "timestamp"));
    }

    /**
     * @param body the delivery
     * @param json {@code object_attributes} of a merge request's event, or {@code merge_request} of a comment's
     */
    private static Delivery.MergeRequestInfo mergeRequestInfo(JsonNode body, JsonNode json) {
        JsonNode lastCommit = json.path("last_commit");
        String state = lower(text(MAX_NAME, json, "state"));
        Long into = Stream.of(
                        number(json, "target_project_id", "project_id"),
                        number(body, "project_id"),
                        number(json.path("target"), "id"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        Long from = number(json, "source_project_id");
        return new Delivery.MergeRequestInfo(
                id(json, "iid", "local_id", "id", "biz_id"),
                orEmpty(text(MAX_TEXT, json, "title")),
                state == null ? null : STATES.getOrDefault(state, state),
                lower(text(MAX_NAME, json, "action")),
                branch(json, "source_branch"),
                branch(json, "target_branch"),
                page(json, "url"),
                lastCommit.isObject() ? commit(lastCommit, true) : null,
                side(json.path("source"), from != null ? from : number(json.path("source"), "id")),
                side(json.path("target"), into),
                Boolean.TRUE.equals(CodeupJson.bool(json, "work_in_progress")),
                CodeupJson.bool(json, "is_update_by_push"),
                madeByPush(json),
                time(json, "updated_at", "created_at"));
    }

    private static DeliveredRepository side(JsonNode json, Long id) {
        DeliveredRepository side = repository(json, id);
        return side == null ? new DeliveredRepository(null, null, null, List.of()) : side;
    }

    /**
     * Whether the merge request was made by a push. Documented is {@code source_type}; the other fields are the API's, in
     * case deliveries contain them, too.
     */
    private static boolean madeByPush(JsonNode json) {
        String sourceRef = text(MAX_REF, json, "source_ref");
        return Stream.of("source_type", "creation_method", "create_from")
                        .map(name -> lower(text(MAX_NAME, json, name)))
                        .filter(Objects::nonNull)
                        .anyMatch(PUSHED_SOURCES::contains)
                || CodeupJson.text(json, "source_branch") == null
                || (sourceRef != null && sourceRef.startsWith("refs/") && !sourceRef.startsWith(HEADS));
    }

    /** The first of the fields that is present, cut off; null if there is none. */
    private static String text(int max, JsonNode json, String... names) {
        String text = CodeupJson.text(json, names);
        return text == null ? null : PlainText.cut(text, max);
    }

    /** The first of the fields that is present; a whole number without a fraction. */
    private static String id(JsonNode json, String... names) {
        String text = text(MAX_NAME, json, names);
        Matcher number = NUMBER.matcher(orEmpty(text).trim());
        return number.matches() ? number.group(1) : text;
    }

    /** The first of the fields that is a whole number; null if none is. */
    private static Long number(JsonNode json, String... names) {
        for (String name : names) {
            Matcher number = NUMBER.matcher(orEmpty(text(MAX_NAME, json, name)).trim());
            if (number.matches()) {
                return Long.valueOf(number.group(1));
            }
        }
        return null;
    }

    /** Milliseconds since 1970; null if no field is a time with an offset, such as {@code 2026-11-23T15:21:57+08:00}. */
    private static Long time(JsonNode json, String... names) {
        String text = text(MAX_NAME, json, names);
        if (text == null) {
            return null;
        }
        String iso = text.trim()
                .replaceFirst("(?<=[0-9]) (?=[0-9])", "T")
                .replaceFirst(" ?UTC$", "Z")
                .replaceFirst(" ?([+-][0-9]{2}):?([0-9]{2})$", "$1:$2");
        try {
            return OffsetDateTime.parse(iso).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException noTime) {
            return null;
        }
    }

    private static String page(JsonNode json, String... names) {
        String text = CodeupJson.text(json, names);
        return text != null && text.length() <= MAX_URL && PAGE.matcher(text).matches() ? text : null;
    }

    private static List<String> urls(JsonNode json, String... names) {
        return Stream.of(names)
                .map(name -> CodeupJson.text(json, name))
                .filter(url -> url != null && url.length() <= MAX_URL)
                .distinct()
                .toList();
    }

    private static String branch(JsonNode json, String name) {
        String ref = ref(json, name);
        return ref != null && ref.startsWith(HEADS) ? ref.substring(HEADS.length()) : ref;
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
                && !ref.startsWith(HEADS + "-");
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
