package io.jenkins.plugins.codeup.client.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.concurrent.DefaultThreadFactory;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Connections to Codeup, kept open and shared by transports. Each request is sent once: no redirects, which would take
 * tokens along, no cookies, no retries.
 *
 * <p>By Apache's HttpClient and not the JDK's, which sends no signature through a proxy with a password (JDK-8326949),
 * and repeats a GET by itself, with a signature that is valid once.
 *
 * <p>The calling thread itself writes and reads, as waking another one takes longer than the rest of a call. Sockets are
 * those of channels, which an interruption closes; at the deadline another thread closes the connection.
 */
public final class ConnectionPool {

    /** Larger than any answer of Codeup's: a page of 100 webhooks has some 60 KiB. */
    private static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024;

    /** Read at once; a channel keeps a buffer for each thread, as large as its largest read. */
    private static final int SHORT_ANSWER_BYTES = 16 * 1024;

    private static final String USER_AGENT = "codeup-plugin (Jenkins)";
    private static final TimeValue LONGEST_IDLE = TimeValue.ofMinutes(1);
    /** A connection that was idle longer is checked before its use, which takes a millisecond. */
    private static final TimeValue MAY_BE_CLOSED = TimeValue.ofMilliseconds(100);

    private final Duration connectTimeout;
    private final Deadlines deadlines = new Deadlines();
    private final ExecutorService lookUps =
            Executors.newCachedThreadPool(new DefaultThreadFactory("Address of Codeup", true));
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
    public ConnectionPool(@NonNull Duration connectTimeout) {
        this(connectTimeout, ProxySelector.getDefault(), (host, port) -> null);
    }

    /**
     * @param connectTimeout for connecting
     * @param proxies asked for each call
     * @param users asked when a proxy wants credentials
     */
    public ConnectionPool(@NonNull Duration connectTimeout, @NonNull ProxySelector proxies, @NonNull ProxyUsers users) {
        this.connectTimeout = connectTimeout;
        // CallLimit limits the concurrent calls
        var connections = new InterruptibleConnections()
                .useSystemProperties()
                .setDnsResolver(new LookUp())
                // threads of a strict pool wait for each other
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setMaxConnPerRoute(Integer.MAX_VALUE)
                // a read with a time-out takes seven calls of the system; deadlines end reads, too
                .setDefaultSocketConfig(
                        SocketConfig.custom().setSoTimeout(Timeout.DISABLED).build())
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
     * @param most from connecting to the last byte of the answer
     * @return the answer of any status
     * @throws TimeoutException if it takes longer
     * @throws InterruptedException at once if the thread is interrupted
     */
    @NonNull
    HttpTransport.Response send(@NonNull HttpUriRequestBase request, @NonNull Duration most)
            throws IOException, TimeoutException, InterruptedException {
        Deadlines.Call call = deadlines.begin(request, most);
        try {
            return http.execute(request, response -> read(request, response));
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (call.isOver()) {
                throw new TimeoutException();
            }
            throw e;
        } finally {
            deadlines.end(call);
        }
    }

    private static HttpTransport.Response read(HttpUriRequestBase request, ClassicHttpResponse response)
            throws IOException {
        HttpEntity entity = response.getEntity();
        byte[] body = entity == null ? new byte[0] : bytes(entity);
        if (body.length > MAX_ANSWER_BYTES) {
            // otherwise the client would read the rest to keep the connection
            request.cancel();
            throw new TooLargeException();
        }
        return new HttpTransport.Response(response.getCode(), response, body);
    }

    /** At most one byte more than allowed, which is enough to know. */
    private static byte[] bytes(HttpEntity entity) throws IOException {
        InputStream content = entity.getContent();
        long length = entity.getContentLength();
        if (length < 0 || length > SHORT_ANSWER_BYTES) {
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

    /** Connections over the sockets of channels. */
    private static final class InterruptibleConnections extends PoolingHttpClientConnectionManagerBuilder {

        @Override
        protected HttpClientConnectionOperator createConnectionOperator(
                SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
            return new DefaultHttpClientConnectionOperator(
                    InterruptibleConnections::socket,
                    ports,
                    names,
                    scheme -> URIScheme.HTTPS.same(scheme) ? tls : null);
        }

        /** Channels know no SOCKS proxy; through one an interruption has to wait for the deadline. */
        private static Socket socket(Proxy socks) throws IOException {
            return System.getProperty("socksProxyHost") == null
                    ? SocketChannel.open().socket()
                    : new Socket();
        }
    }

    /** Looks addresses up on another thread, as that can be neither limited in time nor interrupted. */
    private final class LookUp extends SystemDefaultDnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            Future<InetAddress[]> addresses = lookUps.submit(() -> super.resolve(host));
            try {
                return addresses.get(connectTimeout.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (TimeoutException | ExecutionException e) {
                // said below
            }
            throw new UnknownHostException(host);
        }
    }
}
