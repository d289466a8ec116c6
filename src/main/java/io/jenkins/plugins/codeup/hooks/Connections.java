package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import java.util.Objects;

/** Connections by the names that the ledger has, of which some may be gone. */
final class Connections {

    private static final int MOST_AT_ONCE = 16;

    private Connections() {}

    @CheckForNull
    static CodeupConnection find(@NonNull String name) {
        return CodeupConfiguration.get().getConnections().stream()
                .filter(one -> one.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** How many repositories may be worked on at the same time. */
    static int atOnce(@NonNull String name) {
        CodeupConnection connection = find(name);
        return connection == null ? 1 : Math.min(connection.getMaxConcurrentCalls(), MOST_AT_ONCE);
    }

    /** Whether both have the same repositories; one that is gone was most likely given another name. */
    static boolean areToOneCodeup(@NonNull String one, @NonNull String other) {
        CodeupConnection first = find(one);
        CodeupConnection second = find(other);
        return first == null || second == null || Objects.equals(first.getEndpoint(), second.getEndpoint());
    }
}
