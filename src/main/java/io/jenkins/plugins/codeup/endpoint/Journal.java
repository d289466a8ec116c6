package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.endpoint.JournalIndex.Place;
import io.jenkins.plugins.codeup.endpoint.JournalWriter.Pending;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Work that survives a crash: entries are on the disk before they are accepted and stay there until they are done.
 * Thread-safe.
 *
 * <p>A directory of {@link JournalSegment}s with {@link JournalRecord}s. Whoever writes does it for all that wait, and
 * forces the file to the disk once for all of them. A segment is deleted when it is the oldest and all its entries are done.
 * What a crash cut off at the end of the newest segment is removed; a damaged record elsewhere costs that record only.
 *
 * <p>No library: the small ones that are maintained neither force once for many callers nor delete what is done.
 */
@Restricted(NoExternalUse.class)
public final class Journal implements Closeable {

    private static final Logger LOGGER = Logger.getLogger(Journal.class.getName());

    private static final int SEGMENT_BYTES = 8 << 20;
    private static final int KEYS_PER_RECORD = 1_000;

    private final Path directory;
    private final Duration keysKept;
    private final int segmentBytes;
    private final JournalIndex index = new JournalIndex();
    private final JournalWriter files;
    private final GroupCommit<Pending> writer;
    private long lastId;
    private int damaged;
    private IOException failure;
    /** Keys of deleted segments for which there was no room yet. Used by the thread that writes only. */
    private List<Pending> owed = new ArrayList<>();

    /**
     * An entry that is not done.
     *
     * @param id unique and rising
     * @param key what the entry is recognized by when it comes again, or an empty text
     * @param time when it was added, in milliseconds since 1970
     */
    public record Entry(long id, @NonNull String key, long time) {}

    /**
     * Reads the journal. Errors do not prevent it: they are reported by {@link #failure} and {@link #damaged}.
     *
     * @param directory created when it is needed, with rights for the process's user only
     * @param keysKept how long {@link #keys} has the keys of entries that are done
     * @param thread name of the thread that writes what nobody waits for
     */
    public Journal(@NonNull Path directory, @NonNull Duration keysKept, @NonNull String thread) {
        this(directory, keysKept, thread, new PreparedFiles(directory, SEGMENT_BYTES, thread + " files"));
    }

    Journal(Path directory, Duration keysKept, String thread, PreparedFiles prepared) {
        this.directory = directory;
        this.keysKept = keysKept;
        segmentBytes = prepared.bytes;
        files = new JournalWriter(directory, index, prepared);
        writer = new GroupCommit<>(thread, new GroupCommit.Writer<>() {
            @Override
            public void write(List<Pending> group) throws IOException {
                writeOrFail(group);
            }

            @Override
            public boolean cleanUp() {
                try {
                    return deleteDone();
                } catch (IOException e) {
                    fail(e);
                    return false;
                }
            }
        });
        try {
            readAll();
        } catch (IOException e) {
            fail(e);
        }
    }

    /**
     * @return the entries that are not done, oldest first
     */
    @NonNull
    public List<Entry> open() {
        return index.open().stream().map(Place::entry).toList();
    }

    /**
     * @return the keys of entries, done or not, with the time of each in milliseconds since 1970
     */
    @NonNull
    public Map<String, Long> keys() {
        return index.keys();
    }

    /**
     * @return the content of an entry that is not done, or null if it is done
     * @throws IOException if it can't be read
     */
    @CheckForNull
    public byte[] read(long id) throws IOException {
        Place place = index.place(id);
        while (place != null) {
            try {
                return place.read();
            } catch (NoSuchFileException e) {
                Place moved = index.place(id);
                if (moved == place) {
                    throw e;
                }
                place = moved;
            }
        }
        return null;
    }

    /**
     * Reads all entries that are not done, each file once: faster than {@link #read} for each of them. What can't be read
     * is left out and stays.
     *
     * @param reader gets entries and contents in any order
     */
    public void readOpen(@NonNull BiConsumer<Entry, byte[]> reader) {
        Map<JournalSegment, List<Place>> bySegment = new LinkedHashMap<>();
        index.open()
                .forEach(place -> bySegment
                        .computeIfAbsent(place.segment(), segment -> new ArrayList<>())
                        .add(place));
        bySegment.forEach((segment, places) -> {
            try {
                byte[] file = Files.readAllBytes(segment.file());
                for (Place place : places) {
                    reader.accept(
                            place.entry(), Arrays.copyOfRange(file, place.offset(), place.offset() + place.length()));
                }
            } catch (IOException e) {
                fail(e);
            }
        });
    }

    /**
     * Adds an entry, which is written soon.
     *
     * @param key see {@link Entry#key}
     * @return completed with the entry's id when the entry is on the disk; fails with an IOException if it can't be
     *     written. Completed by the thread that writes: what depends on it must not block.
     */
    @NonNull
    public CompletableFuture<Long> add(@NonNull String key, @NonNull byte[] content) {
        CompletableFuture<Long> written = begin(key, content);
        writer.writeLater();
        return written;
    }

    /** As {@link #add}, for a thread that goes on with {@link #end}. */
    @NonNull
    synchronized CompletableFuture<Long> begin(@NonNull String key, @NonNull byte[] content) {
        long now = System.currentTimeMillis();
        // rising, and not used again even if the directory was lost
        lastId = Math.max(lastId + 1, now << 20);
        Entry entry = new Entry(lastId, key, now);
        return writer.add(Pending.add(entry, content, null)).thenApply(written -> written.entry().id);
    }

