package io.jenkins.plugins.codeup.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import io.jenkins.plugins.codeup.jenkins.CodeupForJenkins;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** 4,000 broken requests by HTTP: none is an error of the server, and none fills the log. */
@WithJenkins
class EndpointFuzzTest {

    private static final int REQUESTS = 4_000;
    private static final List<String> FIXTURES =
            List.of("push.json", "tag-push.json", "merge-request-open.json", "console-test.json");

    private final AtomicInteger logged = new AtomicInteger();
    private final Handler counter = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
                logged.incrementAndGet();
            }
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    @Test
    void noRequestIsAnErrorOfTheServer(JenkinsRule jenkins) throws Exception {
        try (CodeupForJenkins codeup = new CodeupForJenkins()) {
            FreeStyleProject job = jenkins.createFreeStyleProject("job");
            CodeupTrigger trigger = CodeupTriggerTest.everything();
            trigger.setBranches("no-such-branch");
            trigger.setTags("no-such-tag");
            trigger.setNotePattern("(a+)+b");
            job.addTrigger(trigger);
            ItemHook hook = codeup.deliverTo(job);
            Logger.getLogger("").addHandler(counter);
            Random random = new Random(7);
            Set<Integer> statuses = new TreeSet<>();
            for (int i = 0; i < REQUESTS; i++) {
                int status = request(hook, random);
                assertTrue(status < 500, "request " + i + ": " + status);
                statuses.add(status);
            }
            DeliveryQueue.get().awaitIdle();
            jenkins.waitUntilNoActivity();
            assertTrue(statuses.containsAll(Set.of(200, 202, 400, 403)), "all ways were tried: " + statuses);
            assertTrue(logged.get() < 50, logged + " warnings");
            assertEquals(0, job.getBuilds().size());
        } finally {
            Logger.getLogger("").removeHandler(counter);
        }
    }

    private static int request(ItemHook hook, Random random) throws Exception {
        byte[] body = Fixtures.bytes(FIXTURES.get(random.nextInt(FIXTURES.size())));
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        Map<String, String> headers = Deliveries.headers(hook, "Push Hook");
        if (random.nextInt(3) == 0) {
            List<String> names = List.copyOf(headers.keySet());
            headers.put(names.get(random.nextInt(names.size())), text(random));
        }
        if (random.nextInt(10) == 0) {
            headers.put("Content-Encoding", random.nextBoolean() ? "gzip" : text(random));
        }
        String path = random.nextInt(10) == 0
                ? ItemHook.URL_NAME + "/" + "%032x".formatted(random.nextLong(Long.MAX_VALUE))
                : hook.url("");
        return Deliveries.post(path, body, headers).statusCode();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder("x");
        for (int length = random.nextInt(60); length > 0; length--) {
            text.append((char) (' ' + 1 + random.nextInt(94)));
        }
        return text.toString();
    }
}
