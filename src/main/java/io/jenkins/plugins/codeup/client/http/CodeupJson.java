package io.jenkins.plugins.codeup.client.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.ChangeReader;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.Repository;
import io.jenkins.plugins.codeup.client.RepositoryMembers;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.Webhook;
import io.jenkins.plugins.codeup.client.WebhookOption;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Codeup's JSON: its loosely typed values, webhooks and repositories.
 *
 * <p>Numbers and booleans may be in quotes, and an empty value counts as missing. The APIs differ in letter case and in
 * some names, so that a field is read by all its names and the first that is there counts.
 */
public final class CodeupJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Longer texts are no ids or counts, and take long to read as numbers. */
    private static final int LONGEST_NUMBER = 25;

    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
    private static final Pattern MILLISECONDS = Pattern.compile("[0-9]{12,14}");
    private static final Pattern TIME = Pattern.compile(
            "(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ]"
                    + "(?<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?) ?(?<zone>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?");
    private static final Pattern MASKED = Pattern.compile("\\*+");
    private static final Pattern ORGANIZATION_ID = Pattern.compile("[0-9a-f]{24}");
    private static final Map<WebhookOption, String[]> SPELLINGS = new EnumMap<>(WebhookOption.class);

    static {
        for (WebhookOption option : WebhookOption.values()) {
            SPELLINGS.put(option, spellings(option));
        }
    }

    private CodeupJson() {}

    /**
     * The Yunxiao API answers {@code enableSSLVerification} to a request with {@code enableSslVerification}, and {@code
     * mergeRequestEvents} as well as {@code mergeRequestsEvents}.
     */
    private static String[] spellings(WebhookOption option) {
        String camelCase = option.camelCase();
        return Stream.of(
                        camelCase,
                        camelCase.replace("Ssl", "SSL"),
                        camelCase.replace("RequestsEvents", "RequestEvents"))
                .flatMap(one -> Stream.of(Character.toUpperCase(one.charAt(0)) + one.substring(1), one))
                .distinct()
                .toArray(String[]::new);
    }

    /**
     * @return the tree; {@link MissingNode} for an empty body
     * @throws IOException if the body is no JSON
     */
    @NonNull
    public static JsonNode parse(@NonNull byte[] body) throws IOException {
        JsonNode tree = JSON.readTree(body);
        return tree == null ? MissingNode.getInstance() : tree;
    }

    /**
     * @return the bytes of a tree of plain values
     */
    @NonNull
    public static byte[] bytes(@NonNull JsonNode tree) {
        try {
            return JSON.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and booleans is always JSON", e);
        }
    }

    /**
     * @return the field's text, or null if it is missing, null, empty or no plain value
     */
    @CheckForNull
    public static String text(@NonNull JsonNode object, @NonNull String... names) {
        for (String name : names) {
            JsonNode value = object.path(name);
            if (value.isValueNode() && !value.isNull() && !value.asText().isBlank()) {
                return value.asText();
            }
        }
        return null;
    }

    /**
     * @return null if the field is missing or neither true nor false
     */
    @CheckForNull
    public static Boolean bool(@NonNull JsonNode object, @NonNull String... names) {
        String text = text(object, names);
        if ("true".equalsIgnoreCase(text)) {
            return true;
        }
        return "false".equalsIgnoreCase(text) ? false : null;
    }

    /**
     * @return null if the field is missing or no whole number
     */
    @CheckForNull
    public static Long number(@NonNull JsonNode object, @NonNull String... names) {
        String text = text(object, names);
        if (text == null || text.length() > LONGEST_NUMBER) {
            return null;
        }
        try {
            // some writers put 1000001.0
            return new BigDecimal(text.trim()).longValueExact();
        } catch (ArithmeticException | NumberFormatException notANumber) {
            return null;
        }
    }

    /**
     * Reads a time in any form of Codeup's documents: with or without seconds, fractions and offset, or as milliseconds.
     *
     * @return null if the field is missing or no time; without an offset it is China's time
     */
    @CheckForNull
    public static Instant time(@NonNull JsonNode object, @NonNull String... names) {
        String text = text(object, names);
        if (text == null) {
            return null;
        }
        if (MILLISECONDS.matcher(text.trim()).matches()) {
            return Instant.ofEpochMilli(Long.parseLong(text.trim()));
        }
        Matcher parts = TIME.matcher(text.trim());
        if (!parts.matches()) {
            return null;
        }
        String zone = parts.group("zone");
        try {
            ZoneOffset offset = zone == null ? CHINA : zone.matches("[+-].*") ? ZoneOffset.of(zone) : ZoneOffset.UTC;
            return LocalDateTime.parse(
                            parts.group("date") + "T" + parts.group("time").replace(',', '.'))
                    .toInstant(offset);
        } catch (DateTimeException noTime) {
            return null;
        }
    }

    /**
     * @param answer contains the repository
     * @param inOrganization whether each path begins with the organization; else only one with an id in front does
     * @throws CodeupException if it has no id
     */
    @NonNull
    public static Repository repository(@NonNull ApiAnswer answer, @NonNull JsonNode repository, boolean inOrganization)
            throws CodeupException {
        String path = text(repository, "PathWithNamespace", "pathWithNamespace");
        int slash = path == null ? -1 : path.indexOf('/');
        String first = slash <= 0 ? null : path.substring(0, slash);
        return new Repository(
                answer.required(number(repository, "Id", "id"), "Id of the repository"),
                path,
                first != null
                                && (inOrganization
                                        || ORGANIZATION_ID.matcher(first).matches())
                        ? first
                        : null,
                text(repository, "WebUrl", "webUrl"),
                text(repository, "HttpUrlToRepository", "HttpUrlToRepo", "httpUrlToRepo"),
                text(repository, "SshUrlToRepository", "SshUrlToRepo", "sshUrlToRepo"),
                text(repository, "DefaultBranch", "defaultBranch"),
                Boolean.TRUE.equals(bool(repository, "Archive", "Archived", "archived", "archive")),
                // as groups have it; of repositories no document tells
                text(repository, "AvatarUrl", "avatarUrl"));
    }

    /**
     * @param answer contains the branch or tag
     * @throws CodeupException if it has no name or no commit
     */
    @NonNull
    public static ChangeReader.Head head(@NonNull ApiAnswer answer, @NonNull JsonNode ref) throws CodeupException {
        JsonNode commit = ref.path("commit");
        for (String name : new String[] {"Commit", "CommitInfo"}) {
            commit = ref.path(name).isObject() ? ref.path(name) : commit;
        }
        String message = text(commit, "Message", "Title", "message", "title");
        return new ChangeReader.Head(
                answer.required(text(ref, "BranchName", "Name", "name"), "name of the branch or tag"),
                answer.required(text(commit, "Id", "id", "sha"), "id of the commit"),
                message == null ? "" : message,
                text(commit, "AuthorName", "authorName"),
                text(commit, "AuthorEmail", "authorEmail"),
                time(commit, "CommittedDate", "committedDate", "authoredDate", "createdAt"));
    }

    /**
     * @param answer contains the webhook
     * @throws CodeupException if it has no id or URL
     */
    @NonNull
    public static Webhook webhook(@NonNull ApiAnswer answer, @NonNull JsonNode webhook) throws CodeupException {
        return webhook(answer, webhook, null);
    }

    /**
     * @param answer answers a write
     * @param written the URL that was written, which counts if the answer has none
     * @throws CodeupException if it has no id
     */
    @NonNull
    public static Webhook webhook(@NonNull ApiAnswer answer, @NonNull JsonNode webhook, @CheckForNull String written)
            throws CodeupException {
        String url = text(webhook, "Url", "url");
        Map<WebhookOption, Boolean> options = new EnumMap<>(WebhookOption.class);
        for (WebhookOption option : WebhookOption.values()) {
            Boolean value = bool(webhook, SPELLINGS.get(option));
            if (value != null) {
                options.put(option, value);
            }
        }
        return new Webhook(
                answer.required(number(webhook, "Id", "id"), "Id of the webhook"),
                answer.required(url == null ? written : url, "Url of the webhook"),
                options,
                text(webhook, "Description", "description"),
                secret(webhook, "SecretToken", "secretToken", "token"),
                text(webhook, "CreatedAt", "createdAt"),
                number(webhook, "ProjectId", "repositoryId"),
                text(webhook, "LastTestResult", "lastTestResult"));
    }

    /**
     * @param answer contains the member
     * @throws CodeupException if it has no user id
     */
    @NonNull
    public static RepositoryMembers.Member member(@NonNull ApiAnswer answer, @NonNull JsonNode member)
            throws CodeupException {
        String state = text(member, "State", "state");
        boolean counts = (state == null || state.equalsIgnoreCase("active")) && !hasExpired(member);
        return new RepositoryMembers.Member(
                answer.required(text(member, "ExternUserId", "userId"), "userId of the member"),
                counts ? RepositoryMembers.Role.of(number(member, "AccessLevel", "accessLevel")) : null);
    }

    /** The last day of the membership; a text that is no day counts as passed. */
    private static boolean hasExpired(JsonNode member) {
        String last = text(member, "ExpiresAt", "expiresAt");
        if (last == null) {
            return false;
        }
        try {
            return LocalDate.parse(
                            last.trim().substring(0, Math.min(10, last.trim().length())))
                    .isBefore(LocalDate.now(CHINA));
        } catch (DateTimeException noDay) {
            return true;
        }
    }

    /**
     * An empty secret is not missing: the webhook has none, which is drift if one is desired. One that is shown as stars is
     * not told.
     */
    private static SecretValue secret(JsonNode webhook, String... names) {
        for (String name : names) {
            JsonNode value = webhook.path(name);
            if (value.isValueNode() && !value.isNull()) {
                return MASKED.matcher(value.asText()).matches() ? null : SecretValue.of(value.asText());
            }
        }
        return null;
    }

    /**
     * @param nameOf the API's name of an option
     * @param secretName the API's name of the secret
     * @return the body of a request, with the fields in the order of AddWebhook's document and without unset ones
     */
    @NonNull
    public static byte[] write(
            @NonNull DesiredWebhook desired,
            @NonNull Function<WebhookOption, String> nameOf,
            @NonNull String secretName) {
        ObjectNode body = JSON.createObjectNode();
        body.put("url", desired.url());
        for (WebhookOption option : WebhookOption.values()) {
            Boolean value = desired.options().get(option);
            if (value != null) {
                body.put(nameOf.apply(option), value);
            }
        }
        if (desired.description() != null) {
            body.put("description", desired.description());
        }
        SecretValue secret = desired.secretToken();
        if (secret != null) {
            body.put(secretName, secret.reveal());
        }
        return bytes(body);
    }
}
