package io.jenkins.plugins.codeup.hooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.jenkins.JenkinsProcess;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** The controller's process is killed while some webhooks are created and others move. */
@Timeout(300)
class KilledControllerTest {

    private static final int JOBS = 40;
    private static final int MOVED = 20;
    private static final String ELSEWHERE = "https://elsewhere.example.com/";

    @RegisterExtension
    private final RealJenkinsExtension real =
            JenkinsProcess.shortLived("-D" + WebhookManager.class.getName() + ".startDelaySeconds=0");

    @AutoClose
    private final CodeupSimulator codeup = ManyJobs.codeup(JOBS).withLatency(Duration.ofMillis(100));

    @Test
    void afterAKillEachRepositoryHasExactlyOneWebhook() throws Throwable {
        real.startJenkins();
        real.runRemotely(ManyJobs::connect, codeup.endpoint().toString());
        real.runRemotely(ManyJobs::manageWebhooks, true);
        real.runRemotely(ManyJobs::create, MOVED);
        Await.until("webhooks", () -> ManyJobs.withOneHookTo(codeup, MOVED, ManyJobs.ROOT_URL) >= MOVED);
        real.runRemotely(ManyJobs::moveTo, ELSEWHERE);
        real.runRemotely(ManyJobs::create, JOBS);
        Await.until("a third of the webhooks", () -> ManyJobs.withOneHookTo(codeup, JOBS, ELSEWHERE) >= JOBS / 3);
        real.stopJenkinsForcibly();
        assertTrue(ManyJobs.withOneHookTo(codeup, JOBS, ELSEWHERE) < JOBS, "killed in the middle");

        real.startJenkins();
        Await.until("all webhooks", () -> ManyJobs.withOneHookTo(codeup, JOBS, ELSEWHERE) >= JOBS);
        real.run(ManyJobs::awaitIdle);
        assertEquals(JOBS, ManyJobs.withOneHookTo(codeup, JOBS, ELSEWHERE));
        assertEquals(JOBS, ManyJobs.hooks(codeup, JOBS), "none is doubled, no old one is left");
        assertEquals(JOBS, real.call(ManyJobs::recorded));
    }
}
