package io.jenkins.plugins.codeup.simulator.http;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import java.io.IOException;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;

/**
 * Reads the body that makes a hook more strictly than Codeup: whatever its document does not have is refused.
 *
 * @param pushEvents what the API calls this field; likewise the others
 */
public record HookBody(
        String pushEvents,
        String mergeRequestsEvents,
        String tagPushEvents,
        String noteEvents,
        String enableSslVerification,
        String secretToken) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /**
     * @return what the request says, and of what it leaves out the default; the URL is empty if it has none
     */
    public HookSettings read(ReceivedRequest request) throws BadRequest {
        JsonNode body = json(request);
        Set<String> known = Set.of(
                "url",
                "description",
                pushEvents,
                mergeRequestsEvents,
                tagPushEvents,
                noteEvents,
                enableSslVerification,
                secretToken);
        for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new BadRequest("the body field " + name + " is not known");
            }
        }
        String url = text(body, "url");
        if (!url.isBlank() && (!url.matches("(?i)https?://[^\\s/]+.*") || url.length() > 1024)) {
            throw new BadRequest("url is no http or https URL of at most 1024 characters");
        }
        return new HookSettings(
                url,
                bool(body, pushEvents, true),
                bool(body, mergeRequestsEvents, false),
                bool(body, tagPushEvents, false),
                bool(body, noteEvents, false),
                bool(body, enableSslVerification, true),
                text(body, "description"),
                text(body, secretToken));
    }

    private static JsonNode json(ReceivedRequest request) throws BadRequest {
        String type = Objects.requireNonNullElse(request.header("content-type"), "");
        if (!type.startsWith("application/json")) {
            throw new BadRequest("the content type is not application/json");
        }
        try {
            JsonNode tree = JSON.readTree(request.body());
            if (tree != null && tree.isObject()) {
                return tree;
            }
        } catch (IOException e) {
            // said below
        }
        throw new BadRequest("the body is no JSON object");
    }

    private static boolean bool(JsonNode body, String name, boolean byDefault) throws BadRequest {
        JsonNode value = body.get(name);
        if (value != null && !value.isBoolean()) {
            throw new BadRequest(name + " is no boolean");
        }
        return value == null ? byDefault : value.booleanValue();
    }

    private static String text(JsonNode body, String name) throws BadRequest {
        JsonNode value = body.get(name);
        if (value != null && !value.isTextual()) {
            throw new BadRequest(name + " is no string");
        }
        return value == null ? "" : value.textValue();
    }
}
