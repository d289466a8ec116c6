package io.jenkins.plugins.codeup.client.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.MessageHeaders;

/**
 * An answer, whole, whatever its status.
 *
 * @param status the HTTP status
 * @param headers the answer's headers
 * @param body the answer's bytes; may be empty
 */
public record ApiResponse(
        int status,
        @NonNull MessageHeaders headers,
        @NonNull byte[] body) {

    /**
     * @param name in any case
     * @return the value of the first header of that name, or null
     */
    @CheckForNull
    public String header(@NonNull String name) {
        Header first = headers.getFirstHeader(name);
        return first == null ? null : first.getValue();
    }

    /** Shows no body: Codeup's answers can hold the hook's secret. */
    @Override
    public String toString() {
        return "HTTP " + status + ", " + body.length + " bytes";
    }
}
