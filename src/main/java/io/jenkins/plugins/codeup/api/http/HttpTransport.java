package io.jenkins.plugins.codeup.api.http;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.api.CodeupException;
import io.jenkins.plugins.codeup.api.CodeupException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Sends one request to one endpoint and brings the answer back whole, within a time and a size, or says why not.
 *
 * <p>The time-out is kept here, not by {@link HttpRequest.Builder#timeout}, which stops counting once the headers are
 * there, so that a slow body would hold a build for ever.
 */
public final class HttpTransport {

    /** Larger than any answer of Codeup's: a page of 100 hooks has some 60 KiB. */
    static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024;

    private final HttpClient http;
    private final URI endpoint;
    private final Duration timeout;
    private final CallLimit limit;
    private final RequestListener listener;

    /**
     * @param http must not follow redirects, which would take tokens to other hosts; its connect time-out applies
     * @param endpoint scheme, host and port of the API, with a path prefix if it has one
     * @param timeout how long one request may take, from the first byte sent to the last received
     * @throws IllegalArgumentException if the client follows redirects or the endpoint is not of HTTP
     */
    public HttpTransport(@NonNull HttpClient http, @NonNull URI endpoint, @NonNull Duration timeout) {
        this(http, endpoint, timeout, CallLimit.NONE, request -> {});
    }

    private HttpTransport(HttpClient http, URI endpoint, Duration timeout, CallLimit limit, RequestListener listener) {
        if (http.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("the HTTP client follows redirects: they would take tokens along");
        }
        // java.net.http would refuse it only later, with the whole URL and so with tokens in the text
        if (endpoint.getHost() == null || !String.valueOf(endpoint.getScheme()).matches("(?i)https?")) {
            throw new IllegalArgumentException(
                    "endpoint \"" + endpoint + "\" is no http or https URL with a host name");
        }
        this.http = http;
        this.endpoint = endpoint;
        this.timeout = timeout;
        this.limit = limit;
        this.listener = listener;
    }

    /**
     * @return this transport with someone who is told of every request
     */
    @NonNull
    public HttpTransport withListener(@NonNull RequestListener informed) {
        return new HttpTransport(http, endpoint, timeout, limit, informed);
    }

    /**
     * @return this transport with a limit, to be shared with others, on the calls that are under way at once
     */
    @NonNull
    public HttpTransport withLimit(@NonNull CallLimit shared) {
        return new HttpTransport(http, endpoint, timeout, shared, listener);
    }

    /**
     * Gives a client what every call to Codeup needs: no redirects, HTTP/1.1 (a call that is given up closes its
     * connection), and a bound on the time to connect.
     */
    @NonNull
    public static HttpClient.Builder configure(@NonNull HttpClient.Builder builder, @NonNull Duration connectTimeout) {
        return builder.followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectTimeout);
    }

    @NonNull
    public URI endpoint() {
        return endpoint;
    }

    /**
     * @return the {@code Host} header as java.net.http writes it: without user and without a default port
     */
    @NonNull
    public String hostHeader() {
        int defaultPort = "https".equalsIgnoreCase(endpoint.getScheme()) ? 443 : 80;
        boolean plain = endpoint.getPort() == -1 || endpoint.getPort() == defaultPort;
        return endpoint.getHost() + (plain ? "" : ":" + endpoint.getPort());
    }

    /**
     * @param headers asked for when the request leaves, as a signature's time must not be older
     * @param atMost how long it may take here, waiting for others included; where that is less, or else the transport's
     *     own time-out, is the time for the request itself
     * @return the answer, whatever its status but a redirect
     * @throws CodeupException if there is no whole answer within the limits, or it is a redirect
     * @throws InterruptedException at once when the thread is interrupted; the connection is closed
     */
    @NonNull
    public ApiResponse send(
            @NonNull ApiRequest request, @NonNull Supplier<Map<String, String>> headers, @NonNull Duration atMost)
            throws CodeupException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long begun = System.nanoTime();
        if (!limit.enter(atMost)) {
            throw failure(request, Kind.OUT_OF_TIME, null, null);
        }
        try {
            return exchange(request, headers.get(), atMost.minusNanos(System.nanoTime() - begun));
        } finally {
            limit.leave();
        }
    }

    private ApiResponse exchange(ApiRequest request, Map<String, String> headers, Duration atMost)
            throws CodeupException, InterruptedException {
        HttpRequest outgoing = toHttp(request, headers);
        listener.sending(new SentRequest(
                request.method(), outgoing.uri().toString(), outgoing.headers().map(), request.body()));
        long millis = Math.min(timeout.toMillis(), atMost.toMillis());
        CompletableFuture<HttpResponse<byte[]>> exchange =
                http.sendAsync(outgoing, head -> new LimitedBody(MAX_ANSWER_BYTES));
        try {
            HttpResponse<byte[]> response = exchange.get(millis, TimeUnit.MILLISECONDS);
            if (response.statusCode() / 100 == 3) {
                throw failure(request, Kind.REDIRECTED, response.statusCode(), null);
            }
            return new ApiResponse(response.statusCode(), response.headers(), response.body());
        } catch (ExecutionException e) {
            throw failure(request, kindOf(e.getCause()), null, e.getCause());
        } catch (TimeoutException e) {
            throw failure(request, Kind.NO_ANSWER, null, new IOException("no answer within " + millis + " ms"));
        } finally {
            exchange.cancel(true);
        }
    }

    private HttpRequest toHttp(ApiRequest request, Map<String, String> headers) throws CodeupException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.at(endpoint));
        for (Map.Entry<String, String> header : headers.entrySet()) {
            try {
                builder.setHeader(header.getKey(), header.getValue());
            } catch (IllegalArgumentException unsendable) {
                // not passed on as the cause: its text shows the value, which may be a token
                throw failure(
                        request,
                        Kind.UNAUTHORIZED,
                        null,
                        new IOException("the value for header " + header.getKey()
                                + " has characters that no header can carry, such as a line break"));
            }
        }
        return builder.method(
                        request.method(),
                        request.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(request.body()))
                .build();
    }

    private static Kind kindOf(Throwable cause) {
        if (cause instanceof LimitedBody.TooLargeException) {
            return Kind.TOO_LARGE;
        }
        boolean neverSent = cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof UnresolvedAddressException
                || cause instanceof javax.net.ssl.SSLHandshakeException;
        return neverSent ? Kind.UNREACHABLE : Kind.NO_ANSWER;
    }

    private CodeupException failure(ApiRequest request, Kind kind, Integer status, Throwable cause) {
        return new CodeupException(kind, request.describe(endpoint), status, null, wordsOf(cause), null, cause);
    }

    /** The network's exceptions often have no message of their own; their class then says more than nothing. */
    private static String wordsOf(Throwable cause) {
        if (cause == null) {
            return null;
        }
        return cause.getMessage() != null
                ? cause.getMessage()
                : cause.getClass().getSimpleName();
    }
}
