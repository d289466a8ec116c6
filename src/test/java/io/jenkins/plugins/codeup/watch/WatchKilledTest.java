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

/** Jenkins is killed while the watch finds pushes: each newest head is built, once. */
@Timeout(300)
class WatchKilledTest {

    private static final int JOBS = 10;

    @RegisterExtension
    private final RealJenkinsExtension real =
            JenkinsProcess.shortLived("-D" + WatchManager.class.getName() + ".seconds=1");

    @AutoClose
    private final ManyRepositories many = new ManyRepositories(50, JOBS);

    @Test
    void afterAKillEachNewestHeadIsBuiltOnce() throws Throwable {
        real.startJenkins();
        real.runRemotely(ManyRepositories::connect, many.codeup.endpoint().toString(), EventSource.WATCH);
        real.runRemotely(ManyRepositories::createJobs, JOBS);
        Await.until("the first round", Duration.ofSeconds(60), () -> many.codeup.calls("ListBranches") >= JOBS);
        many.codeup.withLatency(Duration.ofMillis(300));
        for (int i = 0; i < JOBS; i++) {
            many.push(i);
        }
        Await.until("a part of the builds", Duration.ofSeconds(60), () -> !builds().isEmpty());
        real.stopJenkinsForcibly();
        for (int i = 0; i < JOBS / 2; i++) {
            many.push(i);
        }
        List<String> newest = many.takeNewest();
        real.startJenkins();
        Await.until(
                "all builds", Duration.ofSeconds(90), () -> builds().keySet().containsAll(newest));
        many.codeup.forgetRequests();
        Await.until("two more rounds", () -> many.codeup.calls("ListRepositories") > 2);
        HashMap<String, ArrayList<Long>> builds = builds();
        newest.forEach(commit -> assertEquals(1, builds.get(commit).size(), commit));
    }

    private HashMap<String, ArrayList<Long>> builds() {
        try {
            return real.call(ManyRepositories::builds);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
