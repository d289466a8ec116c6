package io.jenkins.plugins.codeup.simulator.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A request as it arrived. Printed, its secrets are masked.
 *
 * @param operation the operation in Codeup's documents, or an empty text where the path and method are none's
 * @param method the HTTP method
 * @param path the path as it stood on the wire, percent-encoded
 * @param rawQuery the query as it stood on the wire, or null
 * @param headers the values of each header by lower-case name
 * @param body the bytes of the body; may be empty
 */
public record ReceivedRequest(
        String operation,
        String method,
        String path,
        String rawQuery,
        SortedMap<String, List<String>> headers,
        byte[] body) {

    /**
     * @param name in lower case
     * @return the header's first value, or null
     */
    public String header(String name) {
        List<String> values = headers.get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    /**
     * @return the query in clear, sorted by name; of a name that stands twice the last
     */
    public SortedMap<String, String> query() {
        SortedMap<String, String> parameters = new TreeMap<>();
        if (rawQuery != null) {
            for (String parameter : rawQuery.split("&")) {
                String[] nameAndValue = parameter.split("=", 2);
                parameters.put(decode(nameAndValue[0]), nameAndValue.length == 1 ? "" : decode(nameAndValue[1]));
            }
        }
        return parameters;
    }

    /**
     * @return the body as text
     */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Whether the client takes JSON for an answer; Alibaba Cloud's gateway answers in XML otherwise. */
    public boolean acceptsJson() {
        return Objects.requireNonNullElse(header("accept"), "").contains("json");
    }

    ReceivedRequest of(String name) {
        return new ReceivedRequest(name, method, path, rawQuery, headers, body);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        String target = rawQuery == null ? path : path + "?" + rawQuery;
        SortedMap<String, String> joined = new TreeMap<>();
        headers.forEach((name, values) -> joined.put(name, String.join(", ", values)));
        return new SentRequest(method, target, joined, body).toString();
    }
}
