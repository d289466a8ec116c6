package io.jenkins.plugins.codeup.delivery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** No more of a body is read than is allowed. */
class DeliveryBodyTest {

    private static final int LIMIT = 1000;

    @Test
    void theLimitItselfPassesAndOneMoreByteDoesNot() throws Exception {
        byte[] most = new byte[LIMIT];
        assertArrayEquals(most, DeliveryBody.read(new ByteArrayInputStream(most), null, LIMIT));
        assertTrue(refused(new byte[LIMIT + 1], null).isTooLarge());
    }

    @Test
    void anEndlessBodyIsLeftOnTheWire() {
        int[] taken = {0};
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                taken[0]++;
                return 'x';
            }
        };
        assertThrows(InvalidDeliveryException.class, () -> DeliveryBody.read(endless, null, LIMIT));
        assertEquals(LIMIT + 1, taken[0]);
    }

    @Test
    void gzipIsUnpacked() throws Exception {
        byte[] body = Fixtures.bytes("push.json");
        assertArrayEquals(body, DeliveryBody.read(new ByteArrayInputStream(gzip(body)), "GZIP", 10_000));
    }

    @Test
    void gzipIsLimitedAfterUnpacking() throws Exception {
        byte[] bomb = gzip(new byte[100 * LIMIT]);
        assertTrue(bomb.length < LIMIT);
        assertTrue(refused(bomb, "gzip").isTooLarge());
    }

    @Test
    void whatIsNotPackedAsItSaysIsRefused() throws Exception {
        assertFalse(refused(new byte[] {1, 2, 3}, "gzip").isTooLarge());
        byte[] whole = gzip(new byte[] {1, 2, 3});
        byte[] half = java.util.Arrays.copyOf(whole, whole.length - 9);
        assertFalse(refused(half, "gzip").isTooLarge());
        assertFalse(refused(new byte[] {1}, "br").isTooLarge());
    }

    private static InvalidDeliveryException refused(byte[] body, String encoding) {
        return assertThrows(
                InvalidDeliveryException.class, () -> DeliveryBody.read(new ByteArrayInputStream(body), encoding, LIMIT));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }
}
