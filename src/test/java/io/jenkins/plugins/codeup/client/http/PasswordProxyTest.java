package io.jenkins.plugins.codeup.client.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.aliyun.SignatureMethod;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.PasswordProxy;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.TlsFront;
import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls through a proxy that wants a password, as companies have them, also signed ones and over https. */
@Timeout(30)
class PasswordProxyTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final URI OVER_HTTP = URI.create("http://" + TlsFront.HOST);
    private static final URI OVER_HTTPS = URI.create("https://" + TlsFront.HOST);

    @AutoClose
    private final CodeupSimulator simulator = TestCodeup.start();

    @ParameterizedTest
    @EnumSource(SignatureMethod.class)
    void letsASignedCallThroughToHttps(SignatureMethod signature, @TempDir Path folder) throws Exception {
        SSLContext before = SSLContext.getDefault();
        try (TlsFront front = new TlsFront(simulator.endpoint(), folder);
                PasswordProxy proxy = new PasswordProxy(front.endpoint())) {
            SSLContext.setDefault(front.context());
            create(OVER_HTTPS, http(proxy, PasswordProxy.PASSWORD), signature);
        } finally {
            SSLContext.setDefault(before);
        }
        assertMadeWithoutTellingThePassword();
    }

    @Test
    void doesNotHideThatTheCertificateIsNotToBeTrusted(@TempDir Path folder) throws Exception {
        try (TlsFront front = new TlsFront(simulator.endpoint(), folder);
                PasswordProxy proxy = new PasswordProxy(front.endpoint())) {
            CodeupException e = failure(OVER_HTTPS, http(proxy, PasswordProxy.PASSWORD));
            assertEquals(Kind.UNREACHABLE, e.kind());
            assertTrue(e.getMessage().contains("certification path"), e.getMessage());
        }
    }

    @Test
    void doesNotHideThatTheCertificateIsAnotherHosts(@TempDir Path folder) throws Exception {
        SSLContext before = SSLContext.getDefault();
        try (TlsFront front = new TlsFront(simulator.endpoint(), folder)) {
            SSLContext.setDefault(front.context());
            CodeupException e = failure(front.endpoint(), new ConnectionPool(TIMEOUT));
            assertEquals(Kind.UNREACHABLE, e.kind());
            assertTrue(e.getMessage().contains("127.0.0.1"), e.getMessage());
        } finally {
            SSLContext.setDefault(before);
        }
    }

    @Test
    void letsASignedCallThroughToHttp() throws Exception {
        try (PasswordProxy proxy = new PasswordProxy(simulator.endpoint())) {
            create(OVER_HTTP, http(proxy, PasswordProxy.PASSWORD), SignatureMethod.ROA);
        }
        assertMadeWithoutTellingThePassword();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void refusesAWrongPassword(String scheme) throws Exception {
        try (PasswordProxy proxy = new PasswordProxy(simulator.endpoint())) {
            CodeupException e = failure(URI.create(scheme + "://" + TlsFront.HOST), http(proxy, "wrong"));
            assertEquals(Kind.PROXY, e.kind());
            assertEquals(407, e.status());
        }
        assertTrue(simulator.requests().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void needsAPassword(String scheme) throws Exception {
        try (PasswordProxy proxy = new PasswordProxy(simulator.endpoint())) {
            CodeupException e = failure(URI.create(scheme + "://" + TlsFront.HOST), http(proxy, null));
            assertEquals(Kind.PROXY, e.kind());
        }
        assertTrue(simulator.requests().isEmpty());
    }

    private static ConnectionPool http(PasswordProxy proxy, String password) {
        return new ConnectionPool(
                TIMEOUT,
                ProxySelector.of(proxy.address()),
                (host, port) -> password == null || port != proxy.address().getPort()
                        ? null
                        : new PasswordAuthentication(PasswordProxy.USER, password.toCharArray()));
    }

    private static void create(URI endpoint, ConnectionPool http, SignatureMethod signature) throws Exception {
        TestCodeup.client(new HttpTransport(http, endpoint, TIMEOUT), TestCodeup.KEY, signature)
                .createWebhook(TestCodeup.REPOSITORY, DesiredWebhook.to("https://ci.example.com"));
    }

    private static CodeupException failure(URI endpoint, ConnectionPool http) {
        return assertThrows(CodeupException.class, () -> create(endpoint, http, SignatureMethod.ROA));
    }

    private void assertMadeWithoutTellingThePassword() {
        assertEquals(1, simulator.hooks(TestCodeup.REPOSITORY).size());
        assertEquals(1, simulator.requests().size());
        ReceivedRequest arrived = simulator.requests().get(0);
        assertNull(arrived.header("proxy-authorization"));
        assertEquals(TlsFront.HOST, arrived.header("host"));
    }
}
