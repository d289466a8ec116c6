package io.jenkins.plugins.codeup.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** Jenkins shuts down in the middle of a burst: what was answered with 202 is built, before or after the restart. */
class ShutdownTest {

    private static final int PUSHES = 600;
    private static final int BEFORE_THE_END = 300;
    private static final int CLIENTS = 4;
    private static final long PAUSE_MILLIS = 8;
    private static final int EXECUTORS = 2;

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<String> accepted = Collections.synchronizedSet(new TreeSet<>());
    private final CountDownLatch enough = new CountDownLatch(BEFORE_THE_END);

    @Test
    @FieldCase("B9")
    void eachBranchThatWasAnsweredWith202IsBuiltOnce() throws Throwable {
        jenkins.startJenkins();
        String[] door = jenkins.runRemotely(ShutdownTest::prepare);
        String url = jenkins.getUrl() + door[0];
        ScheduledExecutorService clients = Executors.newScheduledThreadPool(CLIENTS);
        for (int i = 0; i < PUSHES; i++) {
            String branch = "b" + i;
            // slow at first: at shutdown some are built, some are in Jenkins's queue and some in the plugin's queue
            long millis = PAUSE_MILLIS * Math.min(i, BEFORE_THE_END / 2);
            clients.schedule(() -> push(url, door[1], branch), millis, TimeUnit.MILLISECONDS);
        }
        assertTrue(enough.await(5, TimeUnit.MINUTES), () -> "only " + accepted);
        jenkins.getProcess().destroy();
        assertTrue(jenkins.getProcess().waitFor(60, TimeUnit.SECONDS));
        jenkins.stopJenkinsForcibly();
        clients.shutdown();
        assertTrue(clients.awaitTermination(60, TimeUnit.SECONDS));
        assertTrue(accepted.size() < PUSHES, "it stopped in the middle");

        jenkins.startJenkins();
        List<String> built = jenkins.runRemotely(ShutdownTest::builtBranches, accepted.size());
        assertEquals(new ArrayList<>(accepted), built.stream().sorted().toList());
    }

    private void push(String url, String secret, String branch) {
        String body = Fixtures.text("push.json").replace("refs/heads/main", "refs/heads/" + branch);
        try {
            HttpResponse<Void> answer = http.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .header("X-Codeup-Event", "Push Hook")
                            .header("X-Codeup-Token", secret)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            if (answer.statusCode() == 202) {
                accepted.add(branch);
                enough.countDown();
            }
        } catch (IOException notAccepted) {
            // Jenkins is down
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String[] prepare(JenkinsRule rule) throws Throwable {
        rule.jenkins.setNumExecutors(EXECUTORS);
        FreeStyleProject job = rule.createFreeStyleProject("job");
        job.setConcurrentBuild(true);
        job.setQuietPeriod(0);
        job.addTrigger(new CodeupTrigger());
        job.save();
        ItemWebhook hook = ItemWebhook.of(job);
        return new String[] {hook.url(""), hook.secret().getPlainText()};
    }

    /** The branches of all builds, once there are as many as expected and nothing is left to do. */
    private static ArrayList<String> builtBranches(JenkinsRule rule, int expected) throws Throwable {
        FreeStyleProject job = rule.jenkins.getItemByFullName("job", FreeStyleProject.class);
        Await.until("all built", Duration.ofMinutes(4), () -> job.getBuilds().size() >= expected);
        rule.waitUntilNoActivityUpTo(60_000);
        ArrayList<String> branches = new ArrayList<>();
        for (FreeStyleBuild build : job.getBuilds()) {
            branches.add(build.getEnvironment(TaskListener.NULL).get("CODEUP_BRANCH"));
        }
        return branches;
    }
}
