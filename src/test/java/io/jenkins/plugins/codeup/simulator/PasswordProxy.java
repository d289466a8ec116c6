package io.jenkins.plugins.codeup.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A company's proxy: lets a connection through to the one server behind it once it tells the password, be it for http or
 * https.
 */
public final class PasswordProxy implements AutoCloseable {

    public static final String USER = "user-of-the-proxy";
    public static final String PASSWORD = "password-of-the-proxy";

    private static final String REFUSAL = "HTTP/1.1 407 Proxy Authentication Required\r\n"
            + "Proxy-Authenticate: Basic realm=\"office\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");

    private final ServerSocket socket;
    private final int behind;

    /**
     * @param behind the server that all requests go to, whatever host they name
     */
    public PasswordProxy(URI behind) {
        this.behind = behind.getPort();
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Relay.serveAll(socket, this::serve);
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
    }

    private void serve(Socket client) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
            String head = head(client.getInputStream());
            if (!head.contains("\r\nProxy-Authorization: Basic " + credentials() + "\r\n")) {
                // what is not read would reset the connection, and the refusal with it
                Matcher length = LENGTH.matcher(head);
                client.getInputStream().skipNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
                client.getOutputStream().write(REFUSAL.getBytes(StandardCharsets.US_ASCII));
                return;
            }
            if (head.startsWith("CONNECT ")) {
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } else {
                String passedOn = head.replaceFirst("\r\nProxy-Authorization: .*", "");
                server.getOutputStream().write(passedOn.getBytes(StandardCharsets.ISO_8859_1));
            }
            Relay.join(client, server);
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended in the middle of the head");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static String credentials() {
        return Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
