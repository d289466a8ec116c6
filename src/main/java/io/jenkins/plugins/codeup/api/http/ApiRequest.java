package io.jenkins.plugins.codeup.api.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.api.ApiCall;
import java.net.URI;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A call to one of Codeup's APIs before it is signed and sent.
 *
 * @param operation the operation's name in Codeup's documents
 * @param method the HTTP method
 * @param path the path, already percent-encoded, with a leading slash
 * @param query the query in clear, sorted by name
 * @param body the JSON to send, or null for none
 */
public record ApiRequest(
        @NonNull String operation,
        @NonNull String method,
        @NonNull String path,
        @NonNull SortedMap<String, String> query,
        @CheckForNull byte[] body) {

    public ApiRequest {
        query = Collections.unmodifiableSortedMap(new TreeMap<>(query));
    }

    /** The only type of content that is sent. */
    public static final String CONTENT_TYPE = "application/json";

    /**
     * @return the query percent-encoded as RFC 3986 has it, an empty value as {@code name=}; empty if there is none
     */
    @NonNull
    public String encodedQuery() {
        return query.entrySet().stream()
                .map(parameter ->
                        PercentEncoding.encode(parameter.getKey()) + "=" + PercentEncoding.encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    /**
     * @param endpoint scheme, host and port, and where the API stands behind a proxy a path prefix
     */
    @NonNull
    public URI at(@NonNull URI endpoint) {
        return URI.create(base(endpoint) + path + (query.isEmpty() ? "" : "?" + encodedQuery()));
    }

    /**
     * @return this call as it may be shown to people
     */
    @NonNull
    public ApiCall describe(@NonNull URI endpoint) {
        return new ApiCall(operation, method, URI.create(base(endpoint) + path));
    }

    private static String base(URI endpoint) {
        String base = endpoint.toString();
        return base.endsWith("/") ? base.replaceFirst("/+$", "") : base;
    }

    /**
     * @return the headers that say in what form body and answer are, by lower-case name
     */
    @NonNull
    public Map<String, String> contentHeaders() {
        return body == null
                ? Map.of("accept", CONTENT_TYPE)
                : Map.of("accept", CONTENT_TYPE, "content-type", CONTENT_TYPE);
    }

    /** Shows neither query values nor body. */
    @Override
    public String toString() {
        return operation + " " + method + " " + path;
    }

    /**
     * @return this call with one more query parameter
     */
    @NonNull
    public ApiRequest withQuery(@NonNull String name, @NonNull String value) {
        SortedMap<String, String> more = new TreeMap<>(query);
        more.putAll(Map.of(name, value));
        return new ApiRequest(operation, method, path, more, body);
    }
}
