package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import jenkins.util.Timer;

/** Repositories that go into the queue together, so that one list call serves all who want something in one of them. */
final class Batch {

    private final Map<RepositoryKey, Set<String>> concerned = new LinkedHashMap<>();
    private final Set<RepositoryKey> toLookAt = new HashSet<>();
    private final Set<RepositoryKey> urgent = new HashSet<>();

    /**
     * @param look whether what is wanted there should be there already
     */
    void add(@NonNull RepositoryKey at, @NonNull String id, boolean look) {
        concerned.computeIfAbsent(at, key -> new HashSet<>()).add(id);
        (look ? toLookAt : urgent).add(at);
    }

    @NonNull
    Set<RepositoryKey> repositories() {
        return Set.copyOf(concerned.keySet());
    }

    /**
     * @param spread the time over which mere looks are spread
     */
    void into(@NonNull HookQueue queue, @NonNull Duration spread) {
        concerned.forEach((at, ids) -> {
            boolean look = toLookAt.contains(at);
            if (spread.isZero() || urgent.contains(at)) {
                queue.add(at, ids, look);
            } else {
                long delay = Math.floorMod(at.hashCode() * 0x9E3779B97F4A7C15L, spread.toMillis());
                Timer.get().schedule(() -> queue.add(at, ids, look), delay, TimeUnit.MILLISECONDS);
            }
        });
    }
}
