package io.jenkins.plugins.codeup.api.aliyun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codeup.api.SecretValue;
import io.jenkins.plugins.codeup.api.Webhook;
import io.jenkins.plugins.codeup.api.WebhookOption;
import io.jenkins.plugins.codeup.api.WebhookSpec;
import io.jenkins.plugins.codeup.api.http.LenientJson;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A webhook in the OpenAPI's words: snake_case in the body of AddWebhook, PascalCase in every answer. */
final class AliyunJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private AliyunJson() {}

    /** The body of AddWebhook, fields in the order of its document, those not stated left out. */
    static byte[] write(WebhookSpec spec) {
        ObjectNode body = JSON.createObjectNode();
        body.put("url", spec.url());
        for (WebhookOption option : WebhookOption.values()) {
            Boolean stated = spec.options().get(option);
            if (stated != null) {
                body.put(option.snakeCase(), stated);
            }
        }
        if (spec.description() != null) {
            body.put("description", spec.description());
        }
        if (spec.secretToken() != null) {
            body.put("secret_token", spec.secretToken().reveal());
        }
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and booleans is always JSON", e);
        }
    }

    static Webhook read(long id, String url, JsonNode hook) {
        Map<WebhookOption, Boolean> options = new EnumMap<>(WebhookOption.class);
        for (WebhookOption option : WebhookOption.values()) {
            Boolean value = LenientJson.bool(hook, pascalCase(option));
            if (value != null) {
                options.put(option, value);
            }
        }
        return new Webhook(
                id,
                url,
                options,
                LenientJson.text(hook, "Description"),
                SecretValue.ofNullable(LenientJson.text(hook, "SecretToken")),
                LenientJson.text(hook, "CreatedAt"),
                LenientJson.number(hook, "ProjectId"),
                LenientJson.text(hook, "LastTestResult"),
                LenientJson.bool(hook, "IssuesEvents"),
                LenientJson.bool(hook, "BuildEvents"));
    }

    /** The elements of a list; in XML one alone is no array, and none at all an empty text. */
    static Iterable<JsonNode> elements(JsonNode result) {
        if (result.isArray()) {
            return result;
        }
        return result.isObject() && !result.isEmpty() ? List.of(result) : List.of();
    }

    private static String pascalCase(WebhookOption option) {
        String name = option.camelCase();
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
