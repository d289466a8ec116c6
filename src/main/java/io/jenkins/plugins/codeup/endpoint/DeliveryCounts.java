package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How many deliveries got which answer since Jenkins started; shown on the system page instead of in the log. */
@Extension
public final class DeliveryCounts {

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    @NonNull
    public static DeliveryCounts get() {
        return ExtensionList.lookupSingleton(DeliveryCounts.class);
    }

    public void count(@NonNull EndpointAnswer answer) {
        counts.computeIfAbsent(answer.result(), result -> new LongAdder()).increment();
    }

    /**
     * @param result see {@link EndpointAnswer#result()}
     */
    public long of(@NonNull String result) {
        LongAdder count = counts.get(result);
        return count == null ? 0 : count.sum();
    }
}
