package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import java.util.LinkedHashMap;
import java.util.Map;

/** The logs of the hooks that were used last, since Jenkins started. */
@Extension
public final class DeliveryLogs {

    private static final int MOST = 2_000;

    private final Map<String, DeliveryLog> logs = new LinkedHashMap<>(16, 0.75f, true);

    @NonNull
    public static DeliveryLogs get() {
        return ExtensionList.lookupSingleton(DeliveryLogs.class);
    }

    @NonNull
    public synchronized DeliveryLog of(@NonNull String hookId) {
        DeliveryLog log = logs.computeIfAbsent(hookId, id -> new DeliveryLog());
        if (logs.size() > MOST) {
            logs.remove(logs.keySet().iterator().next());
        }
        return log;
    }
}
