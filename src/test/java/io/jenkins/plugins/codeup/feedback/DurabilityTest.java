package io.jenkins.plugins.codeup.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.jenkins.JenkinsProcess;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.git.GitSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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

    @RegisterExtension
    private final RealJenkinsExtension real =
            JenkinsProcess.shortLived("-D" + "hudson.model.Queue.Saver.DELAY_SECONDS=2");

    @AutoClose
    private final CodeupSimulator codeup = ConnectedController.simulator();

    @TempDir
    private Path directory;

    private DeliveryStream stream;

    @Test
    @FieldCase({"B9", "J24"})
    void everyDeliveryThatWasAcceptedIsBuiltExactlyOnceAndNoStatusStaysPending() throws Throwable {
        stream = new DeliveryStream(real, codeup, DELIVERIES);
        GitSources git = ConnectedController.host(codeup, directory);
        git.commit("main", "Jenkinsfile", "echo 'built'");
        try {
            stream.startController();
            stream.begin(git);
            stopAndStart();
            stream.awaitAccepted();
            check();
        } finally {
            real.stopJenkinsForcibly();
        }
    }

    private void stopAndStart() throws Throwable {
        Random random = new Random(SEED);
        int share = DELIVERIES / (STOPS + 1);
        for (int stop = 0; stop < STOPS; stop++) {
            // some deliveries after each start, so that there is a stream at each stop, and a random moment of their
            // processing
            int until = stream.accepted.get() + 1 + random.nextInt(share);
            stream.release(share);
            for (int i = 0; i < 3_000 && stream.accepted.get() < Math.min(until, DELIVERIES); i++) {
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
            stream.progress((term ? "SIGTERM " : "SIGKILL ") + (stop + 1) + " of " + STOPS);
            stream.startController();
        }
        stream.release(DELIVERIES);
    }

    private void check() throws Throwable {
        List<String> wrong = stream.wrong();
        List<String> pending = stream.pending();
        if (Boolean.getBoolean("durability.rewrite")) {
            write(wrong, pending);
        }
        stream.progress("End");
        System.out.println("wrong " + wrong + ", pending " + pending + ", seed " + SEED);
        assertEquals(List.of(), wrong, "built exactly once; seed " + SEED);
        assertEquals(List.of(), pending, "a final status; seed " + SEED);
    }

    private void write(List<String> wrong, List<String> pending) throws IOException {
        String row = "| %s | %s | %,d | %,d | %,d | %d | %d | %d s | %d |%n"
                .formatted(
                        LocalDate.now(),
                        SIGNAL.equals("BOTH") ? "SIGTERM, SIGKILL" : "SIG" + SIGNAL,
                        STOPS,
                        DELIVERIES,
                        stream.sent.get() - DELIVERIES,
                        wrong.size(),
                        pending.size(),
                        stream.seconds(),
                        SEED);
        Path file = Path.of("docs/durability.md");
        Files.writeString(file, Files.readString(file) + row);
    }
}
