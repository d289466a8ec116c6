package io.jenkins.plugins.codeup.client.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A request as it stands on the wire, secrets and all. Printed, it shows method, target, headers and body with the
 * secrets masked.
 *
 * @param method the HTTP method
 * @param target the URL, or path and query, with every query parameter
 * @param headers the headers that Codeup reads, by lower-case name
 * @param body the bytes of the body, or null for none
 */
public record SentRequest(
        @NonNull String method,
        @NonNull String target,
        @NonNull Map<String, String> headers,
        @CheckForNull byte[] body) {

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(method + " " + Masking.text(target));
        headers.forEach(
                (name, value) -> text.append('\n').append(name).append(": ").append(Masking.header(name, value)));
        if (body != null && body.length > 0) {
            text.append("\n\n").append(Masking.text(new String(body, StandardCharsets.UTF_8)));
        }
        return text.toString();
    }
}
