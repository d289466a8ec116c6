package io.jenkins.plugins.codeup.watch;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.util.AtomicFileWriter;
import io.jenkins.plugins.codeup.endpoint.JournalMonitor;
import io.jenkins.plugins.codeup.endpoint.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * What the watch of one organization remembers: in memory, and in {@code JENKINS_HOME/codeup-watch/<key>/}, one file for the
 * organization and one for each repository. A file is on the disk and whole before a change is seen. A damaged file is set
 * aside; its repository is then watched from now on. Thread-safe.
 */
final class WatchStore {

    private static final Logger LOGGER = Logger.getLogger(WatchStore.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The directory in JENKINS_HOME. */
    static final String DIRECTORY = "codeup-watch";

    private static final String ORGANIZATION = "organization.json";
    private static final String ENDING = ".json";

    private final Path directory;
    private final Map<Long, RepositoryState> repositories = new ConcurrentHashMap<>();
    private volatile OrganizationState organization = new OrganizationState(0, 0, Map.of());

    /**
     * @param activityUntil the latest {@code lastActivityAt} that was seen, in milliseconds since 1970; 0 for none
     * @param mergeRequestsUntil the latest {@code updatedAt} of a merge request that was seen, likewise
     * @param ids the number of each repository that items name by its path
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record OrganizationState(
            long activityUntil,
            long mergeRequestsUntil,
            @NonNull Map<String, Long> ids) {

        OrganizationState {
            ids = ids == null ? Map.of() : Map.copyOf(ids);
        }
    }

    /**
     * @param home JENKINS_HOME
     * @param key of the organization
     */
    WatchStore(@NonNull Path home, @NonNull OrganizationKey key) {
        directory = home.resolve(DIRECTORY).resolve(key.directory());
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                files.filter(file -> file.toString().endsWith(ENDING)).forEach(this::read);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void read(Path file) {
        try {
            if (file.getFileName().toString().equals(ORGANIZATION)) {
                organization = JSON.readValue(file.toFile(), OrganizationState.class);
            } else {
                RepositoryState state = JSON.readValue(file.toFile(), RepositoryState.class);
                repositories.put(state.id(), state);
            }
        } catch (JsonProcessingException e) {
            LOGGER.log(Level.WARNING, file + " is damaged and is set aside", e);
            JournalMonitor.get().reportDamage(file, Messages._WatchStore_damaged());
            try {
                Files.move(
                        file,
                        file.resolveSibling(file.getFileName() + ".damaged"),
                        StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException moving) {
                LOGGER.log(Level.WARNING, file + " can't be moved", moving);
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, file + " can't be read", e);
        }
    }

    @NonNull
    OrganizationState organization() {
        return organization;
    }

    synchronized void put(@NonNull OrganizationState changed) throws IOException {
        if (!changed.equals(organization)) {
            write(directory.resolve(ORGANIZATION), changed);
            organization = changed;
        }
    }

    @CheckForNull
    RepositoryState repository(long id) {
        return repositories.get(id);
    }

    void put(@NonNull RepositoryState changed) throws IOException {
        RepositoryState before = repositories.get(changed.id());
        if (before == null || !before.hasSameContent(changed)) {
            write(directory.resolve(changed.id() + ENDING), changed);
            repositories.put(changed.id(), changed);
        }
    }

    /** Forgets repositories that are not watched any more. */
    void retain(@NonNull Set<Long> ids) throws IOException {
        for (Long id : repositories.keySet()) {
            if (!ids.contains(id)) {
                Files.deleteIfExists(directory.resolve(id + ENDING));
                repositories.remove(id);
            }
        }
    }

    /** Forgets all of the organization. */
    void delete() throws IOException {
        Util.deleteRecursive(directory.toFile());
        repositories.clear();
    }

    private void write(Path file, Object content) throws IOException {
        write(file, JSON.writeValueAsString(content));
    }

    /** Forces file and directory to the disk. */
    static void write(@NonNull Path file, @NonNull String content) throws IOException {
        Path parent = file.getParent();
        if (parent != null) {
            PrivateFiles.createDirectory(parent);
        }
        try (AtomicFileWriter writer = new AtomicFileWriter(file, StandardCharsets.UTF_8)) {
            try {
                writer.write(content);
                writer.commit();
            } finally {
                writer.abort();
            }
        }
    }
}
