package io.jenkins.plugins.codeup.scm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Run;
import io.jenkins.plugins.codeup.delivery.DeliveryReader;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.data.SimulatedRepository;
import io.jenkins.plugins.codeup.simulator.delivery.DeliveryBodies;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** A push that is processed again after a stop: its build is lost, in the queue, or anywhere on its way. */
class LostRevisionsTest {

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();
    private WorkflowMultiBranchProject project;
    private WorkflowJob main;
    private HeadEvent push;

    @BeforeEach
    void scanned() throws Exception {
        long repository = organization.repositoryWithJenkinsfile("team/app");
        project =
                organization.project(jenkins, "team/app", new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL));
        main = project.getItem("main");
        // as if Jenkins had been killed with the build in its queue
        main.getLastBuild().delete();
        String body = new DeliveryBodies(new SimulatedRepository(
                        repository,
                        SimulatedCodeup.ORGANIZATION,
                        SimulatedCodeup.ORGANIZATION,
                        "team/app",
                        organization.simulator().endpoint().toString(),
                        false))
                .push("refs/heads/main", "0".repeat(40), organization.head(repository, "main"), "a change");
        push = MultibranchDeliveryHandler.event(
                project, DeliveryReader.read("Push Hook", body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void isBuiltIfItsBuildIsLost() throws Exception {
        schedule();
        jenkins.waitUntilNoActivity();
        assertEquals(1, main.getBuilds().size());
        schedule();
        jenkins.waitUntilNoActivity();
        assertEquals(1, main.getBuilds().size(), "once");
    }

    @Test
    void isNotBuiltTwiceIfItsBuildHasLeftTheQueueAndIsNotThereYet() throws Exception {
        Thread again = new Thread(this::schedule);
        try (NewRuns newRuns = new NewRuns()) {
            main.scheduleBuild2(0);
            assertTrue(newRuns.made.await(60, TimeUnit.SECONDS));
            assertFalse(main.isInQueue());
            assertEquals(0, main.getBuilds().size());
            again.start();
            Await.until("waiting for the queue's lock", () -> again.getState() == Thread.State.WAITING);
        }
        again.join();
        jenkins.waitUntilNoActivity();
        assertEquals(1, main.getBuilds().size());
    }

    /** Holds a new build up before it is one of its job's: Jenkins writes a line into its log then. */
    private static final class NewRuns extends Handler implements AutoCloseable {

        private static final Logger LOGGER = Logger.getLogger(Run.class.getName());

        private final CountDownLatch made = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        NewRuns() {
            LOGGER.setLevel(Level.FINER);
            LOGGER.addHandler(this);
        }

        @Override
        public void publish(LogRecord line) {
            if (line.getMessage().startsWith("new ")) {
                made.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        @Override
        public void flush() {
            // nothing is kept
        }

        @Override
        public void close() {
            LOGGER.removeHandler(this);
            LOGGER.setLevel(null);
            goOn.countDown();
        }
    }

    private void schedule() {
        LostRevisions.schedule(project.getFullName(), push, List.of("1"));
    }
}
