package io.jenkins.plugins.codeup.endpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.jenkins.Await;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal's next file has its blocks before it is used, and what of it is not used does no harm after a crash. */
class PreparedFilesTest {

    private static final int BYTES = 5_000;

    @TempDir
    private Path home;

    private PreparedFiles prepared(int bytes) {
        return new PreparedFiles(home, bytes, "test files");
    }

    private Path file(int number) {
        return home.resolve("%010d.journal".formatted(number));
    }

    private Journal journal(Path directory) {
        return new Journal(directory, Duration.ofHours(1), "test", new PreparedFiles(directory, BYTES, "test files"));
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".journal"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theNextFileIsFullOfZerosBeforeItIsUsed() throws Exception {
        PreparedFiles files = prepared(BYTES);
        try (RandomAccessFile first = files.open(file(1), file(2))) {
            assertEquals(0, first.length(), "nobody waits for zeros");
            Await.until("the next file", files::hasBetter);
        }
        assertArrayEquals(new byte[BYTES], Files.readAllBytes(file(2)));
        try (RandomAccessFile second = files.open(file(2), file(3))) {
            assertFalse(files.hasBetter());
            second.write(1);
            assertEquals(BYTES, second.length());
        }
        files.close();
    }

    @Test
    void aFileThatWasTakenAwayIsCreatedAgain() throws Exception {
        PreparedFiles files = prepared(BYTES);
        files.open(file(1), file(2)).close();
        Await.until("the next file", files::hasBetter);
        Files.delete(file(2));
        files.open(file(2), file(3)).close();
        assertTrue(Files.exists(file(2)));
        files.close();
    }

    @Test
    void nothingIsWrittenAfterItIsClosed() throws Exception {
        PreparedFiles files = prepared(1 << 30);
        files.open(file(1), file(2)).close();
        files.close();
        assertEquals(List.of(file(1)), files(home));
        Path unfinished = home.resolve("next");
        long written = Files.exists(unfinished) ? Files.size(unfinished) : 0;
        Thread.sleep(100);
        assertEquals(written, Files.exists(unfinished) ? Files.size(unfinished) : 0);
    }

    @Test
    void whatExistsIsNotOverwritten() throws Exception {
        Files.writeString(file(1), "somebody's");
        PreparedFiles files = prepared(BYTES);
        assertThrows(FileAlreadyExistsException.class, () -> files.open(file(1), file(2)));
        assertEquals("somebody's", Files.readString(file(1)));
    }

    @Test
    void afterACrashAllEntriesAreThereAndUnusedSpaceIsNoDamage() throws Exception {
        Path running = home.resolve("running");
        Path crashed = Files.createDirectory(home.resolve("crashed"));
        List<Long> added = new ArrayList<>();
        try (Journal journal = journal(running)) {
            added.add(journal.add("", new byte[500]).get());
            while (files(running).size() < 5) {
                added.add(journal.add("", new byte[500]).get());
            }
            for (Path file : files(running)) {
                Files.copy(file, crashed.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        try (Journal journal = journal(crashed)) {
            assertEquals(added, journal.open().stream().map(Journal.Entry::id).toList());
            assertEquals(0, journal.damaged());
            journal.add("", new byte[1]).get();
            assertEquals(added.size() + 1, journal.open().size());
        }
        // as if it had been killed before the end of a file that is full was cut off
        for (Path file : files(crashed)) {
            try (RandomAccessFile longer = new RandomAccessFile(file.toFile(), "rw")) {
                longer.setLength(longer.length() + BYTES);
            }
        }
        try (Journal journal = journal(crashed)) {
            assertEquals(added.size() + 1, journal.open().size());
            assertEquals(0, journal.damaged());
        }
    }
}
