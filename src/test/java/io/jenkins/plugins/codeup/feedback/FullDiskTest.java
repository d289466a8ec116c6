package io.jenkins.plugins.codeup.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.endpoint.JournalMonitor;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.jenkins.JenkinsProcess;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.git.GitSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * The journal of a real controller is on a small file system that a stream of deliveries fills: what is answered with 503
 * is sent again, and in the end each head is built exactly once, although Jenkins is killed while the disk is full. Needs
 * the right to mount a file system.
 *
 * <p>Takes a minute, and so runs only by {@code mvn test -Dtest=FullDiskTest -Ddisk.kilobytes=64}; more of them need more
 * {@code -Ddisk.deliveries}.
 */
@EnabledIfSystemProperty(named = "disk.kilobytes", matches = "[0-9]+", disabledReason = "takes a minute")
@Timeout(value = 1, unit = TimeUnit.HOURS)
class FullDiskTest {

    private static final int DELIVERIES = Integer.getInteger("disk.deliveries", 90);
    private static final int KILOBYTES = Integer.getInteger("disk.kilobytes", 64);

    @RegisterExtension
    private final RealJenkinsExtension real =
            JenkinsProcess.shortLived("-D" + "hudson.model.Queue.Saver.DELAY_SECONDS=2");

    @AutoClose
    private final CodeupSimulator codeup = ConnectedController.simulator();

    @TempDir
    private Path directory;

    private Path journal;

    @BeforeEach
    void mount() throws Exception {
        journal = real.getHome().toPath().resolve("codeup-journal");
        Files.createDirectories(journal);
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "mode=700,size=" + KILOBYTES + "k", "tmpfs", journal.toString()),
                "no right to mount a file system here");
    }

    @AfterEach
    void unmount() throws Exception {
        real.stopJenkinsForcibly();
        run("umount", "-l", journal.toString());
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    @Test
    @FieldCase("B30")
    void whatAFullDiskRefusesIsSentAgainAndEachHeadIsBuiltExactlyOnce() throws Throwable {
        DeliveryStream stream = new DeliveryStream(real, codeup, DELIVERIES);
        GitSources git = ConnectedController.host(codeup, directory);
        git.commit("main", "Jenkinsfile", "echo 'built'");
        stream.startController();
        stream.begin(git);

        real.runRemotely(FullDiskTest::letNoBuildBegin);
        stream.release(DELIVERIES);
        Await.until("the disk is full", () -> stream.notStored.get() > 10);
        int fitted = stream.accepted.get();
        stream.progress("The disk is full");
        assertTrue(fitted > 0, "some fitted");
        assertTrue(fitted < DELIVERIES, "the others did not");
        ArrayList<String> failures = real.runRemotely(FullDiskTest::failures);
        assertTrue(failures.toString().contains("No space left on device"), "an administrator is told: " + failures);

        real.getProcess().destroyForcibly();
        assertTrue(real.getProcess().waitFor(60, TimeUnit.SECONDS));
        real.stopJenkinsForcibly();
        stream.progress("Killed");
        stream.startController();
        stream.awaitAccepted();
        List<String> wrong = stream.wrong();
        List<String> pending = stream.pending();
        stream.progress("End");
        System.out.printf("%d KiB: full with %d deliveries; wrong %s, pending %s%n", KILOBYTES, fitted, wrong, pending);
        assertEquals(List.of(), wrong, "built exactly once");
        assertEquals(List.of(), pending, "a final status");
        assertFalse(real.runRemotely(FullDiskTest::isAnythingWrong), "nothing to tell an administrator any more");
    }

    /** Deliveries then stay in the journal. After a kill, builds begin again. */
    private static void letNoBuildBegin(JenkinsRule ignored) throws Exception {
        Jenkins.get().doQuietDown();
    }

    private static ArrayList<String> failures(JenkinsRule ignored) {
        return JournalMonitor.get().isActivated()
                ? new ArrayList<>(JournalMonitor.get().getFailures())
                : new ArrayList<>();
    }

    private static Boolean isAnythingWrong(JenkinsRule ignored) {
        return JournalMonitor.get().isActivated();
    }
}
