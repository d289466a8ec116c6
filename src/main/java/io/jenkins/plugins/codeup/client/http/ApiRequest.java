package io.jenkins.plugins.codeup.client.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * Request to one of Codeup's APIs, before it is signed and sent.
 *
 * @param operation the operation's name in Codeup's documents
 * @param method the HTTP method
 * @param path percent-encoded, with a leading slash
 * @param query in clear, sorted by name; must not be changed afterwards
 * @param body JSON, or null for none
 */
public record ApiRequest(
        @NonNull String operation,
        @NonNull String method,
        @NonNull String path,
        @NonNull SortedMap<String, String> query,
        @CheckForNull byte[] body) {

    private static final Map<String, String> WITHOUT_BODY = Map.of("accept", "application/json");
    private static final Map<String, String> WITH_BODY =
            Map.of("accept", "application/json", "content-type", "application/json");

    public ApiRequest {
        query = Collections.unmodifiableSortedMap(query);
    }

    /**
     * @return this request with one more query parameter
     */
    @NonNull
    public ApiRequest withQuery(@NonNull String name, @NonNull String value) {
        SortedMap<String, String> more = new TreeMap<>(query);
        more.put(name, value);
        return new ApiRequest(operation, method, path, more, body);
    }

    /**
     * @return the query percent-encoded, an empty value as {@code name=}; empty if there is none
     */
    @NonNull
    public String encodedQuery() {
        StringJoiner encoded = new StringJoiner("&");
        query.forEach((name, value) -> encoded.add(percentEncode(name) + "=" + percentEncode(value)));
        return encoded.toString();
    }

    /**
     * @return path and query as they are sent to an endpoint without a path prefix
     */
    @NonNull
    public String pathAndQuery() {
        return query.isEmpty() ? path : path + "?" + encodedQuery();
    }

    /**
     * @return the headers for the types of body and answer, by lower-case name
     */
    @NonNull
    public Map<String, String> contentHeaders() {
        return body == null ? WITHOUT_BODY : WITH_BODY;
    }

    /**
     * @param endpoint scheme, host, port and path prefix, without a slash at its end
     * @return this request as it may be shown
     */
    @NonNull
    public CodeupException.Call describe(@NonNull URI endpoint) {
        return new CodeupException.Call(operation, method, endpoint + path);
    }

    /** Shows neither query values nor body. */
    @Override
    public String toString() {
        return operation + " " + method + " " + path;
    }

    /**
     * Percent-encodes by RFC 3986, as signatures and paths need it; the JDK's form encoding differs.
     *
     * @return the text with everything but letters, digits and {@code -._~} as percent-encoded UTF-8
     */
    @NonNull
    public static String percentEncode(@NonNull String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
