package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The form of a {@link Journal}'s records: {@code magic, length, CRC-32C, kind, body}. An entry's body is its id, time,
 * key and content; a mark's body is ids of entries that are done; keys that are kept are pairs of time and key. Numbers
 * are big-endian; a key is UTF-8 after its length in two bytes.
 */
final class JournalRecord {

    private static final int MAGIC = 0x4344_4A31;
    private static final int HEADER = 12;
    private static final int MAX_LENGTH = 256 << 20;
    private static final byte ADD = 1;
    private static final byte DONE = 2;
    private static final byte KEYS = 3;
    /** Of an entry: kind, id, time, and the length of the key before the key. */
    private static final int BEFORE_KEY = 19;

    private static final int MAX_KEY = 0xFFFF;

    private JournalRecord() {}

    /** Gets the records of a file. */
    interface Reader {

        /**
         * @param offset where the entry's content begins in the file
         */
        void added(@NonNull Journal.Entry entry, int offset, int length);

        void done(long id);

        void key(@NonNull String key, long time);

        /** One record or more are not whole or of an unknown kind. */
        void damaged(int offset);
    }

    @NonNull
    static byte[] add(@NonNull Journal.Entry entry, @NonNull byte[] content) {
        byte[] key = bytes(entry.key());
        ByteBuffer record = begin(ADD, BEFORE_KEY - 1 + key.length + content.length);
        putKey(record.putLong(entry.id()).putLong(entry.time()), key).put(content);
        return end(record);
    }

    @NonNull
    static byte[] done(@NonNull Collection<Long> ids) {
        ByteBuffer record = begin(DONE, 8 * ids.size());
        ids.forEach(record::putLong);
        return end(record);
    }

    /**
     * @param keys with their times
     */
    @NonNull
    static byte[] keys(@NonNull Collection<Map.Entry<String, Long>> keys) {
        ByteBuffer record = begin(
                KEYS,
                keys.stream().mapToInt(key -> 10 + bytes(key.getKey()).length).sum());
        keys.forEach(key -> putKey(record.putLong(key.getValue()), bytes(key.getKey())));
        return end(record);
    }

    private static ByteBuffer begin(byte kind, int size) {
        return ByteBuffer.allocate(HEADER + 1 + size)
                .putInt(MAGIC)
                .putInt(1 + size)
                .putInt(0)
                .put(kind);
    }

    private static byte[] end(ByteBuffer record) {
        record.putInt(8, crc(record.array(), 0, record.capacity() - HEADER));
        return record.array();
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    private static ByteBuffer putKey(ByteBuffer record, byte[] key) {
        if (key.length > MAX_KEY) {
            throw new IllegalArgumentException("a key of " + key.length + " bytes");
        }
        return record.putShort((short) key.length).put(key);
    }

    private static String getKey(ByteBuffer record) {
        byte[] key = new byte[record.getShort() & MAX_KEY];
        record.get(key);
        return new String(key, StandardCharsets.UTF_8);
    }

    private static int crc(byte[] file, int at, int length) {
        CRC32C crc = new CRC32C();
        crc.update(file, at + 4, 4);
        crc.update(file, at + HEADER, length);
        return (int) crc.getValue();
    }

    /**
     * @param record made by {@link #add}
     * @return the length of the content, which is the record's end
     */
    static int contentLength(@NonNull byte[] record) {
        int key = ByteBuffer.wrap(record).getShort(HEADER + BEFORE_KEY - 2) & MAX_KEY;
        return record.length - HEADER - BEFORE_KEY - key;
    }

    /**
     * Reads a file. After damage it goes on with the next record that is whole.
     *
     * @return where the last whole record ends: behind it is nothing, or the part of a record
     */
    static int readAll(@NonNull byte[] file, @NonNull Reader reader) {
        ByteBuffer content = ByteBuffer.wrap(file);
        int at = 0;
        while (at < file.length) {
            int begin = at;
            while (begin < file.length && !isRecord(content, begin)) {
                begin++;
            }
            if (begin == file.length) {
                break;
            }
            if (begin > at) {
                reader.damaged(at);
            }
            at = begin + HEADER + content.getInt(begin + 4);
            try {
                read(content.duplicate().limit(at).position(begin + HEADER), reader);
            } catch (IllegalArgumentException | BufferUnderflowException e) {
                reader.damaged(begin);
            }
        }
        return at;
    }

    private static boolean isRecord(ByteBuffer content, int at) {
        if (content.capacity() - at <= HEADER || content.getInt(at) != MAGIC) {
            return false;
        }
        int length = content.getInt(at + 4);
        return length > 0
                && length <= Math.min(MAX_LENGTH, content.capacity() - at - HEADER)
                && crc(content.array(), at, length) == content.getInt(at + 8);
    }

    private static void read(ByteBuffer body, Reader reader) {
        switch (body.get()) {
            case ADD -> {
                long id = body.getLong();
                long time = body.getLong();
                Journal.Entry entry = new Journal.Entry(id, getKey(body), time);
                reader.added(entry, body.position(), body.remaining());
            }
            case DONE -> {
                while (body.hasRemaining()) {
                    reader.done(body.getLong());
                }
            }
            case KEYS -> {
                while (body.hasRemaining()) {
                    long time = body.getLong();
                    reader.key(getKey(body), time);
                }
            }
            default -> throw new IllegalArgumentException("written by a later version");
        }
    }
}
