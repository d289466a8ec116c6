package io.jenkins.plugins.codeup.client.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.Webhook;
import io.jenkins.plugins.codeup.client.WebhookOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A webhook in the words of Codeup's APIs: each writes it in names of its own, and what they answer differs only in
 * letter case and in what the secret is called, so that one reader takes all.
 */
public final class WebhookJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<WebhookOption, String[]> SPELLINGS = new EnumMap<>(WebhookOption.class);

    static {
        for (WebhookOption option : WebhookOption.values()) {
            SPELLINGS.put(option, spellings(option));
        }
    }

    private WebhookJson() {}

    /**
     * @param nameOf what the API calls an option
     * @param secretName what the API calls the secret
     * @return the body of a request, fields in the order of AddWebhook's document, those not stated left out
     */
    @NonNull
    public static byte[] write(
            @NonNull DesiredWebhook spec, @NonNull Function<WebhookOption, String> nameOf, @NonNull String secretName) {
        ObjectNode body = JSON.createObjectNode();
        body.put("url", spec.url());
        for (WebhookOption option : WebhookOption.values()) {
            Boolean stated = spec.options().get(option);
            if (stated != null) {
                body.put(nameOf.apply(option), stated);
            }
        }
        if (spec.description() != null) {
            body.put("description", spec.description());
        }
        SecretValue secret = spec.secretToken();
        if (secret != null) {
            body.put(secretName, secret.reveal());
        }
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and booleans is always JSON", e);
        }
    }

    /**
     * @param answer where the hook stands in, for the error if it has no id or URL
     */
    @NonNull
    public static Webhook read(@NonNull ApiAnswer answer, @NonNull JsonNode hook) throws CodeupException {
        Map<WebhookOption, Boolean> options = new EnumMap<>(WebhookOption.class);
        for (WebhookOption option : WebhookOption.values()) {
            Boolean value = LenientJson.bool(hook, SPELLINGS.get(option));
            if (value != null) {
                options.put(option, value);
            }
        }
        return new Webhook(
                answer.required(LenientJson.number(hook, "Id", "id"), "Id of the webhook"),
                answer.required(LenientJson.text(hook, "Url", "url"), "Url of the webhook"),
                options,
                LenientJson.text(hook, "Description", "description"),
                secret(hook, "SecretToken", "secretToken", "token"),
                LenientJson.text(hook, "CreatedAt", "createdAt"),
                LenientJson.number(hook, "ProjectId", "repositoryId"),
                LenientJson.text(hook, "LastTestResult", "lastTestResult"),
                LenientJson.bool(hook, "IssuesEvents", "issuesEvents"),
                LenientJson.bool(hook, "BuildEvents", "buildEvents"));
    }

    /** Here an empty text is no missing value: such a hook has no secret, which is drift where one is wanted. */
    private static SecretValue secret(JsonNode hook, String... names) {
        for (String name : names) {
            JsonNode value = hook.path(name);
            if (value.isValueNode() && !value.isNull()) {
                return SecretValue.of(value.asText());
            }
        }
        return null;
    }

    /** The Yunxiao API answers {@code enableSSLVerification} to a request for {@code enableSslVerification}. */
    private static String[] spellings(WebhookOption option) {
        String camelCase = option.camelCase();
        String pascalCase = Character.toUpperCase(camelCase.charAt(0)) + camelCase.substring(1);
        return new String[] {pascalCase, camelCase, pascalCase.replace("Ssl", "SSL"), camelCase.replace("Ssl", "SSL")};
    }
}
