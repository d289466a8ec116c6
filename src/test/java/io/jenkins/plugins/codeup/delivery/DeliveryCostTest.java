package io.jenkins.plugins.codeup.delivery;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.jenkins.plugins.codeup.delivery.DeliveryReader.InvalidDeliveryException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parsing a body takes memory in proportion to its size, whatever it contains. */
class DeliveryCostTest {

    private static final int SIZE = 1 << 20;

    @BeforeAll
    static void loadClasses() {
        assertThrows(InvalidDeliveryException.class, () -> DeliveryReader.read(null, new byte[] {'['}));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "{\"\":",
                "{\"a\":[",
                "[]",
                "{}",
                "{},",
                "[[[[]]]],",
                "0,",
                "\"\",",
                "{\"a\":{}},",
                "\"a\":1,"
            })
    void parsingAMebibyteAllocatesLessThanEightTimesThat(String part) {
        byte[] bare = (part.repeat(SIZE / part.length())).getBytes(StandardCharsets.UTF_8);
        byte[] within = ("{\"a\":[" + part.repeat(SIZE / part.length())).getBytes(StandardCharsets.UTF_8);
        for (byte[] body : new byte[][] {bare, within}) {
            long before = allocated();
            try {
                DeliveryReader.read("Push Hook", body);
            } catch (InvalidDeliveryException expected) {
                // only the allocated memory is tested
            }
            long cost = allocated() - before;
            assertTrue(cost < 8L * SIZE, part + ": " + cost);
        }
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
