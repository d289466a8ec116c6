package io.jenkins.plugins.codeup.hooks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.codeup.jenkins.JenkinsSessions;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.FlagExtension;

/** Many jobs cost what they must and no more; {@link ManyJobsReport} does the same with more of them, by the clock. */
class ManyJobsTest {

    private static final int JOBS = 200;
    private static final String ELSEWHERE = "https://elsewhere.example.com/";

    @RegisterExtension
    private final FlagExtension<String> startDelay =
            FlagExtension.systemProperty(WebhookManager.class.getName() + ".startDelaySeconds", "0");

    @RegisterExtension
    private final JenkinsSessions sessions = new JenkinsSessions();

    @AutoClose
    private final CodeupSimulator codeup = ManyJobs.codeup(JOBS).withLatency(Duration.ofMillis(5));

    @Test
    void eachRepositoryGetsOneWebhookThatIsCheckedByOneCallAfterARestartAndMovesWithTheUrl() throws Throwable {
        sessions.then(jenkins -> {
            ManyJobs.connect(jenkins, codeup.endpoint().toString());
            ManyJobs.manageWebhooks(jenkins, true);
            ManyJobs.create(jenkins, JOBS);
            Idle.await();
            assertEquals(JOBS, ManyJobs.withOneHookTo(codeup, JOBS, ManyJobs.ROOT_URL));
            assertEquals(4 * JOBS, codeup.calls(), "repository id, list, create, list");
        });
        codeup.forgetRequests();
        sessions.then(jenkins -> {
            Idle.await();
            assertEquals(JOBS, codeup.calls());
            assertEquals(JOBS, codeup.requests("ListRepositoryWebhook").size());
            codeup.forgetRequests();
            ManyJobs.moveTo(jenkins, ELSEWHERE);
            Idle.await();
            assertEquals(JOBS, ManyJobs.withOneHookTo(codeup, JOBS, ELSEWHERE));
            assertEquals(JOBS, ManyJobs.hooks(codeup, JOBS));
            assertEquals(JOBS, ManyJobs.recorded(jenkins));
        });
    }
}
