package io.jenkins.plugins.codeup.delivery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.delivery.DeliveryReader.InvalidDeliveryException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Reading a request's body: size limit and decompression. */
class DeliveryBodyTest {

    private static final int LIMIT = 1000;

    @Test
    void acceptsABodyOfTheLimitAndRejectsOneByteMore() throws Exception {
        byte[] largest = new byte[LIMIT];
        assertArrayEquals(largest, DeliveryReader.readBody(new ByteArrayInputStream(largest), null, LIMIT));
        assertTrue(rejected(new byte[LIMIT + 1], null).isTooLarge());
    }

    @Test
    void readsNoMoreThanTheLimitOfAnEndlessBody() {
        int[] read = {0};
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                read[0]++;
                return 'x';
            }
        };
        assertThrows(InvalidDeliveryException.class, () -> DeliveryReader.readBody(endless, null, LIMIT));
        assertEquals(LIMIT + 1, read[0]);
    }

    @Test
    void decompressesGzip() throws Exception {
        byte[] body = Fixtures.bytes("push.json");
        assertArrayEquals(body, DeliveryReader.readBody(new ByteArrayInputStream(gzip(body)), "GZIP", 10_000));
    }

    @Test
    void limitsTheSizeAfterDecompression() throws Exception {
        byte[] bomb = gzip(new byte[100 * LIMIT]);
        assertTrue(bomb.length < LIMIT);
        assertTrue(rejected(bomb, "gzip").isTooLarge());
    }

    @Test
    void rejectsABodyThatIsNotCompressedAsItsHeaderSays() throws Exception {
        assertFalse(rejected(new byte[] {1, 2, 3}, "gzip").isTooLarge());
        byte[] whole = gzip(new byte[] {1, 2, 3});
        byte[] half = Arrays.copyOf(whole, whole.length - 9);
        assertFalse(rejected(half, "gzip").isTooLarge());
        assertFalse(rejected(new byte[] {1}, "br").isTooLarge());
    }

    private static InvalidDeliveryException rejected(byte[] body, String encoding) {
        return assertThrows(
                InvalidDeliveryException.class,
                () -> DeliveryReader.readBody(new ByteArrayInputStream(body), encoding, LIMIT));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        }
        return compressed.toByteArray();
    }
}
