package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Work that survives a crash: entries are on the disk before they are accepted and stay there until they are done.
 * Thread-safe.
 *
 * <p>A directory of numbered segment files that only grow. One thread writes for all that wait and forces the file to
 * the disk once for all of them. A segment is deleted when it is the oldest and all its entries are done. Each record
 * is {@code magic, length, CRC-32C, body}: what a crash cut off at the end of the newest segment is removed, and a
 * damaged record elsewhere costs that record only.
 *
 * <p>No library: the small ones that are maintained neither force once for many callers nor delete what is done.
 */
@Restricted(NoExternalUse.class)
public final class Journal implements Closeable {

    private static final Logger LOGGER = Logger.getLogger(Journal.class.getName());

    private static final int MAGIC = 0x4344_4A31;
    private static final int HEADER = 12;
    private static final int MAX_BODY = 256 << 20;
    private static final byte ADD = 1;
    private static final byte DONE = 2;
    private static final byte KEYS = 3;
    private static final String ENDING = ".journal";
    private static final int SEGMENT_BYTES = 8 << 20;
    private static final int KEYS_PER_RECORD = 1_000;
    private static final int MAX_KEYS = 50_000;
    /** Of a record with a key, in bytes. */
    private static final int OVERHEAD = 120;

    private static final int CLOSE_SECONDS = 10;

    private final Path directory;
    private final Duration keysKept;
    private final int segmentBytes;
    private final Opener opener;
    private final ThreadPoolExecutor writer;

    /** Oldest first. The last one is written to if {@link #channel} is open. */
    private final Deque<Segment> segments = new ArrayDeque<>();
    /** Where each entry that is not done is, by its id. */
    private final TreeMap<Long, Place> open = new TreeMap<>();

    private List<Pending> queue = new ArrayList<>();
    private long lastId;
    private long liveBytes;
    private int damaged;
    private boolean writing;
    private boolean closed;
    private IOException failure;
    /** Used by the writer thread only. */
    private FileChannel channel;

    /** Opens the file of a new segment. */
    @FunctionalInterface
    interface Opener {
        @NonNull
        FileChannel open(@NonNull Path file) throws IOException;
    }

    /**
     * An entry that is not done.
     *
     * @param id unique and rising
     * @param key what the entry is recognized by when it comes again, or an empty text
     * @param time when it was added, in milliseconds since 1970
     */
    public record Entry(long id, @NonNull String key, long time) {}

    private record Place(Segment segment, Entry entry, int offset, int length) {}

    /**
     * A record to write.
     *
     * @param entry what it adds, or null
     * @param from where that entry is now, or null if it is new
     */
    private record Pending(byte[] record, Entry entry, Place from, boolean force, CompletableFuture<Long> written) {}

    private static final class Segment {

        final Path file;
        final long number;
        final Set<Long> open = new HashSet<>();
        final Map<String, Long> keys = new LinkedHashMap<>();
        int size;

        Segment(Path file, long number) {
            this.file = file;
            this.number = number;
        }
    }

    /**
     * Reads the journal. Errors do not prevent it: they are reported by {@link #failure} and {@link #damaged}.
     *
     * @param directory created when it is needed, with rights for the process's user only
     * @param keysKept how long {@link #keys} has the keys of entries that are done
     * @param thread name of the writing thread
     */
    public Journal(@NonNull Path directory, @NonNull Duration keysKept, @NonNull String thread) {
        this(directory, keysKept, thread, SEGMENT_BYTES, Journal::create);
    }

