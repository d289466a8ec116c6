package io.jenkins.plugins.codeup.webhook;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.ApiCall;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets the threads of this controller work on a repository's hooks one after the other, so that they do not undo one
 * another's work and each but the first finds it done. A lock is kept only while someone holds it or waits for it.
 */
final class RepositoryLocks {

    private final Map<Object, Place> places = new ConcurrentHashMap<>();

    /** A lock and how many hold it or wait for it. */
    private record Place(ReentrantLock lock, int users) {}

    /** Work to be done alone. */
    interface Work<T> {
        T run() throws CodeupException, InterruptedException;
    }

    /**
     * @param key the repository
     * @param patience how long to wait for others to end
     * @param call what the work begins with, for the error if they don't
     */
    <T> T alone(@NonNull Object key, @NonNull Duration patience, @NonNull ApiCall call, @NonNull Work<T> work)
            throws CodeupException, InterruptedException {
        ReentrantLock lock = places.compute(
                        key,
                        (repository, place) -> place == null
                                ? new Place(new ReentrantLock(true), 1)
                                : new Place(place.lock(), place.users() + 1))
                .lock();
        try {
            if (!lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new CodeupException(Kind.OUT_OF_TIME, call, null, null, null, null, null);
            }
            try {
                return work.run();
            } finally {
                lock.unlock();
            }
        } finally {
            places.computeIfPresent(
                    key, (repository, place) -> place.users() == 1 ? null : new Place(place.lock(), place.users() - 1));
        }
    }

    /** How many locks are kept. */
    int size() {
        return places.size();
    }
}
