package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * One of the numbered files of a {@link Journal}. Records are only added, and it is deleted as a whole. Not thread-safe:
 * guarded by the journal.
 */
final class JournalSegment {

    private static final Logger LOGGER = Logger.getLogger(JournalSegment.class.getName());
    private static final String ENDING = ".journal";

    private final Path file;
    private final long number;
    /** Ids of the entries in this file that are not done. */
    final Set<Long> open = new HashSet<>();
    /** Keys of entries in this file, and those that were kept of deleted ones, with their times. */
    final Map<String, Long> keys = new LinkedHashMap<>();
    /** In bytes. */
    int size;

    private JournalSegment(Path file, long number) {
        this.file = file;
        this.number = number;
    }

    /**
     * @return the next file of the directory, which does not exist yet
     */
    @NonNull
    static JournalSegment after(long number, @NonNull Path directory) {
        return new JournalSegment(directory.resolve("%010d%s".formatted(number + 1, ENDING)), number + 1);
    }

    /**
     * @return the directory's files, oldest first, not read yet
     */
    @NonNull
    static List<JournalSegment> list(@NonNull Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> name(file).matches("\\d{10}\\" + ENDING))
                    .sorted()
                    .map(file ->
                            new JournalSegment(file, Long.parseLong(name(file).substring(0, 10))))
                    .toList();
        }
    }

    private static String name(Path file) {
        return file.toFile().getName();
    }

    @NonNull
    Path file() {
        return file;
    }

    long number() {
        return number;
    }

    /**
     * Reads all records.
     *
     * @return whether nothing was written behind them
     */
    boolean read(@NonNull JournalRecord.Reader reader) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        size = JournalRecord.readAll(bytes, reader);
        int rest = bytes.length - size;
        return Arrays.equals(bytes, size, bytes.length, new byte[rest], 0, rest);
    }

    /** Removes what a crash left of the journal's last record: nobody was told that it is there. */
    void cutOff() {
        try (FileChannel torn = FileChannel.open(file, StandardOpenOption.WRITE)) {
            torn.truncate(size);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The end of " + file + " can't be cut off", e);
        }
    }

    /**
     * @return a part of the file
     */
    @NonNull
    byte[] read(int offset, int length) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (content.hasRemaining()) {
                if (channel.read(content, offset + (long) content.position()) < 0) {
                    throw new IOException(file + " is too short");
                }
            }
        }
        return content.array();
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
