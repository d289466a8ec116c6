package io.jenkins.plugins.codeup.client.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.ApiCall;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * An answer whose body was read, and what both APIs say alike: whether the call did what it was made for, and if not,
 * the error code, the words, the request id and how long to wait.
 */
public final class ApiAnswer {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApiCall call;
    private final ApiResponse response;
    private final JsonNode tree;

    private ApiAnswer(ApiCall call, ApiResponse response, JsonNode tree) {
        this.call = call;
        this.response = response;
        this.tree = tree;
    }

    /** A way to read a body. */
    public interface Format {

        /**
         * @return the tree; {@link MissingNode} for an empty body
         * @throws IOException if the body is not of this format
         */
        @NonNull
        JsonNode read(@NonNull byte[] body) throws IOException;
    }

    /**
     * @param masking takes the secrets out of Codeup's words; gets and gives null where there are none
     * @throws CodeupException if Codeup says that the call failed, or the answer is none of its API
     */
    @NonNull
    public static ApiAnswer of(
            @NonNull ApiCall call,
            @NonNull ApiResponse response,
            @NonNull Format format,
            @NonNull UnaryOperator<String> masking)
            throws CodeupException {
        JsonNode tree = MissingNode.getInstance();
        boolean readable = true;
        try {
            tree = format.read(response.body());
        } catch (IOException notReadable) {
            // not kept as the cause: parsers quote what they could not read, which may be the hook's secret
            readable = false;
        }
        ApiAnswer answer = new ApiAnswer(call, response, tree);
        if (response.status() / 100 != 2 || Boolean.FALSE.equals(answer.success())) {
            throw answer.failure(readable, masking);
        }
        if (!readable) {
            throw answer.unreadable("not in the format of the API: " + response);
        }
        return answer;
    }

    /** The format of the Yunxiao API, and of the OpenAPI for those who ask for it. */
    @NonNull
    public static JsonNode json(@NonNull byte[] body) throws IOException {
        JsonNode tree = JSON.readTree(body);
        return tree == null ? MissingNode.getInstance() : tree;
    }

    @NonNull
    public JsonNode tree() {
        return tree;
    }

    /**
     * @return what the answer itself says of its success, or null where it says nothing
     */
    @CheckForNull
    public Boolean success() {
        return LenientJson.bool(tree, "Success", "success");
    }

    /**
     * @return Codeup's id of the call, from the body or a header, or null
     */
    @CheckForNull
    public String requestId() {
        String inBody = LenientJson.text(tree, "RequestId", "requestId");
        return inBody != null ? inBody : header("x-request-id", "x-acs-request-id");
    }

    /**
     * @return how many there are on all pages of a list, or null where Codeup does not say
     */
    @CheckForNull
    public Long total() {
        Long inBody = LenientJson.number(tree, "Total", "total");
        String inHeader = header("x-total");
        return inBody != null || inHeader == null || !inHeader.matches("[0-9]{1,18}") ? inBody : Long.valueOf(inHeader);
    }

    /**
     * @param value what was read from the answer
     * @param field its name, for the error
     * @return the value
     * @throws CodeupException if it is null
     */
    @NonNull
    public <T> T required(@CheckForNull T value, @NonNull String field) throws CodeupException {
        if (value == null) {
            throw unreadable("the answer says success, but has no " + field);
        }
        return value;
    }

    /**
     * @return an answer that says success, but not what it must
     */
    @NonNull
    public CodeupException unreadable(@NonNull String why) {
        return new CodeupException(Kind.UNREADABLE, call, response.status(), null, why, requestId(), null);
    }

    private CodeupException failure(boolean readable, UnaryOperator<String> masking) {
        String code = LenientJson.text(tree, "ErrorCode", "errorCode", "Code", "code");
        String words = readable
                ? masking.apply(LenientJson.text(
                        tree, "ErrorMessage", "errorMessage", "Message", "message", "errorDescription", "error"))
                : "not in the format of the API: " + response;
        Kind kind = ErrorCodes.kindOf(response.status(), code);
        return new CodeupException(kind, call, response.status(), code, words, requestId(), null)
                .withRetryAfter(RetryAfter.of(response.header("retry-after"), response.header("date"), Instant.now()));
    }

    private String header(String... names) {
        for (String name : names) {
            String value = response.header(name);
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return null;
    }
}
