package io.jenkins.plugins.codeup.burst;

import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Response times of a set of requests.
 *
 * @param seconds from the first request to the last answer
 * @param nanos response time of each request in nanoseconds, sorted
 * @param refused number of answers other than 2xx
 */
record Answers(double seconds, long[] nanos, int refused) {

    static final int CLIENTS = 8;

    /** Sends each request once, by several clients in parallel; each client sends its next request after its answer. */
    static Answers to(URL server, List<byte[]> requests) throws Exception {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        long[] nanos = new long[requests.size()];
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> running = new ArrayList<>();
            long begin = System.nanoTime();
            for (int client = 0; client < CLIENTS; client++) {
                running.add(clients.submit(() -> {
                    try (Connection connection = new Connection(server)) {
                        for (int i = next.getAndIncrement(); i < nanos.length; i = next.getAndIncrement()) {
                            long sent = System.nanoTime();
                            int status = connection.send(requests.get(i));
                            nanos[i] = System.nanoTime() - sent;
                            if (status / 100 != 2) {
                                refused.incrementAndGet();
                            }
                        }
                        return null;
                    }
                }));
            }
            for (Future<?> client : running) {
                client.get();
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            Arrays.sort(nanos);
            return new Answers(seconds, nanos, refused.get());
        } finally {
            clients.shutdownNow();
        }
    }

    double perSecond() {
        return nanos.length / seconds;
    }

    double p50() {
        return percentile(nanos, 0.5);
    }

    double p99() {
        return percentile(nanos, 0.99);
    }

    @Override
    public String toString() {
        return "%.0f a second, p50 %.1f ms, p99 %.1f ms, %d not 2xx".formatted(perSecond(), p50(), p99(), refused);
    }

    /**
     * @param sorted nanoseconds
     * @return milliseconds
     */
    static double percentile(long[] sorted, double part) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1, sorted.length * part)] / 1e6;
    }
}