    /**
     * Waits until an entry is written, or writes it in this thread: faster than another thread. If that is interrupted or
     * takes too long, it is written all the same.
     *
     * @param written the result of {@link #begin}, or what depends on it
     */
    void end(@NonNull CompletableFuture<?> written, long timeoutSeconds) throws InterruptedException, TimeoutException {
        writer.write(written, timeoutSeconds);
    }

    /** Marks entries as done. Does not wait for the disk. */
    public synchronized void done(@NonNull Collection<Long> ids) {
        List<Long> existing = index.open(ids);
        if (!existing.isEmpty() && !writer.isClosed()) {
            existing.forEach(index::remove);
            writer.add(Pending.done(existing));
            writer.writeLater();
        }
    }

    /**
     * @return how many records could not be read since Jenkins started
     */
    public synchronized int damaged() {
        return damaged;
    }

    synchronized void forgetDamaged() {
        damaged = 0;
    }

    /**
     * @return why the last attempt to write failed, or null if it did not
     */
    @CheckForNull
    public synchronized IOException failure() {
        return failure;
    }

    /**
     * @return the size of the entries that are not done
     */
    public long liveBytes() {
        return index.liveBytes();
    }

    /** Writes what waits and ends the journal. Later additions fail, later marks are ignored. */
    @Override
    public void close() throws IOException {
        if (writer.close()) {
            files.close();
        }
    }

    private void writeOrFail(List<Pending> group) throws IOException {
        try {
            List<Pending> all = new ArrayList<>(owed);
            all.addAll(group);
            files.write(all);
            owed = new ArrayList<>();
            synchronized (this) {
                failure = null;
            }
        } catch (IOException e) {
            fail(e);
            throw e;
        }
    }

    private synchronized void fail(IOException e) {
        if (failure == null) {
            LOGGER.log(Level.WARNING, "The journal " + directory + " can't be read or written", e);
        }
        failure = e;
    }

    /**
     * Deletes the oldest segment if nothing in it is open; moves what is, if the directory is mostly done. Does so in steps,
     * as others wait for their records.
     *
     * @return whether there is more to do
     */
    private boolean deleteDone() throws IOException {
        JournalSegment oldest = index.oldestBut(files.current());
        if (oldest == null || !index.isDone(oldest) && !index.isMostlyDone(segmentBytes)) {
            return false;
        }
        List<Pending> left = moved(index.openIn(oldest));
        List<Pending> kept = left.isEmpty() ? youngKeys(oldest, KEYS_PER_RECORD) : left;
        try {
            if (!kept.isEmpty()) {
                files.write(kept);
                return true;
            }
        } catch (IOException e) {
            if (!left.isEmpty()) {
                throw e;
            }
            // no room, of which the deletion makes some
            owed.addAll(youngKeys(oldest, Integer.MAX_VALUE));
        }
        index.remove(oldest);
        oldest.delete();
        return true;
    }

    private List<Pending> moved(List<Place> places) throws IOException {
        List<Pending> records = new ArrayList<>();
        for (Place place : places) {
            records.add(Pending.add(place.entry(), place.read(), place));
        }
        // what is done meanwhile: its mark is written after this
        records.removeIf(one -> index.place(one.entry().id) != one.from());
        return records;
    }

    private List<Pending> youngKeys(JournalSegment oldest, int count) {
        long limit = System.currentTimeMillis() - keysKept.toMillis();
        List<Map.Entry<String, Long>> young = index.youngKeys(oldest, limit, count);
        List<Pending> records = new ArrayList<>();
        for (int from = 0; from < young.size(); from += KEYS_PER_RECORD) {
            records.add(Pending.keys(young.subList(from, Math.min(from + KEYS_PER_RECORD, young.size()))));
        }
        return records;
    }

    private synchronized void readAll() throws IOException {
        JournalSegment torn = null;
        for (JournalSegment segment : JournalSegment.list(directory)) {
            index.add(segment);
            try {
                boolean whole = segment.read(new Reader(segment));
                if (whole && segment.size == 0) {
                    // prepared, but not used
                    index.remove(segment);
                    segment.delete();
                } else {
                    if (torn != null) {
                        new Reader(torn).damaged(torn.size);
                    }
                    torn = whole ? null : segment;
                }
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, segment.file() + " can't be read", e);
                damaged++;
            }
        }
        if (torn != null) {
            torn.cutOff();
        }
    }

    private final class Reader implements JournalRecord.Reader {

        private final JournalSegment segment;

        Reader(JournalSegment segment) {
            this.segment = segment;
        }

        @Override
        public void added(Entry entry, int offset, int length) {
            synchronized (Journal.this) {
                lastId = Math.max(lastId, entry.id);
                index.put(new Place(segment, entry, offset, length), null);
            }
        }

        @Override
        public void done(long id) {
            index.remove(id);
        }

        @Override
        public void key(String key, long time) {
            index.addKey(segment, key, time);
        }

        @Override
        public void damaged(int offset) {
            LOGGER.log(Level.WARNING, "{0} is damaged at {1}, one record or more are lost", new Object[] {
                segment.file(), offset
            });
            synchronized (Journal.this) {
                damaged++;
            }
        }
    }
}
