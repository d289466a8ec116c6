package io.jenkins.plugins.codeup.feedback;

import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.ORGANIZATION;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * Pushes to the {@link StreamedItems} of a controller, each to a branch of its own, by several senders. They send again,
 * with the same id, what was not answered with 2xx. Afterwards it tells how often each branch was built.
 */
final class DeliveryStream {

    private static final int SENDERS = 4;
    private static final String ZEROS = "0".repeat(40);

    private final RealJenkinsExtension real;
    private final CodeupSimulator codeup;
    private final int deliveries;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Map<String, String> commits = new ConcurrentHashMap<>();
    final AtomicInteger accepted = new AtomicInteger();
    final AtomicInteger sent = new AtomicInteger();
    /** Answers that the disk can't be written. */
    final AtomicInteger notStored = new AtomicInteger();
    /** How many deliveries may be sent. */
    private final Semaphore released = new Semaphore(0);

    private final long begin = System.nanoTime();
    private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
    private volatile String root;
    private HashMap<String, String> doors;

    /**
     * @param deliveries how many there are
     */
    DeliveryStream(RealJenkinsExtension real, CodeupSimulator codeup, int deliveries) {
        this.real = real;
        this.codeup = codeup;
        this.deliveries = deliveries;
    }

    /** Starts the controller, which may have another port than before. */
    void startController() throws Throwable {
        real.startJenkins();
        root = real.getUrl().toString();
    }

    /**
     * Makes the items and begins to send what is released.
     *
     * @param git has a branch {@code main} with a Jenkinsfile. The other branches of the multibranch project exist from now
     *     on, and no scan has found them
     */
    void begin(GitSources git) throws Throwable {
        doors = real.runRemotely(StreamedItems::prepare, codeup.endpoint().toString());
        for (int number = 0; number < deliveries; number++) {
            String commit = item(number).equals("branches")
                    ? git.commit("b" + number, "a", "of " + number)
                    : "%040x".formatted(0xabc000 + number);
            commits.put(head(number), commit);
        }
        for (int number = 0; number < deliveries; number++) {
            int one = number;
            senders.execute(() -> deliver(one));
        }
        senders.shutdown();
    }

    void release(int more) {
        released.release(more);
    }

    /** Waits until all are accepted. */
    void awaitAccepted() throws InterruptedException {
        assertTrue(senders.awaitTermination(30, TimeUnit.MINUTES), "all are accepted in the end");
    }

    void progress(String what) {
        System.out.printf(
                "%s after %d s: %,d of %,d deliveries accepted, %,d sent, %,d answered that they are not stored%n",
                what, seconds(), accepted.get(), deliveries, sent.get(), notStored.get());
    }

    long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
    }

    private static String item(int number) {
        return StreamedItems.NAMES.get(number % StreamedItems.NAMES.size());
    }

    private static String head(int number) {
        return item(number) + "/b" + number;
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
            released.acquire();
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

    /**
     * Waits until the builds are there, or their number no longer changes.
     *
     * @return the heads that were not built exactly once
     */
    List<String> wrong() throws Throwable {
        int same = 0;
        for (int last = -1; last < deliveries && same < 30; ) {
            Thread.sleep(1_000);
            int now = real.runRemotely(StreamedItems::countBuilds);
            same = now == last ? same + 1 : 0;
            last = now;
            progress(now + " builds");
        }
        // time for what must not happen: a second build
        real.runRemotely(ConnectedController::awaitQuiet);
        HashMap<String, Integer> builds = real.runRemotely(StreamedItems::builds);
        List<String> wrong = new ArrayList<>();
        for (int number = 0; number < deliveries; number++) {
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
        return wrong;
    }

    /**
     * Waits until no status is pending, for a minute at most.
     *
     * @return those that still are
     */
    List<String> pending() throws Throwable {
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
        progress(real.runRemotely(StreamedItems::waitingStatuses) + " results wait");
        assertTrue(deliveries < StreamedItems.NAMES.size() || !last.isEmpty(), "statuses were reported");
        return last.entrySet().stream()
                .filter(one -> one.getValue().equals("pending"))
                .map(Map.Entry::getKey)
                .toList();
    }
}
