package io.jenkins.plugins.codeup.feedback;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ids that Codeup gave to results, by their keys: saves the calls to look for them. The latest some thousands, and none
 * after a start. Thread-safe.
 */
final class KnownIds<T> {

    private static final int MAX = 5_000;

    private final Map<String, T> ids = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
            return size() > MAX;
        }
    };

    @CheckForNull
    synchronized T get(@NonNull String key) {
        return ids.get(key);
    }

    synchronized void put(@NonNull String key, @NonNull T id) {
        ids.put(key, id);
    }

    synchronized void remove(@NonNull String key) {
        ids.remove(key);
    }
}
