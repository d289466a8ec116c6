package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Counts the endpoint's answers since Jenkins started, for the system page. Rejected requests are counted instead of
 * logged, so that nobody can fill the log without a secret.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class DeliveryCounts {

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    @NonNull
    public static DeliveryCounts get() {
        return ExtensionList.lookupSingleton(DeliveryCounts.class);
    }

    void count(@NonNull WebhookEndpoint.Answer answer) {
        counts.computeIfAbsent(answer.result(), result -> new LongAdder()).increment();
    }

    /**
     * @param result as in {@link WebhookEndpoint.Answer#result()}
     * @return how many requests got that answer
     */
    public long of(@NonNull String result) {
        LongAdder count = counts.get(result);
        return count == null ? 0 : count.sum();
    }
}
