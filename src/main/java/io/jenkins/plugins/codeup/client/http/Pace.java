package io.jenkins.plugins.codeup.client.http;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Time as it passes and chance as it falls: what tests replace so that they need not wait. */
public interface Pace {

    /** The real ones. */
    Pace REAL = new Pace() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void sleep(Duration wait) throws InterruptedException {
            Thread.sleep(wait.toMillis());
        }

        @Override
        public double random() {
            return ThreadLocalRandom.current().nextDouble();
        }
    };

    /**
     * @return as {@link System#nanoTime}
     */
    long nanoTime();

    /**
     * @throws InterruptedException at once when the thread is interrupted
     */
    void sleep(@NonNull Duration wait) throws InterruptedException;

    /**
     * @return at least 0 and less than 1
     */
    double random();
}
