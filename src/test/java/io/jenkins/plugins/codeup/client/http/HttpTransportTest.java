package io.jenkins.plugins.codeup.client.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.client.CodeupCredentials.AccessKey;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.aliyun.SignatureMethod;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.FlakyNetwork;
import io.jenkins.plugins.codeup.simulator.MuteServer;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.SentRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HttpTransportTest {

    private static final String HALF_AN_ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"RequestId\":";
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    @AutoClose
    private final CodeupSimulator simulator = TestCodeup.start();

    @ParameterizedTest
    @ValueSource(strings = {"AddWebhook", "ListRepositoryWebhook"})
    void aRedirectIsNotFollowed(String operation) {
        try (CodeupSimulator elsewhere = TestCodeup.start()) {
            simulator.failNext(operation, Fault.redirectTo(elsewhere.endpoint()));
            CodeupException e = assertThrows(CodeupException.class, () -> {
                var client = TestCodeup.client(simulator, TestCodeup.TOKEN);
                if (operation.equals("AddWebhook")) {
                    client.createWebhook(TestCodeup.REPOSITORY, DesiredWebhook.to("https://h"));
                } else {
                    client.listWebhooks(TestCodeup.REPOSITORY);
                }
            });
            assertEquals(Kind.REDIRECTED, e.kind());
            assertEquals(302, e.status());
            assertEquals(List.of(), elsewhere.requests());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://my_host:80", "codeup.aliyuncs.com", "ftp://h", "/path", "https://user@h"})
    void anInvalidEndpointIsRejected(String endpoint) {
        URI uri = URI.create(endpoint);
        assertThrows(IllegalArgumentException.class, () -> new HttpTransport(TestCodeup.HTTP, uri, LONG));
    }

    @ParameterizedTest
    @CsvSource({
        "https://h, h",
        "https://h:443, h",
        "http://h:80, h",
        "https://h:80, h:80",
        "http://h:8080/prefix, h:8080"
    })
    void theSignedHostIsTheOneThatIsSent(URI endpoint, String host) {
        assertEquals(host, new HttpTransport(TestCodeup.HTTP, endpoint, LONG).hostHeader());
    }

    @Test
    void aRefusedConnectionMeansThatNothingWasSent() throws IOException {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
        assertEquals(Kind.UNREACHABLE, failure(nobody, LONG).kind());
    }

    @Test
    void anUnknownHostMeansThatNothingWasSent() {
        CodeupException e = failure(URI.create("http://codeup.invalid"), LONG);
        assertEquals(Kind.UNREACHABLE, e.kind());
        assertTrue(e.getMessage().contains("codeup.invalid"), e.getMessage());
    }

    /** It would be tried again, and its stack trace would be lost. */
    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, NoClassDefFoundError.class})
    @FieldCase("B11")
    void anExceptionOfOurOwnIsNoFailureOfTheNetwork(Class<? extends Throwable> kind) {
        ProxySelector broken = new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                if (kind == IllegalStateException.class) {
                    throw new IllegalStateException("ours");
                }
                throw new NoClassDefFoundError("ours");
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        };
        ConnectionPool pool = new ConnectionPool(LONG, broken, (host, port) -> null);
        HttpTransport transport = new HttpTransport(pool, simulator.endpoint(), LONG);
        var client = TestCodeup.client(transport, TestCodeup.TOKEN, SignatureMethod.ROA);
        assertEquals(
                "ours",
                assertThrows(kind, () -> client.listWebhooks(TestCodeup.REPOSITORY))
                        .getMessage());
    }

    @Test
    void aBrokenConnectionIsAmbiguous() {
        simulator.failNext("AddWebhook", Fault.actThenDrop());
        CodeupException e = assertThrows(
                CodeupException.class,
                () -> TestCodeup.client(simulator)
                        .createWebhook(TestCodeup.REPOSITORY, DesiredWebhook.to("https://h")));
        assertEquals(Kind.NO_ANSWER, e.kind());
        assertTrue(e.kind().isAmbiguous());
        assertEquals(1, simulator.hooks(TestCodeup.REPOSITORY).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", HALF_AN_ANSWER})
    void slowHeadersAndASlowBodyAreGivenUpAndTheConnectionClosed(String words) throws Exception {
        try (MuteServer server = new MuteServer(words)) {
            CodeupException e = assertTimeout(Duration.ofSeconds(3), () -> failure(server.endpoint(), SHORT));
            assertEquals(Kind.NO_ANSWER, e.kind());
            assertTrue(e.getMessage().contains("300 ms"), e.getMessage());
            server.hungUp().get(3, TimeUnit.SECONDS);
        }
    }

    /** The JDK's client would repeat a GET, with a signature that is valid once. */
    @Test
    void aCallIsSentOnceWhateverBecomesOfIt() {
        try (FlakyNetwork network = new FlakyNetwork(simulator.endpoint())) {
            AtomicInteger arrived = new AtomicInteger();
            network.become(way -> arrived.incrementAndGet());
            assertEquals(Kind.NO_ANSWER, failure(network.endpoint(), LONG).kind());
            assertEquals(1, arrived.get());
        }
    }

    /** Each byte comes in time. */
    @Test
    void anAnswerThatTricklesIsGivenUp() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Thread slow = new Thread(() -> trickle(server));
            slow.start();
            URI endpoint = URI.create("http://127.0.0.1:" + server.getLocalPort());
            CodeupException e = assertTimeout(Duration.ofSeconds(3), () -> failure(endpoint, SHORT));
            assertEquals(Kind.NO_ANSWER, e.kind());
            slow.join();
        }
    }

    private static void trickle(ServerSocket server) {
        try (Socket connection = server.accept()) {
            for (byte character : ("HTTP/1.1 200 OK\r\nX-Slow: " + "z".repeat(1000)).getBytes(StandardCharsets.UTF_8)) {
                connection.getOutputStream().write(character);
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (IOException | InterruptedException hungUp) {
            // as it should be
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", HALF_AN_ANSWER})
    void anInterruptionEndsACallAtOnceAndClosesTheConnection(String words) throws Exception {
        try (MuteServer server = new MuteServer(words)) {
            assertInterruptible(server, server.endpoint());
        }
    }

    @Test
    void anInterruptionEndsATlsHandshakeAtOnce() throws Exception {
        try (MuteServer server = new MuteServer("")) {
            assertInterruptible(
                    server, URI.create("https://" + server.endpoint().getAuthority()));
        }
    }

    private static void assertInterruptible(MuteServer server, URI endpoint) throws Exception {
        BlockingQueue<Throwable> ended = new ArrayBlockingQueue<>(1);
        Thread caller = new Thread(() -> {
            try {
                list(endpoint, LONG);
            } catch (Throwable e) {
                ended.add(e);
            }
        });
        caller.start();
        server.heard().get(5, TimeUnit.SECONDS);
        caller.interrupt();
        assertInstanceOf(InterruptedException.class, ended.poll(1, TimeUnit.SECONDS));
        server.hungUp().get(1, TimeUnit.SECONDS);
    }

    @Test
    void anInterruptedThreadSendsNothing() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> list(simulator.endpoint(), LONG));
        assertFalse(Thread.interrupted());
        assertEquals(List.of(), simulator.requests());
    }

    @ParameterizedTest
    @ValueSource(strings = {"to\nken", "to\rken", "to\0ken", "密钥"})
    void aTokenThatNoHeaderCanCarryIsNotShown(String token) {
        AccessKey key = new AccessKey("id", SecretValue.of("secret"), SecretValue.of(token), null);
        CodeupException e = assertThrows(
                CodeupException.class, () -> TestCodeup.client(simulator, key).listWebhooks(TestCodeup.REPOSITORY));
        assertEquals(Kind.UNAUTHORIZED, e.kind());
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            assertTrue(cause.getMessage().contains("x-acs-security-token"), cause.getMessage());
            assertFalse(cause.getMessage().contains(token), cause.getMessage());
        }
        assertEquals(List.of(), simulator.requests());
    }

    @Test
    void aWatchingTransportSeesWhatArrives() throws Exception {
        BlockingQueue<SentRequest> seen = new ArrayBlockingQueue<>(1);
        HttpTransport transport =
                SentRequest.watched(new HttpTransport(TestCodeup.HTTP, simulator.endpoint(), LONG), seen::add);
        TestCodeup.client(transport, TestCodeup.TOKEN_ON_TOP_OF_KEY, SignatureMethod.ROA)
                .createWebhook(
                        TestCodeup.REPOSITORY,
                        DesiredWebhook.to("https://h").withSecretToken(SecretValue.of("s3cret")));
        SentRequest sent = seen.remove();
        var arrived = simulator.requests().get(0);
        assertEquals(arrived.method(), sent.method());
        assertEquals(simulator.endpoint() + arrived.path() + "?" + arrived.rawQuery(), sent.target());
        assertEquals(arrived.text(), new String(sent.body(), StandardCharsets.UTF_8));
        sent.headers()
                .forEach((name, value) ->
                        assertEquals(List.of(value), arrived.headers().get(name), name));
        for (String text : List.of(sent.toString(), arrived.toString())) {
            assertFalse(text.contains("s3cret"), text);
            assertFalse(text.contains(TestCodeup.TOKEN.token().reveal()), text);
            assertTrue(text.contains("authorization: acs " + TestCodeup.KEY_OF_A_VIEWER.id() + ":****"), text);
        }
    }

    private static CodeupException failure(URI endpoint, Duration timeout) {
        return assertThrows(CodeupException.class, () -> list(endpoint, timeout));
    }

    private static void list(URI endpoint, Duration timeout) throws Exception {
        TestCodeup.client(endpoint, TestCodeup.KEY, SignatureMethod.ROA, timeout)
                .listWebhooks(TestCodeup.REPOSITORY);
    }
}
