package io.jenkins.plugins.codeup.burst;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/**
 * A keep-alive connection for prepared requests. It does as little as possible, because it shares the processor with
 * the server that is measured: no text is made of an answer.
 */
final class Connection implements AutoCloseable {

    private static final int STATUS = "HTTP/1.1 ".length();
    private static final byte[] LENGTH = ascii("content-length: ");
    private static final byte[] CHUNKED = ascii("transfer-encoding: chunked");

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] read = new byte[16 << 10];
    private int next;
    private int end;
    /** The line that was read last, in lower case; what exceeds it is left out. */
    private final byte[] line = new byte[256];

    private int length;

    Connection(URL server) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * @return the status of the answer; its body is read and discarded
     */
    int send(byte[] request) throws IOException {
        out.write(request);
        readLine();
        int status = number(STATUS, STATUS + 3, 10);
        int body = 0;
        boolean chunked = false;
        for (readLine(); length > 0; readLine()) {
            if (begins(LENGTH)) {
                body = number(LENGTH.length, length, 10);
            }
            chunked |= begins(CHUNKED);
        }
        if (chunked) {
            skipChunks();
        } else {
            skip(body);
        }
        return status;
    }

    private void skipChunks() throws IOException {
        int size;
        do {
            readLine();
            size = number(0, length, 16);
            skip(size);
            readLine();
        } while (size > 0);
    }

    private boolean begins(byte[] name) {
        int same = 0;
        while (same < name.length && same < length && line[same] == name[same]) {
            same++;
        }
        return same == name.length;
    }

    private int number(int from, int to, int base) throws IOException {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = Character.digit(line[i], base);
            if (digit < 0) {
                throw new IOException("not a number: " + new String(line, 0, length, StandardCharsets.US_ASCII));
            }
            number = number * base + digit;
        }
        return number;
    }

    private void readLine() throws IOException {
        length = 0;
        for (byte one = readByte(); one != '\n'; one = readByte()) {
            if (one != '\r' && length < line.length) {
                line[length++] = one >= 'A' && one <= 'Z' ? (byte) (one + 'a' - 'A') : one;
            }
        }
    }

    private byte readByte() throws IOException {
        if (next == end) {
            fill();
        }
        return read[next++];
    }

    private void skip(int bytes) throws IOException {
        int left = bytes;
        while (left > end - next) {
            left -= end - next;
            fill();
        }
        next += left;
    }

    private void fill() throws IOException {
        next = 0;
        end = Math.max(0, in.read(read));
        if (end == 0) {
            throw new EOFException("the server has closed the connection");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
