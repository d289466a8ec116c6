package io.jenkins.plugins.codeup.feedback;

import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.ORGANIZATION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.data.SimulatedRepository;
import io.jenkins.plugins.codeup.simulator.data.SimulatedStatus;
import io.jenkins.plugins.codeup.simulator.delivery.DeliveryBodies;
import io.jenkins.plugins.codeup.simulator.git.GitSources;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * The controller's process is stopped at random moments of a stream of deliveries: whatever was answered with 2xx is
 * built exactly once, and no commit stays pending in Codeup. Senders send again, with the same id, what got no answer.
 *
 * <p>Small by default: one SIGTERM and one SIGKILL. The rows of {@code docs/durability.md}:
 * {@code mvn test -Dtest=DurabilityTest -Ddurability.kills=50 -Ddurability.deliveries=5000 -Ddurability.signal=KILL
 * -Ddurability.rewrite=true}, and with {@code -Ddurability.signal=TERM}.
 * {@code -Ddurability.seed} repeats a run's moments.
 */
@Timeout(value = 4, unit = TimeUnit.HOURS)
class DurabilityTest {

    private static final int STOPS = Integer.getInteger("durability.kills", 2);
    private static final int DELIVERIES = Integer.getInteger("durability.deliveries", 60);
    private static final String SIGNAL = System.getProperty("durability.signal", "BOTH");
    private static final long SEED = Long.getLong("durability.seed", System.nanoTime());
    /** The longest time between the last delivery that a stop waits for, and the stop; half of the stops don't wait. */
    private static final int PAUSE_MILLIS = Integer.getInteger("durability.pause", STOPS > 2 ? 4_000 : 500);

    private static final int CLIENTS = 4;
    private static final String ZEROS = "0".repeat(40);

    @RegisterExtension
    private final RealJenkinsExtension real =
            new RealJenkinsExtension().withTimeout(0).javaOptions("-D" + "hudson.model.Queue.Saver.DELAY_SECONDS=2");

    @AutoClose
    private final CodeupSimulator codeup = ConnectedController.simulator();

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Map<String, String> commits = new ConcurrentHashMap<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger notStored = new AtomicInteger();
    /** How many deliveries may be sent: some after each start, so that there is a stream at each stop. */
    private final Semaphore stream = new Semaphore(0);

    private final long begin = System.nanoTime();
    private volatile String root;
    private HashMap<String, String> doors;

    @Test
    @FieldCase({"B9", "J24"})
    void everyDeliveryThatWasAcceptedIsBuiltExactlyOnceAndNoStatusStaysPending() throws Throwable {
        GitSources git = ConnectedController.host(codeup, directory);
        git.commit("main", "Jenkinsfile", "echo 'built'");
        try {
            start();
            doors = real.runRemotely(StreamedItems::prepare, codeup.endpoint().toString());
            prepareCommits(git);
            ExecutorService clients = sendAll();
            stopAndStart();
            assertTrue(clients.awaitTermination(30, TimeUnit.MINUTES), "all are accepted in the end");
            check();
        } finally {
            real.stopJenkinsForcibly();
        }
    }

    private void start() throws Throwable {
        real.startJenkins();
        root = real.getUrl().toString();
    }

    private ExecutorService sendAll() {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        for (int number = 0; number < DELIVERIES; number++) {
            int one = number;
            clients.execute(() -> deliver(one));
        }
        clients.shutdown();
        return clients;
    }

    private void stopAndStart() throws Throwable {
        Random random = new Random(SEED);
        int share = DELIVERIES / (STOPS + 1);
        for (int stop = 0; stop < STOPS; stop++) {
            // some deliveries after the start, and a random moment of their processing
            int until = accepted.get() + 1 + random.nextInt(share);
            stream.release(share);
            for (int i = 0; i < 3_000 && accepted.get() < Math.min(until, DELIVERIES); i++) {
                Thread.sleep(10);
            }
            // while others are received, or while their builds begin and run
            Thread.sleep(random.nextBoolean() ? 0 : random.nextInt(PAUSE_MILLIS));
            boolean term = SIGNAL.equals("TERM") || SIGNAL.equals("BOTH") && stop % 2 == 0;
            if (term) {
                real.getProcess().destroy();
            } else {
                real.getProcess().destroyForcibly();
            }
            assertTrue(real.getProcess().waitFor(120, TimeUnit.SECONDS));
            real.stopJenkinsForcibly();
            progress((term ? "SIGTERM " : "SIGKILL ") + (stop + 1) + " of " + STOPS);
            start();
        }
        stream.release(DELIVERIES);
    }

    private void progress(String what) {
        System.out.printf(
                "%s after %d s: %,d of %,d deliveries accepted, %,d sent%n",
                what, (System.nanoTime() - begin) / 1_000_000_000, accepted.get(), DELIVERIES, sent.get());
    }

