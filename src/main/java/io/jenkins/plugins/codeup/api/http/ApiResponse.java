package io.jenkins.plugins.codeup.api.http;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.net.http.HttpHeaders;

/**
 * An answer, whole, whatever its status.
 *
 * @param status the HTTP status
 * @param headers the answer's headers
 * @param body the answer's bytes; may be empty
 */
public record ApiResponse(
        int status, @NonNull HttpHeaders headers, @NonNull byte[] body) {

    /** Shows no body: Codeup's answers can hold the hook's secret. */
    @Override
    public String toString() {
        return "HTTP " + status + ", " + body.length + " bytes";
    }
}
