package io.jenkins.plugins.codeup.client.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.ApiCall;
import java.net.URI;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * A call to one of Codeup's APIs before it is signed and sent.
 *
 * @param operation the operation's name in Codeup's documents
 * @param method the HTTP method
 * @param path the path, already percent-encoded, with a leading slash
 * @param query the query in clear, sorted by name; not to be changed any more
 * @param body the JSON to send, or null for none
 */
public record ApiRequest(
        @NonNull String operation,
        @NonNull String method,
        @NonNull String path,
        @NonNull SortedMap<String, String> query,
        @CheckForNull byte[] body) {

    public ApiRequest {
        query = Collections.unmodifiableSortedMap(query);
    }

    private static final Map<String, String> OF_A_QUESTION = Map.of("accept", "application/json");
    private static final Map<String, String> OF_A_BODY =
            Map.of("accept", "application/json", "content-type", "application/json");

    /**
     * @return the query percent-encoded as RFC 3986 has it, an empty value as {@code name=}; empty if there is none
     */
    @NonNull
    public String encodedQuery() {
        StringJoiner encoded = new StringJoiner("&");
        query.forEach((name, value) -> encoded.add(PercentEncoding.encode(name) + "=" + PercentEncoding.encode(value)));
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
     * @param endpoint scheme, host and port, and where the API stands behind a proxy a path prefix; no slash at its end
     * @return this call as it may be shown to people
     */
    @NonNull
    public ApiCall describe(@NonNull URI endpoint) {
        return new ApiCall(operation, method, endpoint + path);
    }

    /**
     * @return the headers that say in what form body and answer are, by lower-case name
     */
    @NonNull
    public Map<String, String> contentHeaders() {
        return body == null ? OF_A_QUESTION : OF_A_BODY;
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
