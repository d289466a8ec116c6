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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between a client and a simulator, on sockets of its own, and does to a request what networks and proxies do,
 * an HTTP server can't. A connection carries one request.
 */
public final class FlakyNetwork implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");

    private final int codeup;
    private final int port;
    private ServerSocket listening;
    private Thread acceptor;
    private volatile Trick trick = Passage::passOn;

    /** What becomes of a request. */
    @FunctionalInterface
    public interface Trick {
        void play(Passage passage) throws IOException;
    }

    /**
     * @param codeup where the requests go to
     */
    public FlakyNetwork(URI codeup) {
        this.codeup = codeup.getPort();
        port = open(0);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /**
     * @param next what becomes of each request from now on; null if nobody listens
     */
    public void become(Trick next) {
        trick = next;
        if (next == null) {
            close();
        } else if (listening.isClosed()) {
            open(port);
        }
    }

    private int open(int where) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), where));
            listening = socket;
            acceptor = start(() -> listen(socket));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen(ServerSocket socket) {
        try {
            while (true) {
                Socket client = socket.accept();
                Trick now = trick;
                start(() -> serve(client, now));
            }
        } catch (IOException closed) {
            // nobody listens any more
        }
    }

    private void serve(Socket client, Trick now) {
        try (client) {
            byte[] request = message(client.getInputStream());
            if (now != null) {
                now.play(new Passage(client, request));
            }
        } catch (IOException clientHasGone) {
            // as it may
        }
    }

    private static Thread start(Runnable task) {
        Thread thread = new Thread(task, "flaky-network");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** A request or an answer, whole. */
    private static byte[] message(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String head = "";
        while (!head.endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended in the middle of the head");
            }
            bytes.write(next);
            head = next == '\n' ? bytes.toString(StandardCharsets.ISO_8859_1) : "";
        }
        Matcher length = LENGTH.matcher(head);
        bytes.writeBytes(in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0));
        return bytes.toByteArray();
    }

    /** A request that has arrived, and the way back to who sent it. */
    public final class Passage {

        private final Socket client;
        private final byte[] request;

        private Passage(Socket client, byte[] request) {
            this.client = client;
            this.request = request;
        }

        /**
         * Lets Codeup do it.
         *
         * @return its answer
         */
        public byte[] act() throws IOException {
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), codeup)) {
                server.getOutputStream().write(request);
                String answer = new String(message(server.getInputStream()), StandardCharsets.ISO_8859_1);
                return answer.replaceFirst("\r\n", "\r\nConnection: close\r\n").getBytes(StandardCharsets.ISO_8859_1);
            }
        }

        public void passOn() throws IOException {
            answer(act());
        }

        public void answer(byte[] bytes) throws IOException {
            client.getOutputStream().write(bytes);
        }

        /** An answer that is not Codeup's. */
        public void answer(String statusAndHeaders, String body) throws IOException {
            answer(("HTTP/1.1 " + statusAndHeaders + "\r\nConnection: close\r\nContent-Length: " + body.length()
                            + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.ISO_8859_1));
        }

        /** Where Codeup is. */
        public URI codeup() {
            return URI.create("http://127.0.0.1:" + codeup);
        }

        /** Closes the connection so that the other side is told of an error, not of an end. */
        public void reset() throws IOException {
            client.setSoLinger(true, 0);
            client.close();
        }

        /** Says nothing more until the client loses patience. */
        public void stall() throws IOException {
            while (client.getInputStream().read() >= 0) {
                // nothing more is expected
            }
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            // until then the system goes on taking connections
            acceptor.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
