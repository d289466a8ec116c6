package io.jenkins.plugins.codeup.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Answers every request with the answer of AddWebhook's document, and checks nothing: a thread a connection and one
 * packet an answer, so that the times are the client's and not a server's.
 */
public final class FastServer {

    private static final byte[] ANSWER = answer("""
            {"RequestId":"HC93CE1A-8D7A-13A9-8306-7465DE2E5C0F","Success":true,"ErrorCode":"","ErrorMessage":"","Result":{\
            "Id":131231,"Url":"http://example.com","CreatedAt":"2020-11-13T10:50:32.167+08:00","ProjectId":100,\
            "PushEvents":true,"MergeRequestsEvents":true,"TagPushEvents":true,"NoteEvents":true,\
            "EnableSslVerification":false,"IssuesEvents":false,"BuildEvents":false,"LastTestResult":"","Description":"desc",\
            "SecretToken":"xxxxx"}}""");

    private FastServer() {}

    /** Runs until its standard input ends, as it does when the one who started it ends. */
    public static void main(String[] args) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        System.out.println(server.getLocalPort());
        inBackground(() -> {
            while (true) {
                Socket connection = server.accept();
                inBackground(() -> serve(connection));
            }
        });
        while (System.in.read() >= 0) {
            // nothing is said to it
        }
        System.exit(0);
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void inBackground(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException gone) {
                // the client ended the connection, as it may
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void serve(Socket connection) throws IOException {
        try (connection) {
            connection.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(connection.getInputStream());
            while (skipRequest(in)) {
                connection.getOutputStream().write(ANSWER);
            }
        }
    }

    /**
     * @return false if the connection has ended
     */
    private static boolean skipRequest(InputStream in) throws IOException {
        int length = 0;
        for (String line = line(in); line == null || !line.isEmpty(); line = line(in)) {
            if (line == null) {
                return false;
            }
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(header.substring("content-length:".length()).trim());
            } else if (header.startsWith("transfer-encoding:")) {
                throw new IllegalStateException("no contender sends its body in chunks");
            }
        }
        in.skipNBytes(length);
        return true;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private static byte[] answer(String json) {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json;charset=utf-8\r\nContent-Length: ";
        return (head + json.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + json)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Starts one in a process of its own, so that its work and memory do not count as the caller's. */
    static Running start() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FastServer.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String port = process.inputReader(StandardCharsets.US_ASCII).readLine();
        return new Running(process, URI.create("http://127.0.0.1:" + port));
    }

    /** A server in a process of its own. */
    record Running(Process process, URI endpoint) implements AutoCloseable {
        @Override
        public void close() {
            process.destroy();
        }
    }
}
