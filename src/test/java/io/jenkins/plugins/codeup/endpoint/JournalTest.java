package io.jenkins.plugins.codeup.endpoint;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was added is there after a crash until it is done, whatever the crash did to the end of the file. */
class JournalTest {

    private static final int SMALL_SEGMENT = 1_000;

    /** Two entries, a mark of the first one, and a key. */
    private static final String STORED =
            "43444a3100000018004304a70100000000000000040000018bcfe5680000026b316f6e6543444a3100000018a11dfc0d"
                    + "0100000000000000050000018bcfe5680100026b3274776f43444a31000000091bdc783102000000000000000443444a"
                    + "310000000dc958bad3030000018bcfe5680200026b30";

    @TempDir
    private Path home;

    private Path directory;
    private Journal journal;

    @BeforeEach
    void open() {
        directory = home.resolve("journal");
        journal = small();
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    private Journal small() {
        return new Journal(directory, Duration.ofHours(1), "test", notPrepared(directory));
    }

    private static PreparedFiles notPrepared(Path directory) {
        return new PreparedFiles(directory, SMALL_SEGMENT, "test files") {
            @Override
            RandomAccessFile open(Path file, Path next) throws IOException {
                return PrivateFiles.create(file);
            }
        };
    }

    /** As after a crash: what is written is read by another journal. */
    private void reopen() throws IOException {
        journal.close();
        journal = small();
    }

    private long add(String key, String content) throws Exception {
        return journal.add(key, content.getBytes(StandardCharsets.UTF_8)).get();
    }

    private String read(long id) throws IOException {
        byte[] content = journal.read(id);
        return content == null ? null : new String(content, StandardCharsets.UTF_8);
    }

    private List<String> contents() throws IOException {
        List<String> contents = new ArrayList<>();
        for (Journal.Entry entry : journal.open()) {
            contents.add(read(entry.id()));
        }
        return contents;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    @Test
    void whatIsNotDoneIsReadAgainInItsOrder() throws Exception {
        long first = add("one", "1");
        long second = add("two", "2");
        add("", "3");
        journal.done(List.of(second));
        reopen();
        assertEquals(List.of("1", "3"), contents());
        assertEquals(first, journal.open().get(0).id());
        assertEquals("one", journal.open().get(0).key());
        assertNull(read(second));
        assertEquals(2, journal.keys().size(), "keys of what is done are kept");
        assertTrue(add("", "4") > first, "ids rise");
    }

    @Test
    void nothingIsWrittenWithoutAnEntry() throws Exception {
        journal.done(List.of(1L));
        journal.close();
        assertFalse(Files.exists(directory));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3_000})
    void cutAtEveryByteOfItsLastTwoRecordsItHasTheEntriesThatAreWhole(int prepared) throws Exception {
        add("a", "first");
        long before = Files.size(files().get(0));
        add("b", "the last but one");
        long middle = Files.size(files().get(0));
        add("c", "the last");
        journal.close();
        byte[] whole = Files.readAllBytes(files().get(0));
        Path file = files().get(0);
        for (int size = (int) before; size <= whole.length; size++) {
            Files.write(file, Arrays.copyOf(Arrays.copyOf(whole, size), size + prepared));
            journal = small();
            List<String> expected = size == whole.length
                    ? List.of("first", "the last but one", "the last")
                    : size >= middle ? List.of("first", "the last but one") : List.of("first");
            assertEquals(expected, contents(), "cut at " + size);
            assertEquals(0, journal.damaged(), "a torn end is no damage");
            // and what is written afterwards is read again, with no trace of the torn end
            long next = add("d", "next");
            reopen();
            assertEquals("next", read(next));
            assertEquals(0, journal.damaged(), "cut at " + size);
            journal.close();
            for (Path other : files()) {
                if (!other.equals(file)) {
                    Files.delete(other);
                }
            }
        }
    }

    @Test
    @FieldCase("B25")
    void aDamagedByteCostsItsRecordOnlyAndIsReported() throws Exception {
        add("a", "first");
        long from = Files.size(files().get(0));
        add("b", "second");
        long to = Files.size(files().get(0));
        add("c", "third");
        journal.close();
        Path file = files().get(0);
        byte[] whole = Files.readAllBytes(file);
        for (int at = (int) from; at < to; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x5A;
            Files.write(file, damaged);
            journal = small();
            assertEquals(List.of("first", "third"), contents(), "damaged at " + at);
            assertEquals(1, journal.damaged());
            journal.close();
        }
    }

    @Test
    void segmentsWithoutOpenEntriesAreDeletedAndKeysAreKept() throws Exception {
        for (int i = 0; i < 100; i++) {
            journal.done(List.of(add("key " + i, "x".repeat(100))));
        }
        add("last", "y");
        journal.close();
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
        }
        assertTrue(bytes < 100 * 100, bytes + " bytes left");
        journal = small();
        assertEquals(List.of("y"), contents());
        assertEquals(101, journal.keys().size());
    }

