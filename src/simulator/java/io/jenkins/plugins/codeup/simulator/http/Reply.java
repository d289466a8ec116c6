package io.jenkins.plugins.codeup.simulator.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An answer to be sent.
 *
 * @param status the HTTP status
 * @param headers its headers by name
 * @param body its bytes; may be empty
 */
public record Reply(int status, Map<String, String> headers, byte[] body) {

    public static Reply json(int status, String body) {
        return text(status, "application/json;charset=utf-8", body);
    }

    public static Reply xml(int status, String body) {
        return text(status, "application/xml;charset=utf-8", body);
    }

    public static Reply text(int status, String contentType, String body) {
        return new Reply(status, Map.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8));
    }
}
