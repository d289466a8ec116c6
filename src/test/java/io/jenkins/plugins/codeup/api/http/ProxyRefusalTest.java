package io.jenkins.plugins.codeup.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.codeup.api.CodeupException;
import io.jenkins.plugins.codeup.api.CodeupException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy that wants a password before it lets anyone through to https; the JDK's client then hands over no body. */
class ProxyRefusalTest {

    private static final byte[] REFUSAL =
            ("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"office\"\r\n"
                            + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void isAnErrorOfItsOwn(String method) throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> refuse(proxy));
            server.setDaemon(true);
            server.start();
            HttpClient client = HttpTransport.configure(HttpClient.newBuilder(), Duration.ofSeconds(5))
                    .proxy(ProxySelector.of(new InetSocketAddress(proxy.getInetAddress(), proxy.getLocalPort())))
                    .build();
            HttpTransport transport =
                    new HttpTransport(client, URI.create("https://codeup.example.com"), Duration.ofSeconds(5));
            ApiRequest request = new ApiRequest("AddWebhook", method, "/hooks", new TreeMap<>(), null);

            CodeupException e =
                    assertThrows(CodeupException.class, () -> transport.send(request, Map::of, Duration.ofSeconds(5)));

            assertEquals(Kind.PROXY, e.kind());
            assertEquals(407, e.status());
        }
    }

    private static void refuse(ServerSocket proxy) {
        while (true) {
            try (Socket client = proxy.accept()) {
                client.getInputStream().read(new byte[4096]);
                client.getOutputStream().write(REFUSAL);
            } catch (IOException closed) {
                return;
            }
        }
    }
}
