package io.jenkins.plugins.codeup.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.TestClock;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Retries as the server sees them. */
@Timeout(20)
class RetriedCallsTest {

    private static final long REPOSITORY = TestCodeup.REPOSITORY;
    private static final Fault BUSY = Fault.answer(Reply.text(503, "text/plain", "busy"));

    @AutoClose
    private final CodeupSimulator simulator = Door.start();

    @Test
    void signsEachAttemptAnew() throws Exception {
        simulator.failNext(Door.ALIYUN.list, BUSY);
        assertEquals(List.of(), Door.ALIYUN.client(simulator).listWebhooks(REPOSITORY));
        List<ReceivedRequest> attempts = simulator.requests(Door.ALIYUN.list);
        assertEquals(2, attempts.size());
        for (String header : List.of("x-acs-signature-nonce", "authorization")) {
            assertNotEquals(attempts.get(0).header(header), attempts.get(1).header(header), header);
        }
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void survivesABrokenConnection(Door door) throws Exception {
        for (Fault fault : List.of(Fault.dropBeforeActing(), Fault.actThenDrop(), Fault.halfBody())) {
            simulator.failNext(door.list, fault);
            assertEquals(List.of(), door.client(simulator).listWebhooks(REPOSITORY));
        }
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void doesNotRepeatACreateThatMayHaveHadAnEffect(Door door) {
        simulator.failNext(door.create, BUSY);
        CodeupException e = assertThrows(
                CodeupException.class,
                () -> door.client(simulator).createWebhook(REPOSITORY, DesiredWebhook.to("https://ci.example.com")));
        assertEquals(Kind.UNAVAILABLE, e.kind());
        assertEquals(1, simulator.requests(door.create).size());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void cutsARequestOffAtTheDeadline(Door door) {
        simulator.failNext(door.list, Fault.stallHeaders(Duration.ofSeconds(15)));
        long begun = System.nanoTime();
        CodeupException e = assertThrows(
                CodeupException.class,
                () -> door.client(simulator.endpoint(), deadline(Duration.ofMillis(400)))
                        .listWebhooks(REPOSITORY));
        assertTrue(System.nanoTime() - begun < Duration.ofSeconds(5).toNanos());
        assertEquals(Kind.NO_ANSWER, e.kind());
        assertTrue(e.codeupMessage().matches("no answer within [1-4]?[0-9]?[0-9] ms"), e.codeupMessage());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void sharesOneDeadlineAmongTheCallsOfASeries(Door door) throws Exception {
        TestClock clock = new TestClock(0);
        CodeupClient client = door.client(simulator.endpoint(), RetryPolicy.DEFAULT.withClock(clock));
        RetryPolicy.Series series = client.begin();
        client.within(series).listWebhooks(REPOSITORY);
        clock.pass(RetryPolicy.DEFAULT.totalTimeout());
        CodeupException e =
                assertThrows(CodeupException.class, () -> client.within(series).listWebhooks(REPOSITORY));
        assertEquals(Kind.OUT_OF_TIME, e.kind());
        assertEquals(1, simulator.requests(door.list).size());
        assertEquals(List.of(), client.listWebhooks(REPOSITORY), "a call by itself has a deadline of its own");
    }

    private static RetryPolicy deadline(Duration time) {
        return new RetryPolicy(
                5,
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                time,
                RetryPolicy.Listener.NONE,
                RetryPolicy.Clock.SYSTEM);
    }
}
