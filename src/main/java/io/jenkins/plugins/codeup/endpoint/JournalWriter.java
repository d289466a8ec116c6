package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.endpoint.JournalIndex.Place;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Appends records to the newest segment of a {@link Journal}, and begins new ones. Used by one thread at a time. */
final class JournalWriter {

    private static final Logger LOGGER = Logger.getLogger(JournalWriter.class.getName());

    private final Path directory;
    private final JournalIndex index;
    private final PreparedFiles files;
    /** Of the index's newest segment; null if the next write begins a new one. */
    private RandomAccessFile file;

    /**
     * A record to write.
     *
     * @param entry what it adds, or null
     * @param from where that entry is now, or null if it is new
     * @param keys those that it keeps
     */
    record Pending(byte[] record, Journal.Entry entry, Place from, List<Map.Entry<String, Long>> keys) {

        static Pending add(Journal.Entry entry, byte[] content, Place from) {
            return new Pending(JournalRecord.add(entry, content), entry, from, List.of());
        }

        static Pending done(List<Long> ids) {
            return new Pending(JournalRecord.done(ids), null, null, List.of());
        }

        static Pending keys(List<Map.Entry<String, Long>> keys) {
            return new Pending(JournalRecord.keys(keys), null, null, keys);
        }
    }

    /**
     * @param files for the segments, with their size
     */
    JournalWriter(@NonNull Path directory, @NonNull JournalIndex index, @NonNull PreparedFiles files) {
        this.directory = directory;
        this.index = index;
        this.files = files;
    }

    /**
     * @return the segment that is written to, or null
     */
    @CheckForNull
    JournalSegment current() {
        return file == null ? null : index.newest();
    }

    /**
     * Writes records to the disk and puts them into the index.
     *
     * @throws IOException if none of them is there
     */
    void write(@NonNull List<Pending> group) throws IOException {
        JournalSegment segment = current();
        if (segment == null || segment.size >= files.bytes || files.hasBetter()) {
            segment = startSegment();
        }
        ByteBuffer all = ByteBuffer.allocate(
                group.stream().mapToInt(one -> one.record.length).sum());
        group.forEach(one -> all.put(one.record));
        try {
            file.write(all.array());
        } catch (IOException e) {
            abandon(segment);
            throw e;
        }
        for (Pending one : group) {
            if (one.entry != null) {
                int length = JournalRecord.contentLength(one.record);
                int offset = segment.size + one.record.length - length;
                index.put(new Place(segment, one.entry, offset, length), one.from);
            }
            for (Map.Entry<String, Long> key : one.keys) {
                index.addKey(segment, key.getKey(), key.getValue());
            }
            segment.size += one.record.length;
        }
    }

    /** After a failed write: what is behind the last whole group is cut off, and the next write starts a new file. */
    private void abandon(JournalSegment segment) {
        try {
            closeFile();
            if (segment.size == 0) {
                index.remove(segment);
                segment.delete();
            }
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "The end of a segment can't be cut off", e);
        }
    }

    private JournalSegment startSegment() throws IOException {
        closeFile();
        PrivateFiles.createDirectory(directory);
        JournalSegment newest = index.newest();
        JournalSegment segment = JournalSegment.after(newest == null ? 0 : newest.number(), directory);
        JournalSegment next = JournalSegment.after(segment.number(), directory);
        file = files.open(segment.file(), next.file());
        index.add(segment);
        return segment;
    }

    void close() throws IOException {
        files.close();
        closeFile();
    }

    private void closeFile() throws IOException {
        JournalSegment segment = current();
        if (segment != null) {
            try (RandomAccessFile ended = file) {
                file = null;
                ended.setLength(segment.size);
            }
        }
    }
}
