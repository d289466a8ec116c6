package io.jenkins.plugins.codeup.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.jenkins.plugins.codeup.delivery.EventKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The files of the watch in a stored JENKINS_HOME. */
public final class StoredWatch {

    private StoredWatch() {}

    /** Fails unless everything in them is read, and written with the same names. */
    public static void assertSameNames(Path home, String connection, String organization, long repository)
            throws Exception {
        OrganizationKey key = new OrganizationKey(connection, organization);
        Path directory = home.resolve(WatchStore.DIRECTORY).resolve(key.directory());
        List<Path> files = List.of(directory.resolve("organization.json"), directory.resolve(repository + ".json"));
        String before = Files.readString(files.get(0)) + Files.readString(files.get(1));

        WatchStore store = new WatchStore(home, key);
        RepositoryState state = store.repository(repository);
        assertNotNull(state);
        assertEquals(Set.of("main"), state.branches().keySet());
        assertEquals(
                Map.of(organization + "/team/app", repository),
                store.organization().ids());
        Files.delete(files.get(0));
        Files.delete(files.get(1));
        WatchStore other = new WatchStore(home, key);
        other.put(store.organization());
        other.put(state);
        assertEquals(before, Files.readString(files.get(0)) + Files.readString(files.get(1)));

        Path ways = home.resolve(WatchStore.DIRECTORY).resolve(TwoWays.FILE);
        String events = Files.readString(ways);
        String id = "0123456789abcdef0123456789abcdef";
        EventKey pushed = new EventKey(repository, "branch main", "pushed", "1".repeat(40));
        EventKey another = new EventKey(repository, "branch main", "pushed", "2".repeat(40));
        TwoWays.get().isFirst(id, another, "another", false);
        TwoWays.get().forget(id, another, false);
        TwoWays.get().write();
        assertEquals(events, Files.readString(ways));
        assertFalse(TwoWays.get().isFirst(id, pushed, "pushed", true));
    }
}
