package io.jenkins.plugins.codeup.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.codeup.connection.EventSource;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.jenkins.JenkinsProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * Jenkins is killed the moment it has accepted a push of a webhook, or while the watch finds pushes: each is built once,
 * though the other way tells it, too.
 */
@Timeout(600)
class BothWaysKilledTest {

    private static final int JOBS = 6;
    private static final int KILLS = 4;

    @RegisterExtension
    private final RealJenkinsExtension real =
            JenkinsProcess.shortLived("-D" + WatchManager.class.getName() + ".seconds=1");

    @AutoClose
    private final ManyRepositories many = new ManyRepositories(20, JOBS);

    @Test
    void afterAKillNoPushIsBuiltTwice() throws Throwable {
        real.startJenkins();
        real.runRemotely(ManyRepositories::connect, many.codeup.endpoint().toString(), EventSource.WATCH);
        real.runRemotely(ManyRepositories::use, EventSource.BOTH);
        real.runRemotely(ManyRepositories::createJobs, JOBS);
        Await.until("webhooks", () -> many.hooks() == JOBS && many.codeup.calls("ListBranches") >= JOBS);
        awaitRounds();
        List<String> newest = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            for (int i = 0; i < JOBS; i++) {
                many.push(i);
            }
            // deliveries are answered when they are accepted
            real.stopJenkinsForcibly();
            newest.addAll(many.takeNewest());
            real.startJenkins();
            Await.until(
                    "all builds",
                    Duration.ofSeconds(90),
                    () -> builds().keySet().containsAll(newest));
            awaitRounds();
        }
        HashMap<String, ArrayList<Long>> builds = builds();
        newest.forEach(commit -> assertEquals(1, builds.get(commit).size(), commit));
    }

    private void awaitRounds() throws InterruptedException {
        long before = many.codeup.calls("ListRepositories");
        Await.until("three rounds", () -> many.codeup.calls("ListRepositories") > before + 3);
    }

    private HashMap<String, ArrayList<Long>> builds() {
        try {
            return real.call(ManyRepositories::builds);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
