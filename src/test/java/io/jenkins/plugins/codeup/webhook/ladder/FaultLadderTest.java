package io.jenkins.plugins.codeup.webhook.ladder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.data.ReplicaLag.Write;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever fault meets whichever call: in the end the repository is in the desired state, or an error says why. */
class FaultLadderTest {

    private static final List<Result> RESULTS = new ArrayList<>();

    /** In parallel, as most of the time is spent in timeouts. */
    @BeforeAll
    static void climb() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Result>> running = new ArrayList<>();
        for (Door door : List.of(Door.ALIYUN, Door.YUNXIAO)) {
            TargetCall.of(door)
                    .forEach(target -> Stream.of(Rung.values())
                            .filter(rung -> rung.canMeet(target))
                            .forEach(rung -> running.add(threads.submit(new Climb(door, target, rung)::run))));
        }
        threads.shutdown();
        for (Future<Result> one : running) {
            RESULTS.add(one.get());
        }
    }

    static Stream<Result> results() {
        return RESULTS.stream();
    }

    @ParameterizedTest
    @MethodSource("results")
    void leavesTheDesiredStateOrSaysWhyNot(Result result) {
        String row = result.row();
        if (result.failure() == null) {
            assertEquals(result.desired(), result.after(), row);
        } else {
            boolean between = result.target() == TargetCall.DELETE_OLD
                    || result.target() == TargetCall.ADD_NEW && result.rung() == Rung.LOST_AND_LAG_FOR_EVER;
            boolean both = between
                    && result.after()
                            .equals(Stream.concat(result.before().stream(), result.desired().stream())
                                    .toList());
            assertTrue(result.isDesired() || both || result.after().equals(result.before()), row);
            String words = result.failure().describe(Locale.ENGLISH);
            assertTrue(words.contains(result.failure().call().operation()), words);
        }
    }

    @ParameterizedTest
    @MethodSource("results")
    void endsByTheDeadlineAfterNotTooManyCalls(Result result) {
        assertTrue(result.waited().compareTo(RetryPolicy.DEFAULT.totalTimeout()) < 0, result.row());
        assertTrue(result.met() <= 7, result.row());
    }

    /** What an answer says is believed; only a lost answer and a list that never shows its effect end in an error. */
    @ParameterizedTest
    @MethodSource("results")
    @FieldCase("B3")
    void aLaggingListIsNoErrorButAfterALostCreate(Result result) {
        if (result.rung().lag != null) {
            boolean lost = result.rung() == Rung.LOST_AND_LAG_FOR_EVER && result.target().write == Write.CREATE;
            assertEquals(
                    lost ? Kind.LAGGING : null,
                    result.failure() == null ? null : result.failure().kind(),
                    result.row());
        }
    }

    @ParameterizedTest
    @MethodSource("results")
    @FieldCase("K06")
    void heals(Result result) {
        assertNull(result.again(), () -> result.again().getMessage());
        assertEquals(result.desired(), result.afterAgain(), result.row());
    }

    @Test
    void isAsTheDocumentSays() throws Exception {
        Path docs = Files.isDirectory(Path.of("without-jenkins")) ? Path.of("docs") : Path.of("..", "docs");
        Path file = docs.resolve("fault-ladder.md");
        String now = Table.of(RESULTS);
        if (Boolean.getBoolean("fault-ladder.rewrite")) {
            Files.createDirectories(docs);
            Files.writeString(file, now);
        }
        assertEquals(Files.readString(file), now, "see the head of docs/fault-ladder.md");
    }
}
