package io.jenkins.plugins.codeup.client.http;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.io.InputStream;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.util.TimeValue;

/**
 * The connections to Codeup, kept open and shared by all calls. Each call is sent once and gets the answer as it is: no
 * redirects, which would take tokens along, no cookies, and no second try of its own.
 *
 * <p>By Apache's HttpClient and not the JDK's, which sends no signature through a proxy with a password (JDK-8326949), and
 * a GET again by itself, with a signature that serves only once.
 *
 * <p>Reading from a socket can be neither timed as a whole nor interrupted. So that is done on a thread of the pool
 * here, and whoever waits for it closes the connection when the time is over or the wait is interrupted.
 */
public final class HttpSender {

    /** Larger than any answer of Codeup's: a page of 100 hooks has some 60 KiB. */
    static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024;

    private static final String USER_AGENT = "codeup-plugin (Jenkins)";
    private static final TimeValue LONGEST_IDLE = TimeValue.ofMinutes(1);
    /** From then on a kept connection is looked at before it is used, which takes a millisecond. */
    private static final TimeValue MAY_BE_CLOSED = TimeValue.ofMilliseconds(100);

    private final ExecutorService threads =
            Executors.newCachedThreadPool(new DefaultThreadFactory("Call to Codeup", true));
    private final CloseableHttpClient http;

    /** Who the user of a proxy is. */
    public interface ProxyUsers {

        /**
         * @return null where the proxy has no user, or this is none of our proxies
         */
        PasswordAuthentication of(@NonNull String proxyHost, int proxyPort);
    }

    /**
     * With the proxies of Java's system properties, and without a user for them.
     *
     * @param connectTimeout how long connecting may take
     */
    public HttpSender(@NonNull Duration connectTimeout) {
        this(connectTimeout, ProxySelector.getDefault(), (host, port) -> null);
    }

    /**
     * @param connectTimeout how long connecting may take
     * @param proxies asked for each call
     * @param users asked when a proxy wants to know
     */
    public HttpSender(@NonNull Duration connectTimeout, @NonNull ProxySelector proxies, @NonNull ProxyUsers users) {
        // how many calls may be under way is for CallLimit to say
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
                .setDefaultRequestConfig(
                        RequestConfig.custom().setProtocolUpgradeEnabled(false).build())
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
     * @param most how long it may take, from connecting to the last byte of the answer
     * @return the answer, whatever its status
     * @throws TimeoutException if it takes longer
     * @throws InterruptedException at once when the thread is interrupted
     */
    @NonNull
    ApiResponse send(@NonNull HttpUriRequestBase request, @NonNull Duration most)
            throws IOException, TimeoutException, InterruptedException {
        Future<ApiResponse> answer = threads.submit(() -> http.execute(request, response -> whole(request, response)));
        try {
            return answer.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } finally {
            // closes the connection of a call that is given up; one whose answer is there has none any more
            request.cancel();
        }
    }

    private static ApiResponse whole(HttpUriRequestBase request, ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        byte[] body = entity == null ? new byte[0] : bytes(entity);
        if (body.length > MAX_ANSWER_BYTES) {
            // otherwise the rest would be read to keep the connection
            request.cancel();
            throw new TooLargeException();
        }
        return new ApiResponse(response.getCode(), response, body);
    }

    /** A byte more than the most is enough to know that it is too much. */
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

    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;

        TooLargeException() {
            super("more than " + MAX_ANSWER_BYTES + " bytes");
        }
    }
}
