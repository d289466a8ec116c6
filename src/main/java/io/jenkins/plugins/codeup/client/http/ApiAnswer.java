package io.jenkins.plugins.codeup.client.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.SecretValue;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map.Entry;
import java.util.regex.Pattern;

/** Answer to a successful call, as a JSON tree with what both APIs have in common; failed calls become exceptions. */
public final class ApiAnswer {

    /**
     * Error codes of both APIs by their beginning, in capitals and without {@code _} and {@code SYSTEM_}; the first that
     * fits counts.
     */
    static final List<Entry<String, Kind>> BY_CODE = List.of(
            entry("INVALIDTIMESTAMP", Kind.CLOCK_SKEW),
            entry("THROTTLING", Kind.THROTTLED),
            entry("TOOMANYREQUESTS", Kind.THROTTLED),
            entry("SIGNATURENONCEUSED", Kind.REJECTED),
            entry("SIGNATUREDOESNOTMATCH", Kind.UNAUTHORIZED),
            entry("INCOMPLETESIGNATURE", Kind.UNAUTHORIZED),
            entry("INVALIDACCESSKEYID", Kind.UNAUTHORIZED),
            entry("INVALIDSECURITYTOKEN", Kind.UNAUTHORIZED),
            entry("UNAUTHORIZED", Kind.UNAUTHORIZED),
            entry("EXPIREDTOKEN", Kind.UNAUTHORIZED),
            entry("INVALIDTOKEN", Kind.UNAUTHORIZED),
            entry("UNSUPPORTEDCURRENTTOKENTYPE", Kind.UNAUTHORIZED),
            entry("INVALIDACTION.NOTFOUND", Kind.UNREADABLE),
            entry("NOTFOUND", Kind.NOT_FOUND),
            entry("FORBIDDEN", Kind.FORBIDDEN),
            entry("NOPERMISSION", Kind.FORBIDDEN),
            entry("BADREQUEST", Kind.REJECTED),
            entry("SERVICEUNAVAILABLE", Kind.UNAVAILABLE),
            entry("INTERNALERROR", Kind.SERVER_ERROR),
            entry("INTERNALSERVERERROR", Kind.SERVER_ERROR),
            entry("UNKNOWN", Kind.SERVER_ERROR));

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    /** From here on the gateway's message shows the text that it signed: long, and of no use to people. */
    private static final String STRING_TO_SIGN = "server string to sign is";

    private final CodeupException.Call call;
    private final HttpTransport.Response response;
    private final JsonNode tree;

    private ApiAnswer(CodeupException.Call call, HttpTransport.Response response, JsonNode tree) {
        this.call = call;
        this.response = response;
        this.tree = tree;
    }

    private static Entry<String, Kind> entry(String beginning, Kind kind) {
        return java.util.Map.entry(beginning, kind);
    }

    /** Reads an object from a part of an answer. */
    public interface Reader<T> {

        /**
         * @throws CodeupException if the part lacks something that the object needs
         */
        @NonNull
        T read(@NonNull ApiAnswer answer, @NonNull JsonNode part) throws CodeupException;
    }

    /**
     * @param sent a secret in the request's body, or null
     * @throws CodeupException if Codeup says that the call failed, or the answer is not in the API's form; quotes no secret
     */
    @NonNull
    static ApiAnswer of(
            @NonNull CodeupException.Call call,
            @NonNull HttpTransport.Response response,
            @NonNull ApiCaller.Api api,
            @CheckForNull SecretValue sent)
            throws CodeupException {
        JsonNode tree = MissingNode.getInstance();
        boolean readable = true;
        try {
            tree = api.read(response.body());
        } catch (IOException notReadable) {
            // not kept as the cause: parsers quote what they can't read, which may be the webhook's secret
            readable = false;
        }
        ApiAnswer answer = new ApiAnswer(call, response, tree);
        if (response.status() / 100 != 2 || answer.saysFailure()) {
            throw answer.failure(readable, api, sent);
        }
        if (!readable) {
            throw answer.unreadable(answer.notOfTheApi());
        }
        return answer;
    }

    @NonNull
    public JsonNode tree() {
        return tree;
    }

    /**
     * @return what the answer says of its success, or null if it does not say
     */
    @CheckForNull
    public Boolean success() {
        return CodeupJson.bool(tree, "Success", "success");
    }

