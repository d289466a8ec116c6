package io.jenkins.plugins.codeup.benchmarks;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Answers every request with the answer of AddWebhook's document, as fast as the JDK's server can, and checks nothing. */
public final class FastServer {

    private static final byte[] ANSWER = """
            {"RequestId":"HC93CE1A-8D7A-13A9-8306-7465DE2E5C0F","Success":true,"ErrorCode":"","ErrorMessage":"","Result":{\
            "Id":131231,"Url":"http://example.com","CreatedAt":"2020-11-13T10:50:32.167+08:00","ProjectId":100,\
            "PushEvents":true,"MergeRequestsEvents":true,"TagPushEvents":true,"NoteEvents":true,\
            "EnableSslVerification":false,"IssuesEvents":false,"BuildEvents":false,"LastTestResult":"","Description":"desc",\
            "SecretToken":"xxxxx"}}""".getBytes(StandardCharsets.UTF_8);

    private FastServer() {}

    /** Runs until its standard input ends, as it does when the one who started it ends. */
    public static void main(String[] args) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json;charset=utf-8");
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
            exchange.close();
        });
        server.start();
        System.out.println(server.getAddress().getPort());
        while (System.in.read() >= 0) {
            // nothing is said to it
        }
        System.exit(0);
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
