package io.jenkins.plugins.codeup.webhook.ladder;

import io.jenkins.plugins.codeup.simulator.FlakyNetwork.Passage;
import io.jenkins.plugins.codeup.simulator.FlakyNetwork.Trick;
import io.jenkins.plugins.codeup.simulator.data.ReplicaLag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** A fault: what happens to a call, and to how many attempts at it. */
enum Rung {
    REFUSED("connection refused", 1, null),
    REFUSED_FOR_EVER("connection refused, for ever", Rung.FOR_EVER, null),
    RESET_BEFORE("reset before Codeup took it", 1, way -> way.reset()),
    RESET_BEFORE_FOR_EVER("reset before Codeup took it, for ever", Rung.FOR_EVER, way -> way.reset()),
    RESET_AFTER("reset after Codeup took it", 1, way -> {
        way.act();
        way.reset();
    }),
    RESET_AFTER_FOR_EVER("reset after Codeup took it, for ever", Rung.FOR_EVER, RESET_AFTER.trick),
    HUNG_UP("closed without a byte after Codeup took it", 1, way -> way.act()),
    EMPTY("200 with an empty body", 1, way -> {
        way.act();
        way.answer("200 OK", "");
    }),
    HALF("half an answer", 1, way -> way.answer(half(way.act()))),
    GARBAGE("garbage instead of HTTP", 1, way -> {
        way.act();
        way.answer(Rung.garbage());
    }),
    GARBAGE_IN_BODY("200 with garbage", 1, way -> {
        way.act();
        way.answer("200 OK\r\nContent-Type: application/json", new String(garbage(), StandardCharsets.ISO_8859_1));
    }),
    SLOW_HEADERS("headers later than the timeout", 1, way -> {
        way.act();
        way.stall();
    }),
    SLOW_BODY("rest of the body later than the timeout", 1, way -> {
        way.answer(half(way.act()));
        way.stall();
    }),
    THROTTLED("429", 1, way -> way.answer("429 Too Many Requests", "")),
    THROTTLED_FOR_EVER("429, for ever", Rung.FOR_EVER, THROTTLED.trick),
    RETRY_AFTER("429, Retry-After 3 s", 1, way -> way.answer("429 Too Many Requests\r\nRetry-After: 3", "")),
    RETRY_TOO_LATE("429, Retry-After 90 s", 1, way -> way.answer("429 Too Many Requests\r\nRetry-After: 90", "")),
    ERROR_BEFORE("500, nothing done", 1, way -> way.answer("500 Internal Server Error", "{}")),
    ERROR_AFTER("500, although done", 1, way -> {
        way.act();
        way.answer("500 Internal Server Error", "{}");
    }),
    ERROR_FOR_EVER("500, nothing done, for ever", Rung.FOR_EVER, ERROR_BEFORE.trick),
    BUSY("503 three times, then fine", 3, way -> way.answer("503 Service Unavailable", "busy")),
    BUSY_FOR_EVER("503, for ever", Rung.FOR_EVER, BUSY.trick),
    REDIRECT("302 to Codeup itself", Rung.FOR_EVER, way -> way.answer("302 Found\r\nLocation: " + way.codeup(), "")),
    CLOCK("clock 20 minutes off", Rung.FOR_EVER, way -> way.passOn()),
    EXPIRED("token expired", Rung.FOR_EVER, way -> way.answer("401 Unauthorized", "{\"errorCode\":\"ExpiredToken\"}")),
    LAG_SHORT("list lags 0.1 s behind", Duration.ofMillis(100), false),
    LAG("list lags 1 s behind", Duration.ofSeconds(1), false),
    LAG_LONG("list lags 5 s behind", Duration.ofSeconds(5), false),
    LAG_FOR_EVER("list lags behind, for ever", ReplicaLag.FOR_EVER, false),
    LOST_AND_LAG_SHORT("reset after Codeup took it, list lags 0.1 s behind", Duration.ofMillis(100), true),
    LOST_AND_LAG("reset after Codeup took it, list lags 1 s behind", Duration.ofSeconds(1), true),
    LOST_AND_LAG_LONG("reset after Codeup took it, list lags 5 s behind", Duration.ofSeconds(5), true),
    LOST_AND_LAG_FOR_EVER("reset after Codeup took it, list lags behind, for ever", ReplicaLag.FOR_EVER, true);

    private static final int FOR_EVER = Integer.MAX_VALUE;

    final String words;
    final int attempts;
    /** Null if no server listens. */
    final Trick trick;
    /** How long lists go on to show what was before the write, or null. */
    final Duration lag;

    Rung(String words, int attempts, Trick trick) {
        this.words = words;
        this.attempts = attempts;
        this.trick = trick;
        this.lag = null;
    }

    Rung(String words, Duration lag, boolean lost) {
        this.words = words;
        this.attempts = lost ? 1 : 0;
        this.trick = lost
                ? way -> {
                    way.act();
                    way.reset();
                }
                : Passage::passOn;
        this.lag = lag;
    }

    /** A list lags behind a write only. */
    boolean canMeet(TargetCall target) {
        return lag == null || target.write != null;
    }

    private static byte[] half(byte[] answer) {
        int head = new String(answer, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
        return Arrays.copyOf(answer, (head + answer.length) / 2);
    }

    private static byte[] garbage() {
        byte[] bytes = new byte[512];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 37 + 129);
        }
        return bytes;
    }
}
