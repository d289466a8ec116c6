package io.jenkins.plugins.codeup.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Decision;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Reason;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever holds a webhook's secret can make Jenkins neither work for long nor keep much. */
class HostileDeliveryTest {

    private static final int LONG = 300_000;

    /** 55,000 paths of a mebibyte in 11 commits. */
    @ParameterizedTest
    @ValueSource(
            strings = {"regex:(a+)+\\1b", "regex:(?:){10000}x", "**a**a**a**a**b", "regex:(?=(a+))(a|aa)+\\1{90}b"})
    void aDeliveryWithManyPathsIsDecidedWithinASecond(String pattern) {
        String path = "\"" + "a".repeat(16) + "\"";
        String commit = "{\"added\":[" + path + ("," + path).repeat(4_999) + "]}";
        String json =
                "{\"object_kind\":\"push\",\"ref\":\"main\",\"commits\":[" + commit + ("," + commit).repeat(10) + "]}";
        assertTrue(json.length() > 1_000_000);
        DeliveryFilter filter = Filters.filter().paths(pattern, null).build();
        Decision decision = withinASecond(() -> filter.decide(Fixtures.read(json)));
        assertEquals(Decision.of(Reason.PATTERN_TOO_COSTLY, "paths", pattern), decision);
    }

    @Test
    void anHonestDeliveryWithManyPathsIsDecidedByThem() {
        String path = "\"docs/some/directory/of/the/project/page-%d.md\"";
        StringBuilder paths = new StringBuilder("\"README.md\"");
        for (int i = 0; i < 4_000; i++) {
            paths.append(',').append(path.formatted(i));
        }
        String json = "{\"object_kind\":\"push\",\"ref\":\"main\",\"commits\":[{\"added\":[" + paths + "]}]}";
        DeliveryFilter filter = Filters.filter()
                .paths("src/**, lib/**, pom.xml, regex:.*\\.(java|xml)", "docs/**")
                .build();
        assertEquals(Reason.PATHS_EXCLUDED, filter.decide(Fixtures.read(json)).reason());
    }

    @Test
    void aCommentAgainstCountedRepetitionsIsDecidedWithinASecond() {
        String json = "{\"object_kind\":\"note\",\"object_attributes\":{\"note\":\"" + "a".repeat(10_000) + "\"}}";
        DeliveryFilter filter = Filters.filter().note("(?:){10000}x").build();
        Decision decision = withinASecond(() -> filter.decide(Fixtures.read(json)));
        assertEquals(Reason.PATTERN_TOO_COSTLY, decision.reason());
    }

    /** Every text of every fixture replaced by a long one: nothing of a delivery stays as long. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "push.json",
                "tag-push.json",
                "merge-request-open.json",
                "cases/D14-note-on-commit.json",
                "cases/D08-mr-draft.json",
                "cases/D05-mr-secondary-url.json"
            })
    void everyTextOfADeliveryIsBounded(String fixture) throws Exception {
        String json = Fixtures.text(fixture);
        Matcher texts = Pattern.compile(":\"([^\"]*)\"").matcher(json);
        int read = 0;
        while (texts.find()) {
            String text = texts.group(1);
            String longer = json.substring(0, texts.start(1)) + text + "/x".repeat(LONG) + json.substring(texts.end(1));
            Delivery delivery;
            try {
                delivery = DeliveryReader.read(null, longer.getBytes(StandardCharsets.UTF_8));
            } catch (DeliveryReader.InvalidDeliveryException rejected) {
                continue;
            }
            read++;
            assertTrue(longest(new ObjectMapper().valueToTree(delivery)) <= 10_000, text);
            assertTrue(delivery.toString().length() < 50_000, text);
            assertEquals(
                    64,
                    DuplicateDetector.eventKey(delivery, longer.getBytes(StandardCharsets.UTF_8))
                            .length());
        }
        assertTrue(read > 5, "some were read: " + read);
    }

    /** Of the processor's time, so that a busy machine does not count. */
    private static Decision withinASecond(Supplier<Decision> work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        Decision decision = work.get();
        long nanos = threads.getCurrentThreadCpuTime() - start;
        assertTrue(nanos < TimeUnit.SECONDS.toNanos(1), () -> TimeUnit.NANOSECONDS.toMillis(nanos) + " ms");
        return decision;
    }

    private static int longest(JsonNode node) {
        int longest = node.isTextual() ? node.asText().length() : 0;
        for (JsonNode child : node) {
            longest = Math.max(longest, longest(child));
        }
        return longest;
    }

    @Test
    void aCutDoesNotSplitACharacter() {
        String json = "{\"object_kind\":\"note\",\"object_attributes\":{\"note\":\"x" + "🚀".repeat(6_000) + "\"}}";
        String text = ((Delivery.Note) Fixtures.read(json)).text();
        assertEquals(9_999, text.length());
        assertTrue(text.endsWith("🚀"));
    }

    @Test
    void lineBreaksTerminalSequencesAndBidirectionalControlsAreNotDisplayed() {
        String hostile =
                "a\nFinished: SUCCESS\r\u001b[31mred\u009b31m\u0085\u2028\u2029\u202emoc.\u2066x\u200e\u061c\ud83dz";
        String line = PlainText.line(hostile, 200);
        assertEquals("a Finished: SUCCESS  [31mred 31m    moc. x   z", line);
        assertEquals("🚀 功能", PlainText.line(" 🚀 功能\n", 200));
        assertEquals("", PlainText.line(null, 200));
        assertEquals("🚀", PlainText.line("🚀🚀", 3));
    }
}
