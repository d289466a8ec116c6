package io.jenkins.plugins.codeup.simulator.http;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Something that goes wrong with one call, in place of the answer that it would have had. */
@FunctionalInterface
public interface Fault {

    /** Answers, or does not. */
    void play(PendingAnswer call) throws IOException;

    /** This answer instead; the operation does not take effect. */
    static Fault answer(Reply reply) {
        return call -> call.send(reply);
    }

    /** This answer instead, although the operation takes effect: as when a proxy loses patience. */
    static Fault actThenAnswer(Reply reply) {
        return call -> {
            call.act();
            call.send(reply);
        };
    }

    /** The connection breaks before the operation takes effect. */
    static Fault dropBeforeActing() {
        return PendingAnswer::drop;
    }

    /** The operation takes effect, but the connection breaks before the answer. */
    static Fault actThenDrop() {
        return call -> {
            call.act();
            call.drop();
        };
    }

    /** The operation takes effect, but not a byte of the answer comes for a time. */
    static Fault stallHeaders(Duration time) {
        return call -> {
            Reply reply = call.act();
            call.pause(time);
            call.send(reply);
        };
    }

    /** The operation takes effect and the headers come, but the body stops half way for a time, and then breaks. */
    static Fault stallBody(Duration time) {
        return call -> {
            call.sendHalf(call.act());
            call.pause(time);
            call.drop();
        };
    }

    /** The operation takes effect, but the connection breaks in the middle of the answer's body. */
    static Fault halfBody() {
        return stallBody(Duration.ZERO);
    }

    /** The operation takes effect, but the answer is 200 with bytes that are no text of any kind. */
    static Fault garbage() {
        byte[] bytes = new byte[512];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 37 + 129);
        }
        return actThenAnswer(new Reply(200, Map.of("Content-Type", "application/json"), bytes));
    }

    /** The operation takes effect, but the answer is 200 with many megabytes of blanks. */
    static Fault megabytes(int count) {
        byte[] blanks = new byte[count * 1024 * 1024];
        Arrays.fill(blanks, (byte) ' ');
        return actThenAnswer(new Reply(200, Map.of("Content-Type", "application/json"), blanks));
    }

    /** The answer points elsewhere, as a log-in page does; the operation does not take effect. */
    static Fault redirectTo(URI elsewhere) {
        return answer(new Reply(302, Map.of("Location", elsewhere.toString()), new byte[0]));
    }

    /** What goes wrong now and then at any server: before or after the operation takes effect. */
    static List<Fault> usual() {
        return List.of(
                actThenDrop(),
                answer(Reply.json(500, "{\"errorCode\":\"InternalServerError\",\"errorMessage\":\"x\"}")),
                actThenAnswer(Reply.text(502, "text/html", "<html>Bad Gateway</html>")),
                dropBeforeActing(),
                answer(Reply.json(429, "{\"errorCode\":\"TooManyRequests\",\"errorMessage\":\"x\"}")),
                garbage(),
                answer(Reply.text(503, "text/html", "<html>Service Unavailable</html>")));
    }
}
