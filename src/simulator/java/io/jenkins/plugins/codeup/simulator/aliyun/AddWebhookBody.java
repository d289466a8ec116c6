package io.jenkins.plugins.codeup.simulator.aliyun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;

/** Reads the body of AddWebhook more strictly than Codeup: whatever its document does not have is refused. */
final class AddWebhookBody {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Set<String> FIELDS = Set.of(
            "url",
            "push_events",
            "merge_requests_events",
            "tag_push_events",
            "note_events",
            "enable_ssl_verification",
            "description",
            "secret_token");

    private final JsonNode body;

    private AddWebhookBody(JsonNode body) {
        this.body = body;
    }

    static HookSettings read(ReceivedRequest request) throws Refusal {
        String type = Objects.requireNonNullElse(request.header("content-type"), "");
        if (!type.startsWith("application/json")) {
            throw invalid("the content type is not application/json");
        }
        try {
            JsonNode tree = JSON.readTree(request.body());
            if (!tree.isObject()) {
                throw invalid("the body is no JSON object");
            }
            return new AddWebhookBody(tree).settings();
        } catch (JsonProcessingException e) {
            throw invalid("the body is not JSON");
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private HookSettings settings() throws Refusal {
        for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                throw invalid("the body field " + name + " is not known");
            }
        }
        String url = text("url");
        if (url.isBlank()) {
            throw Refusal.gateway(400, "MissingUrl", "url is mandatory for this action.");
        }
        if (!url.matches("(?i)https?://[^\\s/]+.*") || url.length() > 1024) {
            throw invalid("url is no http or https URL of at most 1024 characters");
        }
        return new HookSettings(
                url,
                bool("push_events", true),
                bool("merge_requests_events", false),
                bool("tag_push_events", false),
                bool("note_events", false),
                bool("enable_ssl_verification", true),
                text("description"),
                text("secret_token"));
    }

    private boolean bool(String name, boolean byDefault) throws Refusal {
        JsonNode value = body.get(name);
        if (value != null && !value.isBoolean()) {
            throw invalid(name + " is no boolean");
        }
        return value == null ? byDefault : value.booleanValue();
    }

    private String text(String name) throws Refusal {
        JsonNode value = body.get(name);
        if (value != null && !value.isTextual()) {
            throw invalid(name + " is no string");
        }
        return value == null ? "" : value.textValue();
    }

    private static Refusal invalid(String why) {
        return Refusal.gateway(400, "InvalidParameter", "Invalid request: " + why + ".");
    }
}
