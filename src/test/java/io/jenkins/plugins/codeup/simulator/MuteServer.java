package io.jenkins.plugins.codeup.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Takes one connection, says so much and no more, and tells when the other side has closed it. */
public final class MuteServer implements AutoCloseable {

    private final ServerSocket socket;
    private final String words;
    private final CompletableFuture<String> heard = new CompletableFuture<>();
    private final CompletableFuture<Void> hungUp = new CompletableFuture<>();

    /**
     * @param words what is sent once a request has begun to arrive
     */
    public MuteServer(String words) {
        this.words = words;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Thread thread = new Thread(this::listen, "mute-server");
        thread.setDaemon(true);
        thread.start();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    /** Completed with the beginning of the request once it has arrived. */
    public CompletableFuture<String> heard() {
        return heard;
    }

    /** Completed once the other side has closed the connection. */
    public CompletableFuture<Void> hungUp() {
        return hungUp;
    }

    private void listen() {
        try (Socket connection = socket.accept()) {
            InputStream in = connection.getInputStream();
            byte[] buffer = new byte[8192];
            int length = in.read(buffer);
            heard.complete(new String(buffer, 0, Math.max(length, 0), StandardCharsets.UTF_8));
            connection.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
            while (length >= 0) {
                length = in.read(buffer);
            }
            hungUp.complete(null);
        } catch (IOException reset) {
            hungUp.complete(null);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
