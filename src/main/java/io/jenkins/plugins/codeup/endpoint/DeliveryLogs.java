package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.PeriodicWork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The {@link DeliveryLog}s of the webhooks with the latest deliveries. Has them written every few seconds; one that makes
 * room for another is written first. Thread-safe.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class DeliveryLogs extends PeriodicWork {

    private static final int MAX_LOGS = 2_000;

    /** By webhook id, the one that was asked for longest ago first. */
    private final Map<String, DeliveryLog> logs = new LinkedHashMap<>(16, 0.75f, true);

    @NonNull
    static DeliveryLogs get() {
        return ExtensionList.lookupSingleton(DeliveryLogs.class);
    }

    /** See {@link DeliveryLog#of}. */
    @NonNull
    DeliveryLog of(@NonNull String webhookId) {
        DeliveryLog surplus = null;
        DeliveryLog log;
        synchronized (this) {
            log = logs.computeIfAbsent(webhookId, DeliveryLog::new);
            if (logs.size() > MAX_LOGS) {
                surplus = logs.remove(logs.keySet().iterator().next());
            }
        }
        if (surplus != null) {
            surplus.write();
        }
        return log;
    }

    @Override
    public long getRecurrencePeriod() {
        return TimeUnit.SECONDS.toMillis(3);
    }

    @Override
    protected void doRun() {
        writeAll();
    }

    void writeAll() {
        List<DeliveryLog> all;
        synchronized (this) {
            all = List.copyOf(logs.values());
        }
        all.forEach(DeliveryLog::write);
    }
}
