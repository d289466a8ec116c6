package io.jenkins.plugins.codeup.trigger;

import static io.jenkins.plugins.codeup.delivery.Fixtures.ONES;
import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import io.jenkins.plugins.codeup.endpoint.AcceptedDelivery;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.endpoint.DeliveryHandler;
import io.jenkins.plugins.codeup.endpoint.DeliveryLog;
import io.jenkins.plugins.codeup.endpoint.DeliveryQueue;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.jenkins.JenkinsSessions;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.TestExtension;

/** Of many pushes at once, the newest commit of each branch is built once, even if Jenkins restarts in between. */
class BurstTest {

    @RegisterExtension
    private final JenkinsSessions sessions = new JenkinsSessions();

    @RegisterExtension
    private final SimulatedCodeup codeup = SimulatedCodeup.acrossRestarts();

    @Test
    void pushesInTheQuietPeriodAreFoldedIntoOneBuildPerBranch() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleProject job = jenkins.createFreeStyleProject("job");
            job.addTrigger(new CodeupTrigger());
            job.setQuietPeriod(3600);
            codeup.deliverTo(job);
            for (int i = 1; i <= 10; i++) {
                push("main", i);
                push("dev", 100 + i);
                Deliveries.awaitIdle();
            }
            assertEquals(2, jenkins.jenkins.getQueue().getItems().length);
            for (var item : jenkins.jenkins.getQueue().getItems()) {
                assertEquals(10, item.getCauses().size(), "one cause for each push");
                job.scheduleBuild2(0, item.getAllActions().toArray(new hudson.model.Action[0]));
            }
            jenkins.waitUntilNoActivity();
            assertEquals(Map.of("main", commit(10), "dev", commit(110)), built(job));
        });
    }

    @Test
    void deliveriesThatWaitOnShutdownAreBuiltAfterRestart() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleProject job = jenkins.createFreeStyleProject("job");
            job.setQuietPeriod(0);
            codeup.deliverTo(job);
            for (int i = 1; i <= 10; i++) {
                push("b" + i, i);
            }
        });
        sessions.then(jenkins -> {
            FreeStyleProject job = jenkins.jenkins.getItemByFullName("job", FreeStyleProject.class);
            job.addTrigger(new CodeupTrigger());
            Deliveries.awaitBuilds(jenkins);
            Map<String, String> expected = new TreeMap<>();
            for (int i = 1; i <= 10; i++) {
                expected.put("b" + i, commit(i));
            }
            assertEquals(expected, built(job));
            assertEquals(10, job.getBuilds().size(), "none twice");
        });
    }

    @Test
    @FieldCase("B22")
    void anOlderPushThatArrivesLateDoesNotReplaceTheNewerOne() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleProject job = jenkins.createFreeStyleProject("job");
            job.addTrigger(new CodeupTrigger());
            job.setQuietPeriod(3600);
            codeup.deliverTo(job);
            push("main", ONES, 1);
            push("main", commit(2), 3);
            DeliveryQueue.get().awaitIdle();
            push("main", commit(1), 2);
            push("dev", ONES, 4);
            push("dev", commit(4), 5);
            DeliveryQueue.get().awaitIdle();
            // a reset to an earlier commit is newer, though that commit was pushed before
            push("dev", commit(5), 4);
            DeliveryQueue.get().awaitIdle();
            for (var item : jenkins.jenkins.getQueue().getItems()) {
                job.scheduleBuild2(0, item.getAllActions().toArray(new hudson.model.Action[0]));
            }
            jenkins.waitUntilNoActivity();
            assertEquals(Map.of("main", commit(3), "dev", commit(4)), built(job));
        });
    }

    @Test
    void anOlderPushThatArrivesWhenTheNewerOneIsBuiltStartsNoBuild() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleProject job = jenkins.createFreeStyleProject("job");
            job.addTrigger(new CodeupTrigger());
            job.setQuietPeriod(0);
            ItemWebhook hook = codeup.deliverTo(job);
            push("main", commit(1), 2);
            Deliveries.awaitBuilds(jenkins);
            push("main", ONES, 1);
            Deliveries.awaitBuilds(jenkins);
            assertEquals(1, job.getBuilds().size());
            assertEquals(
                    "No build: it arrived late, and the build of a newer event is #1",
                    DeliveryLog.of(hook.id()).lines().get(0).getResult());
            // a reset to the earlier commit is an event of its own
            push("main", commit(2), 1);
            push("other", ONES, 1);
            Deliveries.awaitBuilds(jenkins);
            assertEquals(Map.of("main", commit(1), "other", commit(1)), built(job));
            assertEquals(3, job.getBuilds().size());
        });
    }

    @Test
    void theLatestDeliveriesAndTheirBuildsAreShownAfterARestart() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleProject job = jenkins.createFreeStyleProject("job");
            job.addTrigger(new CodeupTrigger());
            job.setQuietPeriod(0);
            codeup.deliverTo(job);
            push("main", 1);
            DeliveryQueue.get().awaitIdle();
            jenkins.waitUntilNoActivity();
            push("deleted", Fixtures.ZEROS);
            DeliveryQueue.get().awaitIdle();
        });
        sessions.then(jenkins -> {
            FreeStyleProject job = jenkins.jenkins.getItemByFullName("job", FreeStyleProject.class);
            List<DeliveryLog.Line> lines =
                    DeliveryLog.of(ItemWebhook.of(job).id()).lines();
            assertEquals(2, lines.size());
            assertEquals(
                    "No build: refs/heads/deleted was deleted", lines.get(0).getResult());
            assertEquals("Build of branch main", lines.get(1).getResult());
            assertEquals(job.getLastBuild(), lines.get(1).getRun());
        });
    }

    @Test
    @FieldCase("K10")
    void aDeliveryThatIsRepeatedAfterARestartIsADuplicate() throws Throwable {
        String push = Fixtures.text("push.json");
        Map<String, String> headers = new TreeMap<>();
        sessions.then(jenkins -> {
            FreeStyleProject job = jenkins.createFreeStyleProject("job");
            job.addTrigger(new CodeupTrigger());
            job.setQuietPeriod(0);
            headers.putAll(Deliveries.headers(codeup.deliverTo(job), "Push Hook"));
            assertEquals(
                    202, Deliveries.post(url(job), push.getBytes(), headers).statusCode());
            Deliveries.awaitBuilds(jenkins);
        });
        sessions.then(jenkins -> {
            FreeStyleProject job = jenkins.jenkins.getItemByFullName("job", FreeStyleProject.class);
            assertEquals(
                    200, Deliveries.post(url(job), push.getBytes(), headers).statusCode());
            Deliveries.awaitBuilds(jenkins);
            assertEquals(1, job.getBuilds().size());
        });
    }

    @Test
    void aJobWithALongQueueGetsNoMoreBuildsAndDelaysNoOtherJob() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleProject job = jenkins.createFreeStyleProject("job");
            job.addTrigger(new CodeupTrigger());
            job.setQuietPeriod(3600);
            codeup.deliverTo(job);
            Queue queue = jenkins.jenkins.getQueue();
            for (int i = 1; i <= 250; i++) {
                push("b" + i, i);
            }
            Await.until("a full queue", () -> queue.getItems(job).size() == 200);

            FreeStyleProject other = jenkins.createFreeStyleProject("other");
            other.addTrigger(new CodeupTrigger());
            other.setQuietPeriod(3600);
            codeup.deliverTo(other);
            push("main", 1000);
            Await.until("a build of the other job", () -> queue.getItems(other).size() == 1);
            assertEquals(200, queue.getItems(job).size());

            queue.clear();
            Deliveries.awaitIdle();
            assertEquals(51, queue.getItems(job).size(), "the branches that waited for room, and main");
        });
    }

    /** Has no room for the deliveries of jobs that have no trigger yet, so that they wait when Jenkins shuts down. */
    @TestExtension("deliveriesThatWaitOnShutdownAreBuiltAfterRestart")
    public static class HandlerWithoutRoom implements DeliveryHandler {

        @Override
        public boolean serves(Item item) {
            return CodeupTrigger.of((Job<?, ?>) item) == null;
        }

        @Override
        public int room(Item item) {
            return 0;
        }

        @Override
        public void deliver(Item item, List<AcceptedDelivery> deliveries) {
            throw new AssertionError("there is no room");
        }
    }

    private static String url(FreeStyleProject job) throws Exception {
        return ItemWebhook.of(job).url("");
    }

    private void push(String branch, int number) {
        push(branch, ONES, number);
    }

    private void push(String branch, String before, int number) {
        push(branch, before, commit(number));
    }

    private void push(String branch, String after) {
        push(branch, ONES, after);
    }

    private void push(String branch, String before, String after) {
        codeup.simulator()
                .push(REPOSITORY_ID, "refs/heads/" + branch, before, after, "m")
                .forEach(sent -> assertEquals(202, sent.status()));
    }

    private static String commit(int number) {
        return "%040x".formatted(0xabc000 + number);
    }

    private static Map<String, String> built(FreeStyleProject job) throws Exception {
        Map<String, String> built = new TreeMap<>();
        for (FreeStyleBuild build : job.getBuilds()) {
            var variables = build.getEnvironment(TaskListener.NULL);
            // the newest of each branch
            built.putIfAbsent(variables.get("CODEUP_BRANCH"), variables.get("CODEUP_COMMIT"));
        }
        return built;
    }
}
