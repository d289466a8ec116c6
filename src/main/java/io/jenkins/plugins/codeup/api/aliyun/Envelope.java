package io.jenkins.plugins.codeup.api.aliyun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codeup.api.ApiCall;
import io.jenkins.plugins.codeup.api.CodeupException;
import io.jenkins.plugins.codeup.api.CodeupException.Kind;
import io.jenkins.plugins.codeup.api.http.ApiResponse;
import io.jenkins.plugins.codeup.api.http.LenientJson;
import java.io.IOException;
import java.util.function.UnaryOperator;

/**
 * What every answer of the OpenAPI is wrapped in: {@code RequestId, Success, ErrorCode, ErrorMessage, Result}, or the
 * gateway's {@code RequestId, HostId, Code, Message, Recommend}; as JSON or XML.
 *
 * @param result the object or the array that was asked for
 * @param requestId Codeup's id of the call, or null
 * @param total how many there are in all, of a list, or null
 */
record Envelope(JsonNode result, @CheckForNull String requestId, @CheckForNull Long total) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param masking takes the secrets out of Codeup's words
     * @throws CodeupException if the answer is a failure, in its status or in its words, or no answer of this API
     */
    static Envelope open(ApiCall call, ApiResponse response, UnaryOperator<String> masking) throws CodeupException {
        JsonNode tree;
        try {
            tree = read(response.body());
        } catch (IOException notReadable) {
            throw unreadable(call, response, "neither JSON nor XML of the API: " + response);
        }
        String requestId = LenientJson.text(tree, "RequestId", "requestId");
        Boolean success = LenientJson.bool(tree, "Success", "success");
        if (response.status() / 100 != 2 || Boolean.FALSE.equals(success)) {
            String code = LenientJson.text(tree, "ErrorCode", "errorCode", "Code", "code");
            String message =
                    masking.apply(LenientJson.text(tree, "ErrorMessage", "errorMessage", "Message", "message"));
            Kind kind = ErrorCodes.kindOf(response.status(), code);
            throw new CodeupException(kind, call, response.status(), code, message, requestId, null);
        }
        if (success == null) {
            throw unreadable(call, response, "the answer says neither success nor failure: " + response);
        }
        JsonNode result = tree.has("Result") ? tree.get("Result") : tree.path("result");
        return new Envelope(result, requestId, LenientJson.number(tree, "Total", "total"));
    }

    private static JsonNode read(byte[] body) throws IOException {
        for (byte first : body) {
            if (first == '{') {
                // Jackson's exceptions quote what they could not read, which may be the hook's secret
                JsonNode tree = JSON.readTree(body);
                return tree == null ? MissingNode.getInstance() : tree;
            }
            if (first == '<' || first == '[') {
                break;
            }
        }
        return XmlTree.read(body);
    }

    /** An answer that is no envelope: what its status says still counts. */
    static CodeupException unreadable(ApiCall call, ApiResponse response, String why) {
        Kind kind = response.status() / 100 == 2 ? Kind.UNREADABLE : ErrorCodes.kindOf(response.status(), null);
        return new CodeupException(kind, call, response.status(), null, why, null, null);
    }
}
