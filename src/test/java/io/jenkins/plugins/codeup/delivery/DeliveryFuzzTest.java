package io.jenkins.plugins.codeup.delivery;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.delivery.DeliveryReader.InvalidDeliveryException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** 100,000 damaged deliveries: each is parsed or rejected with a short message. */
class DeliveryFuzzTest {

    private static final int INPUTS = 100_000;
    private static final List<String> FIXTURES =
            List.of("push.json", "tag-push.json", "merge-request-open.json", "console-test.json");
    private static final DeliveryFilter FILTER = Filters.filter()
            .branches("main, release/**", "regex:(x+x+)+y")
            .sourceBranches(null, "wip/**")
            .tags("v*")
            .actions("open")
            .note("(a|b|ab)*c")
            .authors(null, "*bot*")
            .paths("src/**", null)
            .build();

    @Test
    void everyDamagedDeliveryIsParsedOrRejected() throws IOException {
        Random random = new Random(5);
        int read = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] body = Fixtures.bytes(FIXTURES.get(random.nextInt(FIXTURES.size())));
            byte[] broken = broken(body, random);
            try {
                String encoding = random.nextInt(10) == 0 ? "gzip" : null;
                byte[] received = DeliveryReader.readBody(new ByteArrayInputStream(broken), encoding, 1 << 20);
                Delivery delivery = DeliveryReader.read(random.nextBoolean() ? "Push Hook" : null, received);
                FILTER.decide(delivery);
                if (delivery.repository() != null) {
                    delivery.repository().isNamed("https://codeup.aliyun.com/team/app");
                }
                read++;
            } catch (InvalidDeliveryException rejected) {
                assertTrue(rejected.getMessage().length() < 200, "repeats nothing of the body");
            }
        }
        assertTrue(read > INPUTS / 20 && read < INPUTS, "some are parsed and some rejected: " + read);
    }

    private static byte[] broken(byte[] body, Random random) {
        byte[] broken = body.clone();
        for (int changes = random.nextInt(6); changes > 0 && broken.length > 1; changes--) {
            int at = random.nextInt(broken.length);
            int length = random.nextInt(Math.min(40, broken.length - at) + 1);
            switch (random.nextInt(6)) {
                case 0 -> broken[at] = (byte) random.nextInt(256);
                case 1 -> broken[at] = (byte) "{}[]\",:0\\e-".charAt(random.nextInt(11));
                case 2 -> broken = joined(Arrays.copyOf(broken, at), tail(broken, at + length));
                case 3 -> broken = joined(Arrays.copyOf(broken, at + length), tail(broken, at));
                case 4 -> broken = Arrays.copyOf(broken, at);
                default -> {
                    byte[] deep = "[".repeat(random.nextInt(3000)).getBytes();
                    broken = joined(joined(Arrays.copyOf(broken, at), deep), tail(broken, at));
                }
            }
        }
        return broken;
    }

    private static byte[] tail(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private static byte[] joined(byte[] one, byte[] two) {
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }
}
