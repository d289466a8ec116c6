package io.jenkins.plugins.codeup.client.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.MessageHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * HTTP client for one endpoint: sends a request once and returns the whole answer, within a time and a size.
 *
 * <p>May be shared by threads. Subclasses may watch {@link #send}.
 */
public class HttpTransport {

    private final ConnectionPool pool;
    private final URI endpoint;
    private final String hostHeader;
    private final Duration timeout;
    private final CallLimit limit;

    /**
     * @param pool the connections to use
     * @param endpoint scheme, host and port of the API, and its path prefix if it has one
     * @param timeout for one request, from connecting to the last byte of the answer
     * @throws IllegalArgumentException if the endpoint is no http or https URL with a host and without a user
     */
    public HttpTransport(@NonNull ConnectionPool pool, @NonNull URI endpoint, @NonNull Duration timeout) {
        this(pool, withoutSlash(endpoint), timeout, CallLimit.NONE);
    }

    private HttpTransport(ConnectionPool pool, URI endpoint, Duration timeout, CallLimit limit) {
        this.pool = pool;
        this.endpoint = endpoint;
        this.hostHeader = hostHeader(endpoint);
        this.timeout = timeout;
        this.limit = limit;
    }

    /** For subclasses that watch another transport's requests. */
    protected HttpTransport(@NonNull HttpTransport watched) {
        this(watched.pool, watched.endpoint, watched.timeout, watched.limit);
    }

    /**
     * @param shared the maximum of concurrent calls, usually shared with other transports
     * @return this transport with that limit
     */
    @NonNull
    public HttpTransport withLimit(@NonNull CallLimit shared) {
        return new HttpTransport(pool, endpoint, timeout, shared);
    }

    /** Checked here, as later errors would show the whole URL of a call, tokens included. */
    private static URI withoutSlash(URI given) {
        if (given.getHost() == null
                || given.getRawUserInfo() != null
                || !String.valueOf(given.getScheme()).matches("(?i)https?")) {
            throw new IllegalArgumentException(
                    "endpoint \"" + given + "\" is no http or https URL with a host name and without a user");
        }
        return URI.create(given.toString().replaceFirst("/+$", ""));
    }

    private static String hostHeader(URI uri) {
        int defaultPort = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        boolean plain = uri.getPort() == -1 || uri.getPort() == defaultPort;
        return uri.getHost() + (plain ? "" : ":" + uri.getPort());
    }

    /**
     * @return scheme, host and port, and the path prefix if there is one; without a slash at its end
     */
    @NonNull
    public URI endpoint() {
        return endpoint;
    }

    /**
     * @return the {@code Host} header that is sent, for signatures: without a default port
     */
    @NonNull
    public String hostHeader() {
        return hostHeader;
    }

    /**
     * A whole answer of any status.
     *
     * @param status the HTTP status
     * @param headers the answer's headers
     * @param body may be empty
     */
    public record Response(
            int status,
            @NonNull MessageHeaders headers,
            @NonNull byte[] body) {

        /**
         * @param name in any letter case
         * @return the value of the first header of that name, or null
         */
        @CheckForNull
        public String header(@NonNull String name) {
            Header first = headers.getFirstHeader(name);
            return first == null ? null : first.getValue();
        }

        /** Without the body, which can hold a webhook's secret. */
        @Override
        public String toString() {
            return "HTTP " + status + ", " + body.length + " bytes";
        }
    }

    /**
     * @param headers supplied when the request is sent, as a signature's time must be recent
     * @param atMost the time for all of this, waiting for other calls included; the request itself has the rest of it or
     *     the transport's own timeout, whichever is shorter
     * @return the answer of any status but redirects and 407
     * @throws CodeupException if there is no whole answer within the limits, or it is a redirect or a proxy's 407
     * @throws InterruptedException at once if the thread is interrupted; the connection is closed
     */
    @NonNull
    public Response send(
            @NonNull ApiRequest request, @NonNull Supplier<Map<String, String>> headers, @NonNull Duration atMost)
            throws CodeupException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long begun = System.nanoTime();
        if (!limit.enter(atMost)) {
            throw new CodeupException(Kind.OUT_OF_TIME, request.describe(endpoint));
        }
        try {
            HttpUriRequestBase outgoing = toHttp(request, headers.get());
            Duration left = atMost.minusNanos(System.nanoTime() - begun);
            return answer(request, outgoing, timeout.compareTo(left) < 0 ? timeout : left);
        } finally {
            limit.leave();
        }
    }

    private HttpUriRequestBase toHttp(ApiRequest request, Map<String, String> headers) throws CodeupException {
        HttpUriRequestBase outgoing = new HttpUriRequestBase(request.method(), endpoint);
        outgoing.setPath(endpoint.getRawPath() + request.pathAndQuery());
        outgoing.setHeader("host", hostHeader);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (!isSendable(header.getValue())) {
                // the value is not shown, as it may be a token
                throw failure(
                        request,
                        Kind.UNAUTHORIZED,
                        null,
                        new IOException("the value for header " + header.getKey()
                                + " has characters that no header can carry, such as a line break"));
            }
            outgoing.setHeader(header.getKey(), header.getValue());
        }
        byte[] body = request.body();
        if (body != null) {
            // the headers say of what type it is
            outgoing.setEntity(new ByteArrayEntity(body, null));
        }
        return outgoing;
    }

    /** Without a stream, as one for each header is a fourteenth of all that a call allocates. */
    private static boolean isSendable(String value) {
        int at = 0;
        while (at < value.length() && value.charAt(at) >= ' ' && value.charAt(at) <= '~') {
            at++;
        }
        return at == value.length();
    }

    private Response answer(ApiRequest request, HttpUriRequestBase outgoing, Duration most)
            throws CodeupException, InterruptedException {
        Response response;
        try {
            response = pool.send(outgoing, most);
        } catch (TimeoutException e) {
            throw failure(
                    request, Kind.NO_ANSWER, null, new IOException("no answer within " + most.toMillis() + " ms"));
        } catch (IOException e) {
            throw failure(request, kindOf(e), null, e);
        }
        int status = response.status();
        if (status == 407) {
            throw failure(request, Kind.PROXY, status, null);
        }
        if (status / 100 == 3) {
            throw failure(request, Kind.REDIRECTED, status, null);
        }
        return response;
    }

    private static Kind kindOf(IOException cause) {
        if (cause instanceof ConnectionPool.TooLargeException) {
            return Kind.TOO_LARGE;
        }
        boolean neverSent = cause instanceof ConnectException
                || cause instanceof ConnectTimeoutException
                || cause instanceof NoRouteToHostException
                || cause instanceof UnknownHostException
                || cause instanceof SSLHandshakeException
                || cause instanceof SSLPeerUnverifiedException;
        return neverSent ? Kind.UNREACHABLE : Kind.NO_ANSWER;
    }

    private CodeupException failure(ApiRequest request, Kind kind, Integer status, Throwable cause) {
        return new CodeupException(kind, request.describe(endpoint), status, null, messageOf(cause), null, cause);
    }

    /** The network's exceptions often have no message; then their class is better than nothing. */
    private static String messageOf(Throwable cause) {
        if (cause == null) {
            return null;
        }
        return cause.getMessage() != null
                ? cause.getMessage()
                : cause.getClass().getSimpleName();
    }
}
