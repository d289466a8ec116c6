package io.jenkins.plugins.codeup.client.aliyun;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.http.ApiAnswer;
import java.io.IOException;
import java.util.List;

/**
 * What every answer of the OpenAPI is wrapped in: {@code RequestId, Success, ErrorCode, ErrorMessage, Result}, or the
 * gateway's {@code RequestId, HostId, Code, Message, Recommend}; as JSON or XML.
 */
final class Envelope {

    private Envelope() {}

    /** The format of this API: JSON where the body begins as an object does, else XML. */
    static JsonNode read(byte[] body) throws IOException {
        for (byte first : body) {
            if (first == '{') {
                return ApiAnswer.json(body);
            }
            if (first == '<' || first == '[') {
                break;
            }
        }
        return XmlTree.read(body);
    }

    /** The object or the array that was asked for. */
    static JsonNode result(ApiAnswer answer) throws CodeupException {
        if (answer.success() == null) {
            throw answer.unreadable("the answer says neither success nor failure");
        }
        JsonNode tree = answer.tree();
        return tree.has("Result") ? tree.get("Result") : tree.path("result");
    }

    /** The elements of a list; in XML one alone is no array, and none at all an empty text. */
    static Iterable<JsonNode> elements(ApiAnswer answer) throws CodeupException {
        JsonNode result = result(answer);
        if (result.isArray()) {
            return result;
        }
        return result.isObject() && !result.isEmpty() ? List.of(result) : List.of();
    }
}