    private void check() throws Throwable {
        HashMap<String, Integer> builds = settled();
        List<String> wrong = new ArrayList<>();
        for (int number = 0; number < DELIVERIES; number++) {
            int count = builds.getOrDefault(head(number), 0);
            if (count != 1) {
                wrong.add(head(number) + ": " + count);
            }
        }
        if (!wrong.isEmpty()) {
            // what the pages say of them
            for (String item : StreamedItems.NAMES) {
                Path page = real.getHome().toPath().resolve("jobs/" + item + "/codeup-deliveries.json");
                System.out.println(item + ": " + (Files.exists(page) ? Files.readString(page) : "no deliveries"));
            }
        }
        List<String> pending = pending();
        if (Boolean.getBoolean("durability.rewrite")) {
            write(wrong, pending);
        }
        progress("End");
        System.out.println(
                "wrong " + wrong + ", pending " + pending + ", answered 'not stored' " + notStored + ", seed " + SEED);
        assertEquals(List.of(), wrong, "built exactly once; seed " + SEED);
        assertEquals(List.of(), pending, "a final status; seed " + SEED);
    }

    private static String item(int number) {
        return StreamedItems.NAMES.get(number % StreamedItems.NAMES.size());
    }

    private static String head(int number) {
        return item(number) + "/b" + number;
    }

    /** The branches of the multibranch project exist, and no scan has found them; pushes to them are told later. */
    private void prepareCommits(GitSources git) {
        for (int number = 0; number < DELIVERIES; number++) {
            if (item(number).equals("branches")) {
                commits.put(head(number), git.commit("b" + number, "a", "of " + number));
            } else {
                commits.put(head(number), "%040x".formatted(0xabc000 + number));
            }
        }
    }

    private void deliver(int number) {
        String id = UUID.randomUUID().toString();
        SimulatedRepository repository = new SimulatedRepository(
                ConnectedController.REPOSITORY,
                ORGANIZATION,
                ORGANIZATION,
                "team/app",
                codeup.endpoint().toString(),
                false);
        String body = new DeliveryBodies(repository)
                .push("refs/heads/b" + number, ZEROS, commits.get(head(number)), "a change");
        try {
            stream.acquire();
            while (!isAccepted(doors.get(item(number)), id, body)) {
                Thread.sleep(300);
            }
            accepted.incrementAndGet();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isAccepted(String door, String id, String body) throws InterruptedException {
        String[] urlAndSecret = door.split(" ");
        sent.incrementAndGet();
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(root + urlAndSecret[0]))
                            .timeout(Duration.ofSeconds(30))
                            .header("X-Codeup-Event", "Push Hook")
                            .header("X-Codeup-Delivery", id)
                            .header("X-Codeup-Token", urlAndSecret[1])
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.body().contains("not stored")) {
                notStored.incrementAndGet();
            }
            return answer.statusCode() / 100 == 2;
        } catch (IOException noAnswer) {
            return false;
        }
    }

    /** Waits until the builds are there, or their number no longer changes. */
    private HashMap<String, Integer> settled() throws Throwable {
        int same = 0;
        for (int last = -1; last < DELIVERIES && same < 30; ) {
            Thread.sleep(1_000);
            int now = real.runRemotely(StreamedItems::countBuilds);
            same = now == last ? same + 1 : 0;
            last = now;
            progress(now + " builds");
        }
        // time for what must not happen: a second build
        real.runRemotely(StreamedItems::awaitQuiet);
        return real.runRemotely(StreamedItems::builds);
    }

    private List<String> pending() throws Throwable {
        Map<String, String> last = new TreeMap<>();
        for (int i = 0; i < 300; i++) {
            last.clear();
            for (SimulatedStatus status : codeup.sources().statuses()) {
                last.put(status.commit() + " " + status.context(), status.state());
            }
            if (!last.containsValue("pending") && real.runRemotely(StreamedItems::waitingStatuses) == 0) {
                break;
            }
            Thread.sleep(200);
        }
        assertTrue(DELIVERIES < StreamedItems.NAMES.size() || !last.isEmpty(), "statuses were reported");
        return last.entrySet().stream()
                .filter(one -> one.getValue().equals("pending"))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void write(List<String> wrong, List<String> pending) throws IOException {
        String row = "| %s | %s | %,d | %,d | %,d | %d | %d | %d s | %d |%n"
                .formatted(
                        LocalDate.now(),
                        SIGNAL.equals("BOTH") ? "SIGTERM, SIGKILL" : "SIG" + SIGNAL,
                        STOPS,
                        DELIVERIES,
                        sent.get() - DELIVERIES,
                        wrong.size(),
                        pending.size(),
                        (System.nanoTime() - begin) / 1_000_000_000,
                        SEED);
        Path file = Path.of("docs/durability.md");
        Files.writeString(file, Files.readString(file) + row);
    }
}
