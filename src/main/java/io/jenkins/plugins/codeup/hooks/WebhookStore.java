package io.jenkins.plugins.codeup.hooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.util.AtomicFileWriter;
import io.jenkins.plugins.codeup.endpoint.PrivateFiles;
import io.jenkins.plugins.codeup.hooks.ManagedItem.RepositoryKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The managed webhooks of all items: in memory, and in {@code JENKINS_HOME/codeup-webhooks/<id>.json}, one file an item.
 * Apart from the items, as it is needed when they are gone. A file is on the disk and whole before a change is seen. A
 * damaged file is set aside: what it had of an existing item is found again in Codeup's list at the next check.
 */
final class WebhookStore {

    private static final Logger LOGGER = Logger.getLogger(WebhookStore.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENDING = ".json";

    private final Path directory;
    private final Consumer<Path> damaged;
    private final Map<Check, Long> checks = new ConcurrentHashMap<>();
    private Map<String, ManagedItem> items;

    private record Check(String id, RepositoryKey repository) {}

    /**
     * @param directory read when the store is first used, made when something is first stored
     */
    WebhookStore(@NonNull Path directory) {
        this(directory, file -> {});
    }

    /**
     * @param damaged is told of files that are damaged, by the names that they had
     */
    WebhookStore(@NonNull Path directory, @NonNull Consumer<Path> damaged) {
        this.directory = directory;
        this.damaged = damaged;
    }

    private synchronized Map<String, ManagedItem> items() {
        if (items == null) {
            items = read();
        }
        return items;
    }

    private Map<String, ManagedItem> read() {
        Map<String, ManagedItem> found = new ConcurrentHashMap<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                files.filter(file -> file.toString().endsWith(ENDING)).forEach(file -> read(file, found));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    private void read(Path file, Map<String, ManagedItem> into) {
        try {
            ManagedItem managed = JSON.readValue(file.toFile(), ManagedItem.class);
            into.put(managed.id(), managed);
        } catch (JsonProcessingException e) {
            LOGGER.log(
                    Level.WARNING,
                    file
                            + " is damaged and is set aside; if its item was deleted, its webhook has to be deleted in Codeup by hand",
                    e);
            setAside(file);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, file + " can't be read", e);
        }
    }

    private void setAside(Path file) {
        damaged.accept(file);
        try {
            Files.move(file, file.resolveSibling(file.getFileName() + ".damaged"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, file + " can't be moved", e);
        }
    }

    /**
     * @param id the id of an {@code ItemWebhook}
     */
    @CheckForNull
    ManagedItem get(@NonNull String id) {
        return items().get(id);
    }

    @NonNull
    List<ManagedItem> all() {
        return List.copyOf(items().values());
    }

    /**
     * @return those whose item had this full name when it was last seen; more than one after a deletion
     */
    @NonNull
    List<ManagedItem> named(@NonNull String fullName) {
        return matching(name -> name.equals(fullName));
    }

    @NonNull
    List<ManagedItem> namedOrBelow(@NonNull String fullName) {
        String folder = fullName + "/";
        return matching(name -> name.equals(fullName) || name.startsWith(folder));
    }

    private List<ManagedItem> matching(Predicate<String> fullName) {
        return items().values().stream()
                .filter(managed -> fullName.test(managed.item()))
                .toList();
    }

    /**
     * Changes what is stored of an item. Nothing is written if the change makes no difference.
     *
     * @param change is given null if nothing is stored, and returns null if nothing is to be stored
     * @throws UncheckedIOException if the file can't be written; nothing is changed then
     */
    void update(@NonNull String id, @NonNull UnaryOperator<ManagedItem> change) {
        items().compute(id, (key, before) -> {
            ManagedItem after = change.apply(before);
            try {
                if (after == null && before != null) {
                    Files.deleteIfExists(file(id));
                    checks.keySet().removeIf(check -> check.id.equals(id));
                } else if (after != null && !after.equals(before)) {
                    write(after);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return after;
        });
    }

    private void write(ManagedItem managed) throws IOException {
        PrivateFiles.createDirectory(directory);
        // forces file and directory to the disk
        try (AtomicFileWriter writer = new AtomicFileWriter(file(managed.id()), StandardCharsets.UTF_8)) {
            try {
                writer.write(JSON.writeValueAsString(managed));
                writer.commit();
            } finally {
                writer.abort();
            }
        }
    }

    private Path file(String id) {
        return directory.resolve(id + ENDING);
    }

    /** Notes that an item's webhook in a repository was checked and is up to date. In memory only: a check writes no file. */
    void checked(@NonNull String id, @NonNull RepositoryKey repository) {
        checks.put(new Check(id, repository), System.currentTimeMillis());
    }

    /**
     * @return when an item's webhook in a repository was last checked and found up to date, in milliseconds since 1970; 0
     *     if it was not since Jenkins started
     */
    long lastChecked(@NonNull String id, @NonNull RepositoryKey repository) {
        return checks.getOrDefault(new Check(id, repository), 0L);
    }
}
