package io.jenkins.plugins.codeup.client.http;

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
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** Sends one request to one endpoint and brings the answer back whole, within a time and a size, or says why not. */
public final class HttpTransport {

    private final HttpSender http;
    private final Endpoint endpoint;
    private final Duration timeout;
    private final CallLimit limit;
    /** Null where nobody wants to know. */
    private final RequestListener listener;

    /**
     * @param http its connect time-out applies
     * @param endpoint scheme, host and port of the API, with a path prefix if it has one
     * @param timeout how long one request may take, from the first byte sent to the last received
     * @throws IllegalArgumentException if the endpoint is not of HTTP
     */
    public HttpTransport(@NonNull HttpSender http, @NonNull URI endpoint, @NonNull Duration timeout) {
        this(http, Endpoint.of(endpoint), timeout, CallLimit.NONE, null);
    }

    private HttpTransport(
            HttpSender http, Endpoint endpoint, Duration timeout, CallLimit limit, RequestListener listener) {
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
     * @return scheme, host and port, and where there is one the path prefix; no slash at its end
     */
    @NonNull
    public URI endpoint() {
        return endpoint.uri();
    }

    /**
     * @return the {@code Host} header that is sent, and so the one to sign: without a default port
     */
    @NonNull
    public String hostHeader() {
        return endpoint.hostHeader();
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
        String target = request.pathAndQuery();
        HttpUriRequestBase outgoing = toHttp(request, target, headers);
        if (listener != null) {
            listener.sending(new SentRequest(request.method(), endpoint.uri() + target, headers, request.body()));
        }
        ApiResponse response = answer(request, outgoing, timeout.compareTo(atMost) < 0 ? timeout : atMost);
        int status = response.status();
        if (status == 407) {
            throw failure(request, Kind.PROXY, status, null);
        }
        if (status / 100 == 3) {
            throw failure(request, Kind.REDIRECTED, status, null);
        }
        return response;
    }

    private ApiResponse answer(ApiRequest request, HttpUriRequestBase outgoing, Duration most)
            throws CodeupException, InterruptedException {
        try {
            return http.send(outgoing, most);
        } catch (TimeoutException e) {
            throw failure(
                    request, Kind.NO_ANSWER, null, new IOException("no answer within " + most.toMillis() + " ms"));
        } catch (IOException e) {
            throw failure(request, kindOf(e), null, e);
        }
    }

    private HttpUriRequestBase toHttp(ApiRequest request, String target, Map<String, String> headers)
            throws CodeupException {
        HttpUriRequestBase outgoing = new HttpUriRequestBase(request.method(), endpoint.uri());
        outgoing.setPath(endpoint.uri().getRawPath() + target);
        outgoing.setHeader("host", endpoint.hostHeader());
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
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static Kind kindOf(IOException cause) {
        if (cause instanceof HttpSender.TooLargeException) {
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
        return new CodeupException(kind, request.describe(endpoint.uri()), status, null, wordsOf(cause), null, cause);
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
