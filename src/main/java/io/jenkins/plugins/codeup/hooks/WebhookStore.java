package io.jenkins.plugins.codeup.hooks;

import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * What was done in Codeup for which item: one small file an item, apart from the items, as it is needed when they are
 * gone. A file is always whole: it is written aside and put in place by one move.
 */
final class WebhookStore {

    private static final Logger LOGGER = Logger.getLogger(WebhookStore.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENDING = ".json";

    private final Path directory;
    private Map<String, HookRecord> records;

    /**
     * @param directory read when it is first asked for, made when it is first needed
     */
    WebhookStore(@NonNull Path directory) {
        this.directory = directory;
    }

    private synchronized Map<String, HookRecord> records() {
        if (records == null) {
            records = read();
        }
        return records;
    }

    private Map<String, HookRecord> read() {
        Map<String, HookRecord> found = new ConcurrentHashMap<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                files.filter(file -> file.toString().endsWith(ENDING)).forEach(file -> read(file, found));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    private static void read(Path file, Map<String, HookRecord> into) {
        try {
            HookRecord record = JSON.readValue(file.toFile(), HookRecord.class);
            into.put(record.id(), record);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, file + " can't be read; what it says of a Codeup hook is lost", e);
        }
    }

    @CheckForNull
    HookRecord get(@NonNull String id) {
        return records().get(id);
    }

    @NonNull
    Collection<HookRecord> all() {
        return List.copyOf(records().values());
    }

    /**
     * Changes a record and writes it before anybody sees it changed.
     *
     * @param change is given null where there is none, and returns null where there shall be none
     */
    void update(@NonNull String id, @NonNull UnaryOperator<HookRecord> change) {
        records().compute(id, (key, before) -> {
            HookRecord after = change.apply(before);
            try {
                if (after == null && before != null) {
                    Files.deleteIfExists(file(id));
                } else if (after != null && !after.equals(before)) {
                    write(after);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return after;
        });
    }

    private void write(HookRecord record) throws IOException {
        Files.createDirectories(directory);
        Path part = directory.resolve(record.id() + ".part");
        Files.write(part, JSON.writeValueAsBytes(record));
        Files.move(part, file(record.id()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file(String id) {
        return directory.resolve(id + ENDING);
    }
}
