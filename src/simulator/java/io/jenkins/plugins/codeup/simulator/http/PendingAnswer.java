package io.jenkins.plugins.codeup.simulator.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Supplier;

/** A request that waits for its answer, in the hands of a {@link Fault}. */
public final class PendingAnswer {

    private final HttpExchange exchange;
    private final Supplier<Reply> operation;

    PendingAnswer(HttpExchange exchange, Supplier<Reply> operation) {
        this.exchange = exchange;
        this.operation = operation;
    }

    /**
     * Lets the operation take effect.
     *
     * @return the answer that it has, not sent yet
     */
    public Reply act() {
        return operation.get();
    }

    /** Sends an answer whole. */
    public void send(Reply reply) throws IOException {
        try (OutputStream out = begin(reply)) {
            out.write(reply.body());
        }
    }

    /** Sends the headers and the first half of the body; the connection stays open. */
    public void sendHalf(Reply reply) throws IOException {
        OutputStream out = begin(reply);
        out.write(reply.body(), 0, reply.body().length / 2);
        out.flush();
    }

    /** Closes the connection as it is. */
    public void drop() {
        exchange.close();
    }

    /** Ends early when the simulator is closed. */
    public void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private OutputStream begin(Reply reply) throws IOException {
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
        return exchange.getResponseBody();
    }
}
