package io.jenkins.plugins.codeup.client.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.Repository;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.Webhook;
import io.jenkins.plugins.codeup.client.WebhookOption;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Codeup's JSON: its loosely typed values, webhooks and repositories.
 *
 * <p>Numbers and booleans may be in quotes, and an empty value counts as missing. The APIs differ in letter case and in
 * some names, so that a field is read by all its names and the first that is there counts.
 */
public final class CodeupJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<WebhookOption, String[]> SPELLINGS = new EnumMap<>(WebhookOption.class);

    static {
        for (WebhookOption option : WebhookOption.values()) {
            SPELLINGS.put(option, spellings(option));
        }
    }

    private CodeupJson() {}

    /** The Yunxiao API answers {@code enableSSLVerification} to a request with {@code enableSslVerification}. */
    private static String[] spellings(WebhookOption option) {
        String camelCase = option.camelCase();
        String pascalCase = Character.toUpperCase(camelCase.charAt(0)) + camelCase.substring(1);
        return new String[] {pascalCase, camelCase, pascalCase.replace("Ssl", "SSL"), camelCase.replace("Ssl", "SSL")};
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
        try {
            return text == null ? null : Long.valueOf(text.trim());
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    /**
     * @param answer contains the repository
     * @throws CodeupException if it has no id
     */
    @NonNull
    public static Repository repository(@NonNull ApiAnswer answer, @NonNull JsonNode repository)
            throws CodeupException {
        return new Repository(
                answer.required(number(repository, "Id", "id"), "Id of the repository"),
                text(repository, "PathWithNamespace", "pathWithNamespace"),
                text(repository, "WebUrl", "webUrl"),
                text(repository, "HttpUrlToRepository", "HttpUrlToRepo", "httpUrlToRepo"),
                text(repository, "SshUrlToRepository", "SshUrlToRepo", "sshUrlToRepo"),
                Boolean.TRUE.equals(bool(repository, "Archive", "Archived", "archived", "archive")));
    }

    /**
     * @param answer contains the webhook
     * @throws CodeupException if it has no id or URL
     */
    @NonNull
    public static Webhook webhook(@NonNull ApiAnswer answer, @NonNull JsonNode webhook) throws CodeupException {
        Map<WebhookOption, Boolean> options = new EnumMap<>(WebhookOption.class);
        for (WebhookOption option : WebhookOption.values()) {
            Boolean value = bool(webhook, SPELLINGS.get(option));
            if (value != null) {
                options.put(option, value);
            }
        }
        return new Webhook(
                answer.required(number(webhook, "Id", "id"), "Id of the webhook"),
                answer.required(text(webhook, "Url", "url"), "Url of the webhook"),
                options,
                text(webhook, "Description", "description"),
                secret(webhook, "SecretToken", "secretToken", "token"),
                text(webhook, "CreatedAt", "createdAt"),
                number(webhook, "ProjectId", "repositoryId"),
                text(webhook, "LastTestResult", "lastTestResult"));
    }

    /** An empty secret is not missing: the webhook has none, which is drift if one is desired. */
    private static SecretValue secret(JsonNode webhook, String... names) {
        for (String name : names) {
            JsonNode value = webhook.path(name);
            if (value.isValueNode() && !value.isNull()) {
                return SecretValue.of(value.asText());
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