    /** An answer that says success may have an error code all the same; AddWebhook's document shows one. */
    private boolean saysFailure() {
        Boolean success = success();
        return success == null ? CodeupJson.text(tree, "ErrorCode", "errorCode") != null : !success;
    }

    /**
     * @return Codeup's id of the call, from the body or a header, or null
     */
    @CheckForNull
    public String requestId() {
        String inBody = CodeupJson.text(tree, "RequestId", "requestId", "traceId");
        return inBody != null ? inBody : header("x-request-id", "x-acs-request-id");
    }

    /**
     * @param page the number of this page, from 1
     * @param read how many elements this page and those before it have
     * @return whether a list has more pages, or null if Codeup does not say
     */
    @CheckForNull
    Boolean hasNextPage(int page, long read) {
        Long inBody = CodeupJson.number(tree, "Total", "total");
        Long total = inBody != null ? inBody : number("x-total");
        Long pages = number("x-total-pages");
        Long next = number("x-next-page");
        if (next != null && next > page || total != null && read < total || pages != null && page < pages) {
            return true;
        }
        // on the last page it is empty
        boolean told = response.header("x-next-page") != null || total != null || pages != null;
        return told ? false : null;
    }

    private Long number(String header) {
        String value = header(header);
        return value == null || !NUMBER.matcher(value.trim()).matches() ? null : Long.valueOf(value.trim());
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
     * @return the failure of an answer that says success, but lacks what it must have
     */
    @NonNull
    public CodeupException unreadable(@NonNull String why) {
        return new CodeupException(Kind.UNREADABLE, call, response.status(), null, why, requestId(), null);
    }

    private String notOfTheApi() {
        return "not in the format of the API: " + response;
    }

    private CodeupException failure(boolean readable, ApiCaller.Api api, SecretValue sent) {
        String code = CodeupJson.text(tree, "ErrorCode", "errorCode", "Code", "code");
        String message = notOfTheApi();
        if (readable) {
            message = CodeupJson.text(
                    tree, "ErrorMessage", "errorMessage", "Message", "message", "errorDescription", "error");
            for (SecretValue secret : api.secrets()) {
                message = masked(message, secret);
            }
            message = withoutStringToSign(masked(message, sent));
        }
        return new CodeupException(
                        kindOf(response.status(), code), call, response.status(), code, message, requestId(), null)
                .withRetryAfter(
                        RetryPolicy.retryAfter(response.header("retry-after"), response.header("date"), Instant.now()));
    }

    /** Messages may quote the request, as the gateway's do; secrets stand there in clear or percent-encoded. */
    private static String masked(String message, SecretValue secret) {
        if (message == null || secret == null || secret.reveal().isEmpty()) {
            return message;
        }
        return message.replace(secret.reveal(), SecretValue.MASK)
                .replace(ApiRequest.percentEncode(secret.reveal()), SecretValue.MASK);
    }

    private static String withoutStringToSign(String message) {
        int dump = message == null ? -1 : message.indexOf(STRING_TO_SIGN);
        return dump < 0 ? message : message.substring(0, dump).trim();
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

    /**
     * The code decides, whatever the status: Codeup sends the same code on 200, 400, 404 and 500.
     *
     * @param code Codeup's error code, which may be an HTTP status, as some documents show, or null
     */
    static Kind kindOf(int status, String code) {
        Entry<String, Kind> known = code == null ? null : known(code);
        if (known != null) {
            return known.getValue();
        }
        return kindOf(code != null && code.trim().matches("[45][0-9][0-9]") ? Integer.parseInt(code.trim()) : status);
    }

    /**
     * @return how the code begins, and what that means; null if it is not known
     */
    @CheckForNull
    static Entry<String, Kind> known(String code) {
        String plain = code.trim()
                .toUpperCase(Locale.ROOT)
                .replaceFirst("^SYSTEM_", "")
                .replace("_", "");
        return BY_CODE.stream()
                .filter(known -> plain.startsWith(known.getKey()))
                .findFirst()
                .orElse(null);
    }

    private static Kind kindOf(int status) {
        return switch (status) {
            case 401 -> Kind.UNAUTHORIZED;
            case 403 -> Kind.FORBIDDEN;
            case 404 -> Kind.NOT_FOUND;
            case 429 -> Kind.THROTTLED;
            case 502, 503, 504 -> Kind.UNAVAILABLE;
            default -> status >= 500 ? Kind.SERVER_ERROR : Kind.REJECTED;
        };
    }
}
