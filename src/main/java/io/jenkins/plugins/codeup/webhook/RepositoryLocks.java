package io.jenkins.plugins.codeup.webhook;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Locks by repository, so that this controller's threads do not undo each other's work, and each but the first finds it
 * done. A lock is kept only while a thread holds it or waits for it.
 */
final class RepositoryLocks {

    private final Map<Object, Counted> locks = new ConcurrentHashMap<>();

    /** A lock and how many threads hold it or wait for it. */
    private record Counted(ReentrantLock lock, int users) {}

    /** Work under a lock. */
    interface Work<T> {
        T run() throws CodeupException, InterruptedException;
    }

    /**
     * @param key the repository
     * @param timeout for waiting for the lock
     * @param call the first call of the work, for the error if the time is over
     */
    <T> T alone(
            @NonNull Object key, @NonNull Duration timeout, @NonNull CodeupException.Call call, @NonNull Work<T> work)
            throws CodeupException, InterruptedException {
        ReentrantLock lock = locks.compute(
                        key,
                        (repository, counted) -> counted == null
                                ? new Counted(new ReentrantLock(true), 1)
                                : new Counted(counted.lock(), counted.users() + 1))
                .lock();
        try {
            if (!lock.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new CodeupException(Kind.OUT_OF_TIME, call);
            }
            try {
                return work.run();
            } finally {
                lock.unlock();
            }
        } finally {
            locks.computeIfPresent(
                    key,
                    (repository, counted) ->
                            counted.users() == 1 ? null : new Counted(counted.lock(), counted.users() - 1));
        }
    }

    /** How many locks are kept. */
    int size() {
        return locks.size();
    }
}
