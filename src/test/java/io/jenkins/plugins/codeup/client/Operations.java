package io.jenkins.plugins.codeup.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Description of the operations of both APIs that the plugin uses: methods, paths, parameters and fields, in {@code
 * operations.json}.
 *
 * <p>It holds facts of Codeup's documents in words of its own, so that client and simulator are not only compared with each
 * other. {@code answer} and {@code list} are the fields of what an operation returns; {@code required} are those without
 * which the client can't use it.
 */
final class Operations {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode ALL = read();

    private Operations() {}

    private static JsonNode read() {
        try (InputStream in = Operations.class.getResourceAsStream("operations.json")) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String api(ReceivedRequest request) {
        return request.path().startsWith("/api/") ? "aliyun" : "yunxiao";
    }

    /** The names of an API's operations. */
    static Set<String> names(String api) {
        Set<String> names = new TreeSet<>();
        ALL.path(api).fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The fields without which an element of a list is left out. */
    static List<String> required(String api, String operation) {
        return Stream.of(JSON.convertValue(ALL.path(api).path(operation).path("required"), String[].class))
                .toList();
    }

    /** Fails if the request is not as described. */
    static void check(ReceivedRequest request) throws IOException {
        JsonNode operation = ALL.path(api(request)).get(request.operation());
        assertNotNull(operation, request.toString());
        assertEquals(operation.get("method").asText(), request.method());
        assertTrue(request.path().matches(operation.get("path").asText()), request.path());
        Set<String> known = Set.of(JSON.convertValue(operation.get("query"), String[].class));
        assertTrue(known.containsAll(request.query().keySet()), request.rawQuery());
        if (operation.has("body")) {
            checkObject(operation.get("body"), JSON.readTree(request.body()), request.operation());
        } else {
            assertEquals(0, request.body().length, request.operation());
        }
    }

    /** Fails if a successful answer is not as described. */
    static void check(ReceivedRequest request, Reply reply) throws IOException {
        JsonNode operation = ALL.path(api(request)).get(request.operation());
        JsonNode tree = JSON.readTree(reply.body());
        JsonNode content = api(request).equals("aliyun") ? tree.get("Result") : tree;
        if (operation.has("list")) {
            assertTrue(content.isArray(), request.operation());
            content.forEach(element -> checkObject(operation.get("list"), element, request.operation()));
        } else {
            checkObject(operation.get("answer"), content, request.operation());
        }
    }

    private static void checkObject(JsonNode fields, JsonNode object, String operation) {
        assertTrue(object.isObject(), operation + ": " + object);
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String where = operation + ", " + field.getKey() + ": " + field.getValue();
            JsonNode type = fields.get(field.getKey());
            assertNotNull(type, where);
            if (field.getValue().isNull()) {
                continue;
            }
            if (type.isObject()) {
                checkObject(type, field.getValue(), where);
                continue;
            }
            assertTrue(
                    switch (type.asText()) {
                        case "number" -> field.getValue().isIntegralNumber();
                        case "boolean" -> field.getValue().isBoolean();
                        case "list" -> field.getValue().isArray();
                        default -> field.getValue().isTextual();
                    },
                    where);
        }
    }
}
