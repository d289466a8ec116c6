package io.jenkins.plugins.codeup.burst;

/**
 * One burst and what came of it.
 *
 * @param seconds from the first request to the end of the last build
 * @param logIn nanoseconds that a log-in page took from the first request to the end of the last build, sorted
 * @param heapBefore bytes in use after a collection; likewise after it
 */
record Round(Answers answers, Builds.Outcome builds, double seconds, long[] logIn, long heapBefore, long heapAfter) {

    double logInP50() {
        return Answers.percentile(logIn, 0.5);
    }

    double logInP99() {
        return Answers.percentile(logIn, 0.99);
    }

    double heapGrowth() {
        return (heapAfter - heapBefore) / 1e6;
    }

    @Override
    public String toString() {
        return "%s; %s in %.0f s; log-in page p50 %.1f ms, p99 %.1f ms; heap grew by %.0f MB"
                .formatted(answers, builds, seconds, logInP50(), logInP99(), heapGrowth());
    }
}
