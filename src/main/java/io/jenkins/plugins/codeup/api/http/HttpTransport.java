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
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpTimeoutException;
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
 * <p>{@link HttpRequest.Builder#timeout} stops counting once the headers are there, and a slow body would hold a build
 * for ever: from then on the time is kept here.
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
     * connection), a bound on the time to connect, and no threads but its own selector: nothing here blocks it, and
     * each change of threads costs a call more than all that this plugin does for it.
     */
    @NonNull
    public static HttpClient.Builder configure(@NonNull HttpClient.Builder builder, @NonNull Duration connectTimeout) {
        return builder.followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .executor(Runnable::run)
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
        Duration most = timeout.compareTo(atMost) < 0 ? timeout : atMost;
        HttpRequest outgoing = toHttp(request, headers, most);
        listener.sending(new SentRequest(
                request.method(), outgoing.uri().toString(), outgoing.headers().map(), request.body()));
        return answer(request, outgoing, most);
    }

    private ApiResponse answer(ApiRequest request, HttpRequest outgoing, Duration most)
            throws CodeupException, InterruptedException {
        try {
            HttpResponse<byte[]> response = whole(outgoing, most);
            int status = response.statusCode();
            if (status == 407) {
                // the JDK's client hands over no body here
                throw failure(request, Kind.PROXY, status, null);
            }
            if (status / 100 == 3) {
                throw failure(request, Kind.REDIRECTED, status, null);
            }
            return new ApiResponse(status, response.headers(), response.body());
        } catch (HttpConnectTimeoutException e) {
            throw failure(request, Kind.UNREACHABLE, null, e);
        } catch (HttpTimeoutException | TimeoutException e) {
            throw failure(
                    request, Kind.NO_ANSWER, null, new IOException("no answer within " + most.toMillis() + " ms"));
        } catch (IOException e) {
            throw e instanceof CodeupException known ? known : failure(request, kindOf(e), null, e);
        }
    }

    /**
     * {@code sendAsync} passes a call through one thread more than {@code send}. A GET needs it all the same: when its
     * connection breaks, the JDK's client sends it once again, and its time begins anew.
     */
    private HttpResponse<byte[]> whole(HttpRequest outgoing, Duration most)
            throws IOException, TimeoutException, InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        BodyHandler<byte[]> body = head -> new LimitedBody(MAX_ANSWER_BYTES, end);
        if (!outgoing.method().equals("GET")) {
            return http.send(outgoing, body);
        }
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(outgoing, body);
        try {
            return answer.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private HttpRequest toHttp(ApiRequest request, Map<String, String> headers, Duration most) throws CodeupException {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(request.at(endpoint)).timeout(most);
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

    private static Kind kindOf(IOException cause) {
        // send gives what went wrong in an exception of its own, sendAsync as it is
        if (cause instanceof LimitedBody.TooLargeException
                || cause.getCause() instanceof LimitedBody.TooLargeException) {
            return Kind.TOO_LARGE;
        }
        boolean neverSent = cause instanceof ConnectException
                || cause.getCause() instanceof UnresolvedAddressException
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
