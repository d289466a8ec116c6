package io.jenkins.plugins.codeup.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.MetaClass;

/** Requests to made-up URLs leave nothing in memory. */
@WithJenkins
class UnauthenticatedRequestsMemoryTest {

    private static final int IDS = 3_000;
    /** Jetty caches up to 1,024 paths. */
    private static final int MOST_LEFT = IDS / 2;

    private final String madeUp = UUID.randomUUID().toString().replace("-", "").substring(16);

    @BeforeEach
    void cacheLikeARealJenkins(JenkinsRule jenkins) {
        // the harness switches it off
        MetaClass.NO_CACHE = false;
    }

    @AfterEach
    void cacheLikeTheHarness() {
        MetaClass.NO_CACHE = true;
    }

    @Test
    void madeUpIdsAreNotKeptInMemory(@TempDir Path folder) throws Exception {
        for (int i = 0; i < IDS; i += 2) {
            assertEquals(403, status("POST", id(i)));
            assertEquals(405, status("GET", id(i + 1) + "0".repeat(1_000)));
        }
        long left = idsIn(dump(folder));
        assertTrue(left < MOST_LEFT, left + " of " + IDS + " ids are still in memory");
    }

    private String id(int number) {
        return madeUp + "%016x".formatted(number);
    }

    private static int status(String method, String id) throws Exception {
        return Deliveries.request(method, ItemWebhook.URL_NAME + "/" + id, new byte[0], Map.of())
                .statusCode();
    }

    /** Live objects only. */
    private static Path dump(Path folder) throws IOException {
        Path file = folder.resolve("live.hprof");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file.toString(), true);
        return file;
    }

    private long idsIn(Path dump) throws IOException {
        Pattern id = Pattern.compile(madeUp + "[0-9a-f]{16}");
        try (Stream<String> lines = Files.lines(dump, StandardCharsets.ISO_8859_1)) {
            return lines.flatMap(line -> id.matcher(line).results())
                    .map(MatchResult::group)
                    .distinct()
                    .count();
        }
    }
}
