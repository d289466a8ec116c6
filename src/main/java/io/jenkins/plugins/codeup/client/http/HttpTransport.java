package io.jenkins.plugins.codeup.client.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.core5.concurrent.DefaultThreadFactory;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.MessageHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.TimeValue;

/**
 * HTTP client for one endpoint: sends a request once and returns the whole answer, within a time and a size.
 *
 * <p>May be shared by threads. Subclasses may watch {@link #send}.
 */
public class HttpTransport {

    /** Larger than any answer of Codeup's: a page of 100 webhooks has some 60 KiB. */
    private static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024;

    private final Pool pool;
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
    public HttpTransport(@NonNull Pool pool, @NonNull URI endpoint, @NonNull Duration timeout) {
        this(pool, withoutSlash(endpoint), timeout, CallLimit.NONE);
    }

    private HttpTransport(Pool pool, URI endpoint, Duration timeout, CallLimit limit) {
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

    private static boolean isSendable(String value) {
        return value.chars().allMatch(character -> character >= ' ' && character <= '~');
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
        if (cause instanceof TooLargeException) {
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

    private static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;

        TooLargeException() {
            super("more than " + MAX_ANSWER_BYTES + " bytes");
        }
    }

    /**
     * Connections to Codeup, kept open and shared by transports. Each request is sent once: no redirects, which would take
     * tokens along, no cookies, no retries.
     *
     * <p>By Apache's HttpClient and not the JDK's, which sends no signature through a proxy with a password (JDK-8326949),
     * and repeats a GET by itself, with a signature that is valid once.
     *
     * <p>Reading from a socket can be neither limited in total time nor interrupted. So it is done on a thread of this
     * pool, and the caller closes the connection when the time is over or the caller is interrupted.
     */
    public static final class Pool {

        private static final String USER_AGENT = "codeup-plugin (Jenkins)";
        private static final TimeValue LONGEST_IDLE = TimeValue.ofMinutes(1);
        /** A connection that was idle longer is checked before its use, which takes a millisecond. */
        private static final TimeValue MAY_BE_CLOSED = TimeValue.ofMilliseconds(100);

        private final ExecutorService threads =
                Executors.newCachedThreadPool(new DefaultThreadFactory("Call to Codeup", true));
        private final CloseableHttpClient http;

        /** Credentials of proxies. */
        public interface ProxyUsers {

            /**
             * @return null if the proxy has no user or is unknown
             */
            @CheckForNull
            PasswordAuthentication of(@NonNull String proxyHost, int proxyPort);
        }

        /**
         * With the proxies of Java's system properties, without credentials.
         *
         * @param connectTimeout for connecting
         */
        public Pool(@NonNull Duration connectTimeout) {
            this(connectTimeout, ProxySelector.getDefault(), (host, port) -> null);
        }

        /**
         * @param connectTimeout for connecting
         * @param proxies asked for each call
         * @param users asked when a proxy wants credentials
         */
        public Pool(@NonNull Duration connectTimeout, @NonNull ProxySelector proxies, @NonNull ProxyUsers users) {
            // CallLimit limits the concurrent calls
            var connections = PoolingHttpClientConnectionManagerBuilder.create()
                    .useSystemProperties()
                    .setMaxConnTotal(Integer.MAX_VALUE)
                    .setMaxConnPerRoute(Integer.MAX_VALUE)
                    .setDefaultConnectionConfig(ConnectionConfig.custom()
                            .setConnectTimeout(connectTimeout.toMillis(), TimeUnit.MILLISECONDS)
                            .setValidateAfterInactivity(MAY_BE_CLOSED)
                            .build())
                    .build();
            http = HttpClients.custom()
                    .setConnectionManager(connections)
                    .evictIdleConnections(LONGEST_IDLE)
                    .setRoutePlanner(new SystemDefaultRoutePlanner(proxies))
                    .setDefaultCredentialsProvider(
                            (scope, context) -> credentials(users.of(String.valueOf(scope.getHost()), scope.getPort())))
                    .setDefaultRequestConfig(RequestConfig.custom()
                            .setProtocolUpgradeEnabled(false)
                            .build())
                    .setUserAgent(USER_AGENT)
                    .disableAutomaticRetries()
                    .disableRedirectHandling()
                    .disableCookieManagement()
                    .disableContentCompression()
                    .build();
        }

        private static Credentials credentials(PasswordAuthentication user) {
            return user == null ? null : new UsernamePasswordCredentials(user.getUserName(), user.getPassword());
        }

        /**
         * @param most from connecting to the last byte of the answer
         * @return the answer of any status
         * @throws TimeoutException if it takes longer
         * @throws InterruptedException at once if the thread is interrupted
         */
        private Response send(HttpUriRequestBase request, Duration most)
                throws IOException, TimeoutException, InterruptedException {
            Future<Response> answer = threads.submit(() -> http.execute(request, response -> read(request, response)));
            try {
                return answer.get(most.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw thrown(e.getCause());
            } finally {
                // closes the connection of a call that is given up; a finished call has given it back already
                request.cancel();
            }
        }

        /** An exception of this program's own is no failure of the network. */
        private static IOException thrown(Throwable cause) {
            if (cause instanceof RuntimeException own) {
                throw own;
            }
            if (cause instanceof Error own) {
                throw own;
            }
            return cause instanceof IOException failure ? failure : new IOException(cause);
        }

        private static Response read(HttpUriRequestBase request, ClassicHttpResponse response) throws IOException {
            HttpEntity entity = response.getEntity();
            byte[] body = entity == null ? new byte[0] : bytes(entity);
            if (body.length > MAX_ANSWER_BYTES) {
                // otherwise the client would read the rest to keep the connection
                request.cancel();
                throw new TooLargeException();
            }
            return new Response(response.getCode(), response, body);
        }

        /** At most one byte more than allowed, which is enough to know. */
        private static byte[] bytes(HttpEntity entity) throws IOException {
            InputStream content = entity.getContent();
            long length = entity.getContentLength();
            if (length < 0 || length > MAX_ANSWER_BYTES) {
                return content.readNBytes(MAX_ANSWER_BYTES + 1);
            }
            byte[] bytes = new byte[(int) length];
            content.readNBytes(bytes, 0, bytes.length);
            return bytes;
        }
    }
}