    @Test
    void manyKeysAreKeptWhenTheirSegmentIsDeleted() throws Exception {
        List<CompletableFuture<Long>> added = new ArrayList<>();
        for (int i = 0; i < 3_500; i++) {
            added.add(journal.add("key " + i, new byte[0]));
        }
        for (CompletableFuture<Long> one : added) {
            journal.done(List.of(one.get()));
        }
        add("last", "y");
        reopen();
        assertEquals(List.of("y"), contents());
        assertEquals(3_501, journal.keys().size());
        assertTrue(files().size() < 10, files()::toString);
    }

    @Test
    void oneOldEntryDoesNotKeepAllLaterSegments() throws Exception {
        long old = add("old", "waits for long");
        for (int i = 0; i < 300; i++) {
            journal.done(List.of(add("", "x".repeat(100))));
        }
        add("last", "y");
        assertTrue(files().size() < 15, files()::toString);
        reopen();
        assertEquals(List.of("waits for long", "y"), contents());
        assertEquals(old, journal.open().get(0).id());
    }

    @Test
    void manyThreadsAddAndEachEntryIsThere() throws Exception {
        List<CompletableFuture<Long>> added = IntStream.range(0, 2_000)
                .parallel()
                .mapToObj(i -> journal.add("k" + i, ("content " + i).getBytes(StandardCharsets.UTF_8)))
                .toList();
        for (CompletableFuture<Long> one : added) {
            one.get();
        }
        reopen();
        assertEquals(2_000, journal.open().size());
        assertEquals(2_000, contents().stream().distinct().count());
    }

    @Test
    void threadsThatWaitForTheirEntriesWriteThoseOfOthersTooAndInOrder() throws Exception {
        List<Long> inOrder = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                byte[] content = ("content " + i).getBytes(StandardCharsets.UTF_8);
                running.add(threads.submit(() -> {
                    CompletableFuture<?> written;
                    synchronized (inOrder) {
                        written = journal.begin("", content).thenAccept(id -> {
                            synchronized (inOrder) {
                                inOrder.add(id);
                            }
                        });
                    }
                    journal.end(written, 20);
                    assertTrue(written.isDone());
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(inOrder.stream().sorted().toList(), inOrder);
        reopen();
        assertEquals(inOrder, journal.open().stream().map(Journal.Entry::id).toList());
        assertEquals(2_000, contents().stream().distinct().count());
    }

    @Test
    void anInterruptedThreadStoresItsEntryAndTheJournalStaysOpen() throws Exception {
        CompletableFuture<Long> written = journal.begin("", "1".getBytes(StandardCharsets.UTF_8));
        Thread.currentThread().interrupt();
        try {
            journal.end(written, 20);
        } finally {
            assertTrue(Thread.interrupted(), "the thread is told later");
        }
        assertTrue(written.isDone());
        add("", "2");
        assertEquals(1, files().size(), "the same file");
        reopen();
        assertEquals(List.of("1", "2"), contents());
    }

    @Test
    void whatItsThreadDoesNotWaitForAnyLongerIsWritten() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Long> first = journal.begin("", "1".getBytes(StandardCharsets.UTF_8));
        first.thenRun(() -> {
            begun.countDown();
            assertDoesNotThrow(() -> goOn.await());
        });
        Thread slow = new Thread(() -> assertDoesNotThrow(() -> journal.end(first, 20)));
        slow.start();
        begun.await();
        CompletableFuture<Long> second = journal.begin("", "2".getBytes(StandardCharsets.UTF_8));
        assertThrows(TimeoutException.class, () -> journal.end(second, 0));
        goOn.countDown();
        slow.join();
        second.get();
        reopen();
        assertEquals(List.of("1", "2"), contents());
    }

    @Test
    void onlyTheUserOfJenkinsMayReadIt() throws Exception {
        assumeTrue(home.getFileSystem().supportedFileAttributeViews().contains("posix"), "no POSIX rights here");
        try (Journal real = new Journal(directory.resolve("real"), Duration.ZERO, "test")) {
            real.add("", new byte[1]).get();
            Path made = directory.resolve("real");
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
            try (Stream<Path> files = Files.list(made)) {
                Path file = files.findFirst().orElseThrow();
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
    }

    @Test
    void readsWhatAnEarlierVersionWrote() throws Exception {
        Files.createDirectories(directory);
        Files.write(directory.resolve("0000000007.journal"), HexFormat.of().parseHex(STORED));
        journal = small();
        assertEquals(List.of(new Journal.Entry(5, "k2", 1_700_000_000_001L)), journal.open());
        assertEquals("two", read(5));
        assertEquals(
                Map.of("k0", 1_700_000_000_002L, "k1", 1_700_000_000_000L, "k2", 1_700_000_000_001L), journal.keys());
        assertEquals(0, journal.damaged());
    }
}
