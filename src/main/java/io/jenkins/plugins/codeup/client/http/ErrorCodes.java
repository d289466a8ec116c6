package io.jenkins.plugins.codeup.client.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import java.util.List;
import java.util.Map.Entry;

/** What the error codes of both APIs mean; where a code says nothing, the HTTP status does. */
final class ErrorCodes {

    /** In this order: the beginning of a code, without regard to case, and what it means. */
    private static final List<Entry<String, Kind>> BY_CODE = List.of(
            entry("InvalidTimeStamp", Kind.CLOCK_SKEW),
            entry("Throttling", Kind.THROTTLED),
            entry("TooManyRequests", Kind.THROTTLED),
            entry("SignatureNonceUsed", Kind.REJECTED),
            entry("SignatureDoesNotMatch", Kind.UNAUTHORIZED),
            entry("IncompleteSignature", Kind.UNAUTHORIZED),
            entry("InvalidAccessKeyId", Kind.UNAUTHORIZED),
            entry("InvalidSecurityToken", Kind.UNAUTHORIZED),
            entry("Unauthorized", Kind.UNAUTHORIZED),
            entry("ExpiredToken", Kind.UNAUTHORIZED),
            entry("InvalidToken", Kind.UNAUTHORIZED),
            entry("UnsupportedCurrentTokenType", Kind.UNAUTHORIZED),
            entry("InvalidAction.NotFound", Kind.UNREADABLE),
            entry("NOT_FOUND", Kind.NOT_FOUND),
            entry("NotFound", Kind.NOT_FOUND),
            entry("Forbidden", Kind.FORBIDDEN),
            entry("NoPermission", Kind.FORBIDDEN),
            entry("BadRequest", Kind.REJECTED),
            entry("ServiceUnavailable", Kind.UNAVAILABLE),
            entry("InternalError", Kind.SERVER_ERROR));

    private ErrorCodes() {}

    private static Entry<String, Kind> entry(String prefix, Kind kind) {
        return java.util.Map.entry(prefix, kind);
    }

    /**
     * @param code Codeup's error code, which some documents show as an HTTP status in the body, or null
     */
    @NonNull
    static Kind kindOf(int status, @CheckForNull String code) {
        if (code != null) {
            for (Entry<String, Kind> known : BY_CODE) {
                if (code.regionMatches(
                        true, 0, known.getKey(), 0, known.getKey().length())) {
                    return known.getValue();
                }
            }
            if (code.matches("[45][0-9][0-9]")) {
                return kindOf(Integer.parseInt(code));
            }
        }
        return kindOf(status);
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
