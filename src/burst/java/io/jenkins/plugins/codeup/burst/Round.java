package io.jenkins.plugins.codeup.burst;

/**
 * One burst and its result.
 *
 * @param seconds from the first request to the end of the last build
 * @param logIn response times of the login page during the burst, in nanoseconds, sorted
 * @param heapBefore heap in use before the burst, in bytes, after a garbage collection; heapAfter likewise
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
