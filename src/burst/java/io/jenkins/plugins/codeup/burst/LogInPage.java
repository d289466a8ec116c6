package io.jenkins.plugins.codeup.burst;

import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Requests Jenkins's login page some twenty times a second while a burst runs, and measures the response times. */
final class LogInPage extends Thread implements AutoCloseable {

    static final byte[] REQUEST =
            "GET /login HTTP/1.1\r\nHost: jenkins.example.com\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final long PAUSE_MILLIS = 50;

    private final URL server;
    private final List<Long> nanos = new ArrayList<>();
    private volatile boolean done;

    LogInPage(URL server) {
        this.server = server;
        start();
    }

    /** Requests only the login page, as fast as possible, and meanwhile as during a burst. */
    static Answers alone(URL server, int requests) throws Exception {
        try (LogInPage meanwhile = new LogInPage(server)) {
            return Answers.to(server, Collections.nCopies(requests, REQUEST));
        }
    }

    @Override
    public void run() {
        try (Connection connection = new Connection(server)) {
            while (!done) {
                long sent = System.nanoTime();
                if (connection.send(REQUEST) != 200) {
                    throw new IllegalStateException("there is no log-in page");
                }
                nanos.add(System.nanoTime() - sent);
                sleep(PAUSE_MILLIS);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops. Returns the response times in nanoseconds, sorted. */
    long[] end() throws InterruptedException {
        close();
        return nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    @Override
    public void close() throws InterruptedException {
        done = true;
        join();
    }
}
