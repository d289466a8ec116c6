package io.jenkins.plugins.codeup.endpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.codeup.jenkins.Await;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal without room refuses what it can't store, loses nothing, and goes on when there is room. */
class JournalOnFullDiskTest {

    @TempDir
    private Path home;

    @Test
    void withoutRoomAnAdditionFailsAndWorksAgainWhenThereIsRoom() throws Exception {
        AtomicInteger room = new AtomicInteger(150);
        Path directory = home.resolve("journal");
        PreparedFiles files = new PreparedFiles(directory, 1_000, "test files") {
            @Override
            RandomAccessFile open(Path file, Path next) throws IOException {
                return new FullDisk(file, room);
            }
        };
        Journal limited = new Journal(directory, Duration.ofHours(1), "test", files);
        assertNotNull(limited.add("a", new byte[100]).get());
        assertNull(limited.failure());
        ExecutionException full = assertThrows(
                ExecutionException.class, () -> limited.add("b", new byte[100]).get());
        assertInstanceOf(IOException.class, full.getCause());
        assertEquals("No space left on device", limited.failure().getMessage());
        room.set(10_000);
        limited.add("c", "c".getBytes(StandardCharsets.UTF_8)).get();
        assertNull(limited.failure());
        limited.close();
        try (Journal journal = new Journal(directory, Duration.ofHours(1), "test")) {
            assertEquals(2, journal.open().size());
            assertEquals(0, journal.damaged(), "what was written of the failed one is cut off");
            assertEquals(Set.of("a", "c"), journal.keys().keySet());
        }
    }

    @Test
    void onASmallFileSystemThatIsFullItRefusesAndLosesNothing() throws Exception {
        Path mount = home.resolve("small");
        Files.createDirectory(mount);
        Process mounted = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", mount.toString())
                .redirectErrorStream(true)
                .start();
        assumeTrue(mounted.waitFor() == 0, "no right to mount a file system here");
        try (Journal real = new Journal(mount.resolve("journal"), Duration.ofHours(1), "test")) {
            int accepted = 0;
            while (true) {
                try {
                    real.add("k" + accepted, new byte[5_000]).get();
                    accepted++;
                } catch (ExecutionException full) {
                    assertInstanceOf(IOException.class, full.getCause());
                    break;
                }
            }
            assertTrue(accepted > 5, accepted + " accepted");
            real.close();
            assertFalse(Files.exists(mount.resolve("journal/next")), "preparing does not take the last room");
            try (Journal again = new Journal(mount.resolve("journal"), Duration.ofHours(1), "test")) {
                assertEquals(accepted, again.open().size());
                assertArrayEquals(
                        new byte[5_000], again.read(again.open().get(0).id()));
                assertThrows(
                        ExecutionException.class,
                        () -> again.add("refused", new byte[5_000]).get());
                again.done(again.open().stream().map(Journal.Entry::id).toList());
                Await.until("room by what is done", () -> isWritten(again));
            }
            try (Journal last = new Journal(mount.resolve("journal"), Duration.ofHours(1), "test")) {
                assertEquals(1, last.open().size());
                assertEquals(accepted + 1, last.keys().size(), "keys of what is done are kept");
                assertEquals(0, last.damaged());
            }
        } finally {
            new ProcessBuilder("umount", mount.toString()).start().waitFor();
        }
    }

    private static boolean isWritten(Journal journal) {
        return journal.add("later", new byte[5_000])
                .handle((id, problem) -> problem == null)
                .join();
    }

    /** A file on a disk with room for some bytes: stands in where a real small disk can't be mounted. */
    private static final class FullDisk extends RandomAccessFile {

        private final AtomicInteger room;

        FullDisk(Path file, AtomicInteger room) throws IOException {
            super(file.toFile(), "rw");
            this.room = room;
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            int fits = Math.min(room.get(), bytes.length);
            write(bytes, 0, fits);
            room.addAndGet(-fits);
            if (fits < bytes.length) {
                throw new IOException("No space left on device");
            }
        }
    }
}
