package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The form of a {@link Journal}'s records: {@code magic, length, CRC-32C, kind, body}. An entry's body is its id, time,
 * key and content; a mark's body is ids of entries that are done; keys that are kept are pairs of time and key. Numbers
 * are big-endian, as {@link DataOutputStream} writes them.
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

    private interface Body {
        void writeTo(DataOutputStream out) throws IOException;
    }

    @NonNull
    static byte[] add(@NonNull Journal.Entry entry, @NonNull byte[] content) {
        return record(ADD, content.length + 4 * entry.key().length(), out -> {
            out.writeLong(entry.id());
            out.writeLong(entry.time());
            out.writeUTF(entry.key());
            out.write(content);
        });
    }

    @NonNull
    static byte[] done(@NonNull Collection<Long> ids) {
        return record(DONE, 8 * ids.size(), out -> {
            for (long id : ids) {
                out.writeLong(id);
            }
        });
    }

    /**
     * @param keys with their times
     */
    @NonNull
    static byte[] keys(@NonNull Collection<Map.Entry<String, Long>> keys) {
        return record(KEYS, 100 * keys.size(), out -> {
            for (Map.Entry<String, Long> key : keys) {
                out.writeLong(key.getValue());
                out.writeUTF(key.getKey());
            }
        });
    }

    /**
     * @param size about that of the body
     */
    private static byte[] record(byte kind, int size, Body body) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(size + 100);
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

    /**
     * @param record made by {@link #add}
     * @return the length of the content, which is the record's end
     */
    static int contentLength(@NonNull byte[] record) {
        return contentLength(record, HEADER, record.length - HEADER);
    }

    private static int contentLength(byte[] bytes, int body, int length) {
        int key = ByteBuffer.wrap(bytes).getShort(body + BEFORE_KEY - 2) & 0xFFFF;
        return length - BEFORE_KEY - key;
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
            int length = content.getInt(begin + 4);
            try {
                read(file, begin + HEADER, length, reader);
            } catch (IOException e) {
                reader.damaged(begin);
            }
            at = begin + HEADER + length;
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
                && crc(content, at, length) == content.getInt(at + 8);
    }

    private static void read(byte[] file, int body, int length, Reader reader) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(file, body, length))) {
            switch (in.readByte()) {
                case ADD -> {
                    long id = in.readLong();
                    long time = in.readLong();
                    Journal.Entry entry = new Journal.Entry(id, in.readUTF(), time);
                    int size = contentLength(file, body, length);
                    reader.added(entry, body + length - size, size);
                }
                case DONE -> {
                    while (in.available() > 0) {
                        reader.done(in.readLong());
                    }
                }
                case KEYS -> {
                    while (in.available() > 0) {
                        long time = in.readLong();
                        reader.key(in.readUTF(), time);
                    }
                }
                default -> throw new IOException("written by a later version");
            }
        }
    }
}
