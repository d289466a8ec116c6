package io.jenkins.plugins.codeup.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.connection.EventSource;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.hooks.Idle;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.jenkins.JenkinsSessions;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.scm.Organization;
import io.jenkins.plugins.codeup.simulator.data.SimulatedRepository;
import io.jenkins.plugins.codeup.simulator.delivery.DeliveryBodies;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** What the watch remembers survives: pushes while Jenkins is down are built after its start, once. */
class WatchRestartTest {

    @RegisterExtension
    private final JenkinsSessions sessions = new JenkinsSessions();

    @RegisterExtension
    private final Organization organization = Organization.acrossRestarts();

    private long repositoryWithJob(JenkinsRule jenkins, EventSource events) throws Exception {
        organization.connect();
        Rounds.use(events);
        long repository = organization.repositoryWithJenkinsfile("team/app");
        FreeStyleProject job = jenkins.createFreeStyleProject("job");
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setRepository("team/app");
        job.addTrigger(trigger);
        job.save();
        return repository;
    }

    private static FreeStyleProject job(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName("job", FreeStyleProject.class);
    }

    @Test
    void pushesWhileJenkinsIsDownAreBuiltAndADamagedFileIsSetAside() throws Throwable {
        long[] app = new long[1];
        sessions.then(jenkins -> {
            app[0] = repositoryWithJob(jenkins, EventSource.WATCH);
            Rounds.run(jenkins);
        });
        organization.sources().commit(app[0], "main", "a", "2");
        String newest = organization.sources().commit(app[0], "main", "a", "3");
        sessions.then(jenkins -> {
            Rounds.run(jenkins);
            Rounds.turn(jenkins);
            FreeStyleProject job = job(jenkins);
            assertEquals(1, job.getBuilds().size());
            assertEquals(
                    newest, job.getLastBuild().getEnvironment(TaskListener.NULL).get("CODEUP_COMMIT"));
            Files.writeString(file(jenkins.jenkins.getRootDir().toPath(), app[0]), "{damaged");
        });
        organization.sources().commit(app[0], "main", "a", "4");
        sessions.then(jenkins -> {
            Rounds.run(jenkins);
            FreeStyleProject job = job(jenkins);
            assertEquals(1, job.getBuilds().size(), "watched from now on");
            organization.sources().commit(app[0], "main", "a", "5");
            Rounds.run(jenkins);
            assertEquals(2, job.getBuilds().size());
            Path damaged = file(jenkins.jenkins.getRootDir().toPath(), app[0]);
            assertTrue(Files.exists(damaged.resolveSibling(damaged.getFileName() + ".damaged")));
        });
    }

    @Test
    void anEventThatCameByOneWayIsKnownThoughJenkinsWasKilledBeforeItsFileWasWritten() throws Throwable {
        long[] app = new long[1];
        String[] heads = new String[2];
        Path[] ways = new Path[1];
        sessions.then(jenkins -> {
            app[0] = repositoryWithJob(jenkins, EventSource.BOTH);
            Idle.await();
            Await.until(
                    "the webhook", () -> !organization.simulator().hooks(app[0]).isEmpty());
            Rounds.run(jenkins);
            ways[0] = jenkins.jenkins
                    .getRootDir()
                    .toPath()
                    .resolve(WatchStore.DIRECTORY)
                    .resolve(TwoWays.FILE);
            heads[0] = organization.sources().commit(app[0], "main", "a", "2");
            Deliveries.awaitBuilds(jenkins);
            assertEquals(1, job(jenkins).getBuilds().size(), "by the webhook");
        });
        Files.delete(ways[0]);
        sessions.then(jenkins -> {
            FreeStyleProject job = job(jenkins);
            Rounds.run(jenkins);
            Rounds.turn(jenkins);
            assertEquals(1, job.getBuilds().size(), "the watch finds it, too");
            heads[1] = organization.git(app[0]).commit("main", "a", "3");
            Rounds.turn(jenkins);
            assertEquals(2, job.getBuilds().size(), "by the watch");
        });
        Files.delete(ways[0]);
        sessions.then(jenkins -> {
            FreeStyleProject job = job(jenkins);
            String body = new DeliveryBodies(new SimulatedRepository(app[0], SimulatedCodeup.ORGANIZATION, "team/app"))
                    .push("refs/heads/main", heads[0], heads[1], "a change");
            HttpResponse<String> late = Deliveries.send(ItemWebhook.of(job), "Push Hook", body);
            assertTrue(late.body().contains("known"), late.body());
        });
    }

    private static Path file(Path home, long repository) throws Exception {
        try (Stream<Path> files = Files.walk(home.resolve(WatchStore.DIRECTORY))) {
            List<Path> found =
                    files.filter(file -> file.endsWith(repository + ".json")).toList();
            assertEquals(1, found.size());
            return found.get(0);
        }
    }
}
