package io.jenkins.plugins.codeup.client.http;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.net.URI;

/**
 * Where an API stands.
 *
 * @param uri scheme, host and port, and where there is one a path prefix; no slash at its end
 * @param hostHeader the {@code Host} header of calls to it: without a default port
 */
record Endpoint(@NonNull URI uri, @NonNull String hostHeader) {

    /**
     * @throws IllegalArgumentException if it is not of HTTP; said here, as it would be later with the whole URL of a call,
     *     and so with tokens, in the text
     */
    @NonNull
    static Endpoint of(@NonNull URI given) {
        if (given.getHost() == null
                || given.getRawUserInfo() != null
                || !String.valueOf(given.getScheme()).matches("(?i)https?")) {
            throw new IllegalArgumentException(
                    "endpoint \"" + given + "\" is no http or https URL with a host name and without a user");
        }
        return new Endpoint(URI.create(given.toString().replaceFirst("/+$", "")), hostHeader(given));
    }

    private static String hostHeader(URI uri) {
        int defaultPort = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        boolean plain = uri.getPort() == -1 || uri.getPort() == defaultPort;
        return uri.getHost() + (plain ? "" : ":" + uri.getPort());
    }
}