    Journal(Path directory, Duration keysKept, String thread, int segmentBytes, Opener opener) {
        this.directory = directory;
        this.keysKept = keysKept;
        this.segmentBytes = segmentBytes;
        this.opener = opener;
        // a thread of its own: a channel is closed when a thread that uses it is interrupted, as builds are
        writer = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread made = new Thread(work, thread);
            made.setDaemon(true);
            return made;
        });
        writer.allowCoreThreadTimeOut(true);
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
    public synchronized List<Entry> open() {
        return open.values().stream().map(Place::entry).toList();
    }

    /**
     * @return the keys of entries, done or not, with the time of each in milliseconds since 1970
     */
    @NonNull
    public synchronized Map<String, Long> keys() {
        Map<String, Long> keys = new LinkedHashMap<>();
        segments.forEach(segment -> keys.putAll(segment.keys));
        return keys;
    }

    /**
     * @return the content of an entry that is not done, or null if it is done
     * @throws IOException if it can't be read
     */
    @CheckForNull
    public byte[] read(long id) throws IOException {
        Place place = place(id);
        while (place != null) {
            try {
                return read(place);
            } catch (NoSuchFileException e) {
                Place moved = place(id);
                if (moved == place) {
                    throw e;
                }
                place = moved;
            }
        }
        return null;
    }

    private synchronized Place place(long id) {
        return open.get(id);
    }

    private static byte[] read(Place place) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(place.length);
        try (FileChannel file = FileChannel.open(place.segment.file, StandardOpenOption.READ)) {
            while (content.hasRemaining()) {
                if (file.read(content, place.offset + (long) content.position()) < 0) {
                    throw new IOException(place.segment.file + " is too short");
                }
            }
        }
        return content.array();
    }

    /**
     * Adds an entry.
     *
     * @param key see {@link Entry#key}
     * @return completed with the entry's id when the entry is on the disk; fails with an IOException if it can't be
     *     written. Completed by the writing thread: what depends on it must not block.
     */
    @NonNull
    public synchronized CompletableFuture<Long> add(@NonNull String key, @NonNull byte[] content) {
        long now = System.currentTimeMillis();
        // rising, and not used again even if the directory was lost
        lastId = Math.max(lastId + 1, now << 20);
        Entry entry = new Entry(lastId, key, now);
        return enqueue(add(entry, content), entry, true);
    }

    private static byte[] add(Entry entry, byte[] content) {
        return record(ADD, out -> {
            out.writeLong(entry.id);
            out.writeLong(entry.time);
            out.writeUTF(entry.key);
            out.write(content);
        });
    }

    /** Marks entries as done. Does not wait for the disk. */
    public synchronized void done(@NonNull Collection<Long> ids) {
        List<Long> existing = ids.stream().filter(open::containsKey).toList();
        if (!existing.isEmpty() && !closed) {
            existing.forEach(this::remove);
            enqueue(
                    record(DONE, out -> {
                        for (long id : existing) {
                            out.writeLong(id);
                        }
                    }),
                    null,
                    false);
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
    public synchronized long liveBytes() {
        return liveBytes;
    }

    /** Writes what waits and ends the journal. Later additions fail, later marks are ignored. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
        }
        writer.shutdown();
        try {
            if (writer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS) && channel != null) {
                channel.close();
                channel = null;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Body {
        void writeTo(DataOutputStream out) throws IOException;
    }

    private static byte[] record(byte kind, Body body) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.write(new byte[HEADER]);
            out.writeByte(kind);
            body.writeTo(out);
            ByteBuffer record = ByteBuffer.wrap(bytes.toByteArray());
            int length = record.capacity() - HEADER;
            record.putInt(0, MAGIC).putInt(4, length).putInt(8, crc(record, 0, length));
            return record.array();
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static int crc(ByteBuffer from, int at, int length) {
        CRC32C crc = new CRC32C();
        crc.update(from.duplicate().limit(at + 8).position(at + 4));
        crc.update(from.duplicate().limit(at + HEADER + length).position(at + HEADER));
        return (int) crc.getValue();
    }

    private synchronized CompletableFuture<Long> enqueue(byte[] record, Entry entry, boolean force) {
        CompletableFuture<Long> written = new CompletableFuture<>();
        if (closed) {
            written.completeExceptionally(new IOException("closed"));
            return written;
        }
        queue.add(new Pending(record, entry, null, force, written));
        if (!writing) {
            writing = true;
            writer.execute(this::writeQueue);
        }
        return written;
    }

    private void writeQueue() {
        for (List<Pending> batch = next(); !batch.isEmpty(); batch = next()) {
            try {
                write(batch);
                synchronized (this) {
                    failure = null;
                }
                batch.forEach(one -> one.written.complete(one.entry == null ? null : one.entry.id));
                deleteDone();
            } catch (IOException | RuntimeException e) {
                IOException problem = e instanceof IOException io ? io : new IOException(e);
                fail(problem);
                batch.forEach(one -> one.written.completeExceptionally(problem));
            }
        }
    }

    private synchronized List<Pending> next() {
        List<Pending> batch = queue;
        queue = new ArrayList<>();
        writing = !batch.isEmpty();
        return batch;
    }

    private synchronized void fail(IOException e) {
        if (failure == null) {
            LOGGER.log(Level.WARNING, "The journal " + directory + " can't be read or written", e);
        }
        failure = e;
    }

    private void write(List<Pending> batch) throws IOException {
        Segment segment = channel == null ? null : segments.getLast();
        if (segment == null || segment.size >= segmentBytes) {
            segment = startSegment();
        }
        int before = segment.size;
        ByteBuffer all = ByteBuffer.allocate(
                batch.stream().mapToInt(one -> one.record.length).sum());
        batch.forEach(one -> all.put(one.record));
        all.flip();
        try {
            while (all.hasRemaining()) {
                channel.write(all);
            }
            if (batch.stream().anyMatch(Pending::force)) {
                channel.force(false);
            }
        } catch (IOException e) {
            abandon(before);
            throw e;
        }
        synchronized (this) {
            for (Pending one : batch) {
                if (one.entry != null && (one.from == null || open.get(one.entry.id) == one.from)) {
                    int length = contentLength(one.record, HEADER, one.record.length - HEADER);
                    put(new Place(segment, one.entry, segment.size + one.record.length - length, length));
                }
                segment.size += one.record.length;
            }
        }
    }

    /** The content is the end of the body, after kind, id, time and key. */
    private static int contentLength(byte[] bytes, int body, int length) {
        int key = ByteBuffer.wrap(bytes).getShort(body + 17) & 0xFFFF;
        return length - 19 - key;
    }

    private void put(Place place) {
        remove(place.entry.id);
        open.put(place.entry.id, place);
        place.segment.open.add(place.entry.id);
        liveBytes += place.length;
        if (!place.entry.key.isEmpty()) {
            place.segment.keys.put(place.entry.key, place.entry.time);
        }
    }

    private void remove(long id) {
        Place place = open.remove(id);
        if (place != null) {
            place.segment.open.remove(id);
            liveBytes -= place.length;
        }
    }

    /** After a failed write: what is behind the last whole batch is cut off, and the next write starts a new file. */
    private void abandon(int size) {
        try (FileChannel failed = channel) {
            channel = null;
            failed.truncate(size);
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "The end of a segment can't be cut off", e);
        }
    }

    private Segment startSegment() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
        createDirectory(directory);
        long number = segments.isEmpty() ? 1 : segments.getLast().number + 1;
        Segment segment = new Segment(directory.resolve("%010d%s".formatted(number, ENDING)), number);
        channel = opener.open(segment.file);
        synchronized (this) {
            segments.add(segment);
        }
        return segment;
    }

    /** Deletes the oldest segments while nothing in them is open. Moves what is, if the directory is mostly done. */
    private void deleteDone() throws IOException {
        while (segments.size() > 1) {
            Segment oldest = segments.getFirst();
            List<Place> left;
            synchronized (this) {
                left = oldest.open.stream().sorted().map(open::get).toList();
                if (!left.isEmpty() && !isMostlyDone()) {
                    return;
                }
            }
            List<Pending> kept = moved(left);
            kept.addAll(youngKeys(oldest));
            if (!kept.isEmpty()) {
                write(kept);
            }
            synchronized (this) {
                segments.removeFirst();
            }
            Files.deleteIfExists(oldest.file);
            if (!left.isEmpty()) {
                // one at a time: others wait for their records
                return;
            }
        }
    }

    private boolean isMostlyDone() {
        long total = segments.stream().mapToLong(segment -> segment.size).sum();
        long keys = segments.stream().mapToLong(segment -> segment.keys.size()).sum();
        long overhead = OVERHEAD * (keys + open.size());
        return total > 2 * (liveBytes + overhead) + 4L * segmentBytes;
    }

    private List<Pending> moved(List<Place> places) throws IOException {
        List<Pending> records = new ArrayList<>();
        for (Place place : places) {
            byte[] content = read(place);
            records.add(new Pending(add(place.entry, content), place.entry, place, true, new CompletableFuture<>()));
        }
        synchronized (this) {
            // a mark must not come before the entry that it is for
            records.removeIf(one -> open.get(one.entry.id) != one.from);
        }
        return records;
    }

    private List<Pending> youngKeys(Segment oldest) {
        long limit = System.currentTimeMillis() - keysKept.toMillis();
        Map<String, Long> later = new LinkedHashMap<>();
        List<Map.Entry<String, Long>> young;
        synchronized (this) {
            segments.stream().skip(1).forEach(segment -> later.putAll(segment.keys));
            young = oldest.keys.entrySet().stream()
                    .filter(key -> later.size() < MAX_KEYS)
                    .filter(key -> key.getValue() >= limit && !later.containsKey(key.getKey()))
                    .toList();
            young.forEach(key -> segments.getLast().keys.put(key.getKey(), key.getValue()));
        }
        List<Pending> records = new ArrayList<>();
        for (int from = 0; from < young.size(); from += KEYS_PER_RECORD) {
            List<Map.Entry<String, Long>> some = young.subList(from, Math.min(from + KEYS_PER_RECORD, young.size()));
            records.add(new Pending(
                    record(KEYS, out -> {
                        for (Map.Entry<String, Long> key : some) {
                            out.writeLong(key.getValue());
                            out.writeUTF(key.getKey());
                        }
                    }),
                    null,
                    null,
                    true,
                    new CompletableFuture<>()));
        }
        return records;
    }

    private synchronized void readAll() throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.filter(file -> name(file).matches("\\d{10}\\" + ENDING))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            long number = Long.parseLong(name(file).substring(0, 10));
            Segment segment = new Segment(file, number);
            segments.add(segment);
            try {
                read(segment, file.equals(files.get(files.size() - 1)));
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, file + " can't be read", e);
                damaged++;
            }
        }
    }

    private void read(Segment segment, boolean newest) throws IOException {
        byte[] bytes = Files.readAllBytes(segment.file);
        ByteBuffer content = ByteBuffer.wrap(bytes);
        int at = 0;
        while (at < bytes.length) {
            if (isRecord(content, at)) {
                int length = content.getInt(at + 4);
                try {
                    apply(segment, bytes, at + HEADER, length);
                } catch (IOException e) {
                    LOGGER.log(Level.WARNING, segment.file + " has an unknown record", e);
                    damaged++;
                }
                at += HEADER + length;
                continue;
            }
            int next = at + 1;
            while (next < bytes.length && !isRecord(content, next)) {
                next++;
            }
            if (next == bytes.length && newest) {
                // a crash while it was written; nobody was told that it is there
                cutOff(segment.file, at);
                bytes = Arrays.copyOf(bytes, at);
            } else {
                LOGGER.log(Level.WARNING, "{0} is damaged at {1}, one record or more are lost", new Object[] {
                    segment.file, at
                });
                damaged++;
            }
            at = next;
        }
        segment.size = bytes.length;
    }

    private static boolean isRecord(ByteBuffer content, int at) {
        if (content.capacity() - at <= HEADER || content.getInt(at) != MAGIC) {
            return false;
        }
        int length = content.getInt(at + 4);
        return length > 0
                && length <= Math.min(MAX_BODY, content.capacity() - at - HEADER)
                && crc(content, at, length) == content.getInt(at + 8);
    }

    private synchronized void apply(Segment segment, byte[] bytes, int body, int length) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, body, length))) {
            switch (in.readByte()) {
                case ADD -> {
                    long id = in.readLong();
                    long time = in.readLong();
                    Entry entry = new Entry(id, in.readUTF(), time);
                    lastId = Math.max(lastId, id);
                    int size = contentLength(bytes, body, length);
                    put(new Place(segment, entry, body + length - size, size));
                }
                case DONE -> {
                    while (in.available() > 0) {
                        remove(in.readLong());
                    }
                }
                case KEYS -> {
                    while (in.available() > 0) {
                        long time = in.readLong();
                        segment.keys.put(in.readUTF(), time);
                    }
                }
                default -> throw new IOException("written by a later version");
            }
        }
    }

    private static void cutOff(Path file, int size) {
        try (FileChannel torn = FileChannel.open(file, StandardOpenOption.WRITE)) {
            torn.truncate(size);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The end of " + file + " can't be cut off", e);
        }
    }

    private static String name(Path file) {
        return file.toFile().getName();
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), rights(file, "rw-------"));
    }

    /** Creates a directory that only the user of Jenkins's process can read, unless it exists. */
    public static void createDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, rights(directory, "rwx------"));
        }
    }

    /** Lets only the user of Jenkins's process read a file: it has a secret, addresses or others' words. */
    static void restrict(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static FileAttribute<?>[] rights(Path path, String rights) {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(rights);
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }
}
