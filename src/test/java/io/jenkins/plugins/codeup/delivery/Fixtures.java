package io.jenkins.plugins.codeup.delivery;

import io.jenkins.plugins.codeup.delivery.DeliveryReader.InvalidDeliveryException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Bodies of deliveries that Codeup really sent. */
public final class Fixtures {

    public static final String ORGANIZATION = "60811b5eed6e867404f60000";
    public static final String ONES = "1".repeat(40);
    public static final String TWOS = "2".repeat(40);
    public static final String ZEROS = "0".repeat(40);

    /** To find one among the files of Jenkins takes long, and some tests use each a thousand times. */
    private static final Map<String, byte[]> FILES = new ConcurrentHashMap<>();

    private Fixtures() {}

    public static byte[] bytes(String name) {
        return FILES.computeIfAbsent(name, Fixtures::file).clone();
    }

    private static byte[] file(String name) {
        try (InputStream file = Fixtures.class.getResourceAsStream(name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    public static Delivery read(String json) {
        try {
            return DeliveryReader.read(null, json.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidDeliveryException e) {
            throw new AssertionError(e);
        }
    }
}
