package io.jenkins.plugins.codeup.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RepositoryLocksTest {

    private static final CodeupException.Call CALL = new CodeupException.Call("ListWebHooks", "GET", "https://h/hooks");
    private static final Duration LONG = Duration.ofSeconds(15);

    private final RepositoryLocks locks = new RepositoryLocks();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void letsOneThreadAtATimeWorkOnARepositoryAndKeepsNoLock() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        List<Future<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String repository = "repository " + i % 3;
            all.add(threads.submit(() -> locks.alone(repository, LONG, CALL, () -> {
                int others = repository.endsWith("0") ? inside.getAndIncrement() : 0;
                Thread.yield();
                return repository.endsWith("0") ? others + inside.decrementAndGet() : 0;
            })));
        }
        for (Future<Integer> one : all) {
            assertEquals(0, one.get());
        }
        assertEquals(0, locks.size());
    }

    @Test
    void doesNotHoldUpOtherRepositories() throws Exception {
        Future<String> holder = threads.submit(this::hold);
        held.await();
        assertEquals("done", locks.alone("other", LONG, CALL, () -> "done"));
        release.countDown();
        assertEquals("held", holder.get());
    }

    @Test
    void givesUpWhenTheTimeIsOver() throws Exception {
        Future<String> holder = threads.submit(this::hold);
        held.await();
        CodeupException e = assertThrows(
                CodeupException.class, () -> locks.alone("repository", Duration.ofMillis(20), CALL, () -> "done"));
        assertEquals(Kind.OUT_OF_TIME, e.kind());
        release.countDown();
        holder.get();
        assertEquals(0, locks.size());
    }

    @Test
    void stopsWaitingWhenInterrupted() throws Exception {
        Future<String> holder = threads.submit(this::hold);
        held.await();
        CountDownLatch started = new CountDownLatch(1);
        Thread[] waiting = new Thread[1];
        Future<String> waiter = threads.submit(() -> {
            waiting[0] = Thread.currentThread();
            started.countDown();
            return locks.alone("repository", LONG, CALL, () -> "done");
        });
        started.await();
        waiting[0].interrupt();
        ExecutionException e = assertThrows(ExecutionException.class, waiter::get);
        assertTrue(e.getCause() instanceof InterruptedException, e.toString());
        release.countDown();
        holder.get();
        assertEquals(0, locks.size());
    }

    @Test
    void isFreeAgainAfterAFailure() throws Exception {
        assertThrows(
                CodeupException.class,
                () -> locks.alone("repository", LONG, CALL, () -> {
                    throw new CodeupException(Kind.FORBIDDEN, CALL, 403, null, null, null, null);
                }));
        assertEquals("done", locks.alone("repository", LONG, CALL, () -> "done"));
        assertEquals(0, locks.size());
    }

    private String hold() throws Exception {
        return locks.alone("repository", LONG, CALL, () -> {
            held.countDown();
            release.await();
            return "held";
        });
    }
}
