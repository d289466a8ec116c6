package io.jenkins.plugins.codeup.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.codeup.connection.EventSource;
import io.jenkins.plugins.codeup.delivery.EventKey;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.hooks.Idle;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.scm.Organization;
import io.jenkins.plugins.codeup.simulator.data.SimulatedRepository;
import io.jenkins.plugins.codeup.simulator.delivery.DeliveryBodies;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Items that both webhooks and the watch serve: an event that comes twice is one. */
class BothWaysTest {

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();
    private long app;
    private FreeStyleProject job;

    @BeforeEach
    void both() throws Exception {
        Rounds.use(EventSource.BOTH);
        app = organization.repositoryWithJenkinsfile("team/app");
        job = jenkins.createFreeStyleProject();
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setRepository("team/app");
        trigger.setMergeRequestsEvents(true);
        job.addTrigger(trigger);
        job.save();
        Idle.await();
        Await.until("the webhook", () -> !organization.simulator().hooks(app).isEmpty());
        Rounds.run(jenkins);
    }

    @Test
    void whatAWebhookBroughtTheWatchLeavesOut() throws Exception {
        organization.sources().commit(app, "main", "a", "2");
        Deliveries.awaitBuilds(jenkins);
        assertEquals(1, job.getBuilds().size());
        Rounds.run(jenkins);
        assertEquals(1, job.getBuilds().size());

        organization.sources().commit(app, "feature", "a", "3");
        organization.sources().openMergeRequest(app, app, "feature", "main");
        Deliveries.awaitBuilds(jenkins);
        Rounds.run(jenkins);
        assertEquals(3, job.getBuilds().size());
        organization.sources().commit(app, "feature", "a", "4");
        Rounds.run(jenkins);
        assertEquals(5, job.getBuilds().size(), "the branch and the merge request");
    }

    @Test
    void whatTheWatchFoundIsKnownWhenItsDeliveryArrivesLateAndOnlyOnce() throws Exception {
        String before = organization.head(app, "main");
        String after = organization.git(app).commit("main", "a", "2");
        Rounds.turn(jenkins);
        assertEquals(1, job.getBuilds().size());
        String body = new DeliveryBodies(new SimulatedRepository(app, "60811b5eed6e867404f60000", "team/app"))
                .push("refs/heads/main", before, after, "a change");
        HttpResponse<String> late = Deliveries.send(ItemWebhook.of(job), "Push Hook", body);
        assertTrue(late.body().contains("known"), late.body());
        HttpResponse<String> again = Deliveries.send(ItemWebhook.of(job), "Push Hook", body);
        assertEquals(202, again.statusCode(), "somebody sends it again to have it built again");
        Deliveries.awaitBuilds(jenkins);
        assertEquals(2, job.getBuilds().size());
    }

    @Test
    void whatIsSentAgainIsADuplicateAlsoIfTheWatchWasAddedMeanwhile() throws Exception {
        Rounds.use(EventSource.WEBHOOKS);
        Rounds.run(jenkins);
        ItemWebhook webhook = ItemWebhook.of(job);
        Map<String, String> headers = Deliveries.headers(webhook, "Push Hook");
        byte[] body = new DeliveryBodies(new SimulatedRepository(app, "60811b5eed6e867404f60000", "team/app"))
                .push("refs/heads/main", "0".repeat(40), organization.head(app, "main"), "a change")
                .getBytes(StandardCharsets.UTF_8);
        assertEquals(202, Deliveries.post(webhook.url(""), body, headers).statusCode());
        Rounds.use(EventSource.BOTH);
        Rounds.run(jenkins);
        HttpResponse<String> again = Deliveries.post(webhook.url(""), body, headers);
        assertTrue(again.body().contains("duplicate"), again.body());
        Deliveries.awaitBuilds(jenkins);
        assertEquals(1, job.getBuilds().size());
    }

    @Test
    void whatNoWebhookBringsTheWatchFinds() throws Exception {
        organization
                .simulator()
                .hooks(app)
                .forEach(hook -> organization.simulator().removeHook(app, hook.id()));
        organization.sources().commit(app, "main", "a", "2");
        Rounds.run(jenkins);
        assertEquals(1, job.getBuilds().size());
    }

    @Test
    void branchMayGoBackAndForth() throws Exception {
        String first = organization.head(app, "main");
        String second = organization.sources().commit(app, "main", "a", "2");
        Deliveries.awaitBuilds(jenkins);
        organization.sources().update(app, "refs/heads/main", first);
        Deliveries.awaitBuilds(jenkins);
        Rounds.run(jenkins);
        organization.sources().update(app, "refs/heads/main", second);
        Deliveries.awaitBuilds(jenkins);
        Rounds.run(jenkins);
        assertEquals(3, job.getBuilds().size());
    }

    @Test
    void pairsEachEventOnceAndWhatIsNotToldMakesNoDifference() {
        EventKey pushed = new EventKey(1L, "branch main", "pushed", "a");
        EventKey unnamed = new EventKey(null, "branch main", "pushed", null);
        TwoWays ways = TwoWays.get();
        assertTrue(ways.isFirst("id", pushed, "1", false));
        assertTrue(ways.isFirst("id", pushed, "2", false));
        assertFalse(ways.isFirst("id", unnamed, "watch-1", true));
        assertFalse(ways.isFirst("id", pushed, "watch-2", true));
        assertFalse(ways.isFirst("id", pushed, "watch-2", true), "found once more after a crash");
        assertTrue(ways.isFirst("id", pushed, "watch-3", true));
        assertTrue(ways.isFirst("id", pushed, "watch-3", true), "found once more after a crash");
        assertFalse(ways.isFirst("id", pushed, "3", false));
        assertFalse(ways.isFirst("id", pushed, "3", false), "sent again, as the answer did not arrive");
        assertTrue(ways.isFirst("id", pushed, "4", false));
        assertTrue(ways.isFirst("other", pushed, "5", false));
        ways.seen("other", 2, Long.MAX_VALUE);
        assertFalse(ways.isFirst("other", pushed, "watch-5", true), "of another repository");
        ways.forget("id", pushed, false);
        ways.seen("id", 1, 0);
        assertTrue(ways.isFirst("id", pushed, "watch-6", true), "what is paired pairs no more");
        assertFalse(ways.isFirst("id", pushed, "6", false));
        assertTrue(ways.isFirst("id", pushed, "7", false));
        ways.seen("id", 1, Long.MAX_VALUE);
        assertTrue(ways.isFirst("id", pushed, "watch-7", true));
    }
}
