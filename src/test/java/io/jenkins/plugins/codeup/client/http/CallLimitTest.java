package io.jenkins.plugins.codeup.client.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code ManyRepositoriesTest} shows that concurrent calls stay within the limit. */
@Timeout(20)
class CallLimitTest {

    @AutoClose
    private final CodeupSimulator simulator = Door.start();

    private final CallLimit limit = new CallLimit(1);

    @Test
    void aCallThatGetsNoPermitByTheDeadlineIsNotMade() throws Exception {
        assertTrue(limit.enter(Duration.ZERO));
        CodeupException e = assertThrows(CodeupException.class, () -> list(Duration.ofMillis(50)));
        assertEquals(Kind.OUT_OF_TIME, e.kind());
        assertEquals(List.of(), simulator.requests());
        limit.leave();
        list(Duration.ofSeconds(10));
    }

    @Test
    void anInterruptionEndsTheWait() throws Exception {
        assertTrue(limit.enter(Duration.ZERO));
        Thread caller = Thread.currentThread();
        new Thread(() -> {
                    while (caller.getState() != Thread.State.TIMED_WAITING) {
                        Thread.onSpinWait();
                    }
                    caller.interrupt();
                })
                .start();
        assertThrows(InterruptedException.class, () -> list(Duration.ofSeconds(15)));
        assertEquals(List.of(), simulator.requests());
    }

    @Test
    void aCallThatFailsGivesItsPermitBack() throws Exception {
        for (Fault fault : List.of(
                Fault.answer(Reply.json(403, "{}")), Fault.dropBeforeActing(), Fault.megabytes(5), Fault.garbage())) {
            simulator.failNext(Door.ALIYUN.delete, fault);
            assertThrows(
                    CodeupException.class,
                    () -> client(Duration.ofSeconds(10)).deleteWebhook(TestCodeup.REPOSITORY, 404));
        }
        assertTrue(limit.enter(Duration.ZERO));
        assertFalse(limit.enter(Duration.ZERO));
    }

    @Test
    void aLimitOfZeroIsRejected() {
        assertThrows(IllegalArgumentException.class, () -> new CallLimit(0));
    }

    private void list(Duration deadline) throws Exception {
        assertEquals(List.of(), client(deadline).listWebhooks(TestCodeup.REPOSITORY));
    }

    private CodeupClient client(Duration deadline) {
        RetryPolicy policy = new RetryPolicy(
                1, Duration.ZERO, Duration.ZERO, deadline, RetryPolicy.Listener.NONE, RetryPolicy.Clock.SYSTEM);
        return Door.ALIYUN.client(
                new HttpTransport(TestCodeup.HTTP, simulator.endpoint(), Duration.ofSeconds(10)).withLimit(limit),
                policy);
    }
}
