package io.jenkins.plugins.codeup.hooks;

import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.endpoint.DeliveryBodies;
import io.jenkins.plugins.codeup.endpoint.DeliveryLog;
import io.jenkins.plugins.codeup.endpoint.DeliveryStep;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.jenkins.Users;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** The page of one delivery: its body, what it would start and why, and that it can come once more. */
class DeliveryPageTest {

    private static final String ONES = "1".repeat(40);
    private static final String TWOS = "2".repeat(40);

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.connected().withoutQuietPeriod();

    private final JenkinsRule jenkins = codeup.jenkins();
    private FreeStyleProject job;
    private CodeupTrigger trigger;
    private Users users;

    @BeforeEach
    void deliver() throws Exception {
        job = jenkins.createFreeStyleProject("app");
        trigger = new CodeupTrigger();
        trigger.setBranches("main");
        trigger.setIgnoredAuthors("someone-else");
        job.addTrigger(trigger);
        job.save();
        codeup.deliverTo(job);
        users = Users.of(jenkins);
        codeup.simulator().push(REPOSITORY_ID, "refs/heads/feature", ONES, TWOS, "a change");
        Deliveries.awaitBuilds(jenkins);
    }

    @Test
    void saysFilterByFilterWhyNothingIsBuilt() throws Exception {
        List<String> steps = page().getSteps().stream()
                .map(step -> (step.isFulfilled() ? "+ " : "- ") + step.getCondition())
                .toList();
        assertEquals(
                List.of(
                        "+ The job has the trigger and is enabled",
                        "+ The repository is the job's",
                        "+ The kind of event is enabled",
                        "+ There is a commit of the job's own repository to build",
                        "- The branch, of a merge request the target, matches the branch patterns",
                        "+ [ci skip] is not in the message or title, or has no effect",
                        "+ The author is not ignored",
                        "+ Some changed file counts, or the delivery lists none",
                        "- Result: No build: the branch patterns exclude feature"),
                steps);
        trigger.setPushEvents(false);
        trigger.setIgnoredAuthors("dev-a");
        assertEquals(
                List.of(
                        "No build: pushes are not enabled in this job's trigger",
                        "No build: the branch patterns exclude feature",
                        "No build: the author dev-a is ignored"),
                page().getSteps().stream()
                        .filter(step -> !step.isFulfilled())
                        .map(DeliveryStep::getAgainst)
                        .filter(Objects::nonNull)
                        .toList());
    }

    @Test
    void showsTheBodyWithoutSecretsAndAddressesOnlyToAdministrators() throws Exception {
        String path = job.getUrl() + "codeup-deliveries/delivery/" + line().id() + "/";
        String admin = users.text("admin", path);
        assertTrue(admin.contains("\"ref\" : \"refs/heads/feature\""), admin);
        assertTrue(admin.contains("dev-a@example.com"), admin);
        assertTrue(admin.contains("curl -X POST"), admin);
        assertFalse(admin.contains(ItemWebhook.of(job).secret().getPlainText()));
        String developer = users.text("developer", path);
        assertFalse(developer.contains("dev-a@example.com"), developer);
        assertTrue(developer.contains("git@codeup.aliyun.com"), "no address of a person: " + developer);
        assertEquals(403, users.get("reader", path));

        String body = "{\"token\": \"t0p\", \"nested\": [{\"secret_token\": \"t0p\"}], \"url\":"
                + " \"https://me:t0p@example.com/a\"}";
        assertFalse(ShownBody.of(body.getBytes(StandardCharsets.UTF_8), true).contains("t0p"));
        assertEquals("no JSON, ****", ShownBody.of("no JSON, a@example.com".getBytes(StandardCharsets.UTF_8), false));
    }

    @Test
    void replayBuildsWhatTheTriggerWantsNow() throws Exception {
        assertEquals(0, job.getBuilds().size());
        trigger.setBranches("feature");
        String replay = job.getUrl() + "codeup-deliveries/replay?id=" + line().id();
        assertEquals(403, users.post("reader", replay).getStatusCode());
        users.assertPostOnly("developer", replay);
        assertTrue(users.post("developer", replay).getContentAsString().contains("accepted once more"));
        Deliveries.awaitBuilds(jenkins);
        assertEquals(1, job.getBuilds().size());
        assertEquals(2, DeliveryLog.of(ItemWebhook.of(job).id()).lines().size());
        String unknown = job.getUrl() + "codeup-deliveries/replay?id=../config.xml";
        assertTrue(users.post("developer", unknown).getContentAsString().contains("not accepted"));
    }

    @Test
    void explainsAPastedBodyAndStartsNothing() throws Exception {
        String body = new String(Fixtures.bytes("push.json"), StandardCharsets.UTF_8);
        try (JenkinsRule.WebClient client = users.client("developer")) {
            trigger.setRepository("team/another");
            String text = explain(client, body);
            assertTrue(text.contains("No build: the event is for another repository"), text);
            String none = explain(client, "{}");
            assertTrue(none.contains("This is no delivery of Codeup"), none);
        }
        Deliveries.awaitBuilds(jenkins);
        assertEquals(0, job.getBuilds().size());
        assertEquals(1, DeliveryLog.of(ItemWebhook.of(job).id()).lines().size());
    }

    private String explain(JenkinsRule.WebClient client, String body) throws Exception {
        WebRequest request = client.addCrumb(new WebRequest(
                new URL(client.getContextPath() + job.getUrl() + "codeup-deliveries/explain"), HttpMethod.POST));
        request.getRequestParameters().add(new NameValuePair("body", body));
        Page page = client.getPage(request);
        assertEquals(200, page.getWebResponse().getStatusCode());
        return page.getWebResponse().getContentAsString();
    }

    @Test
    void theLatestBodiesAreOnTheDiskForAWhile() throws Exception {
        DeliveryBodies.get().doRun();
        Path directory = job.getRootDir().toPath().resolve(DeliveryBodies.DIRECTORY);
        assertTrue(Files.exists(directory.resolve(line().id())));
        String first = line().id();
        for (int i = 0; i < 55; i++) {
            codeup.simulator().push(REPOSITORY_ID, "refs/heads/b" + i, ONES, TWOS, "a change");
        }
        Deliveries.awaitBuilds(jenkins);
        DeliveryBodies.get().doRun();
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(50, files.count());
        }
        assertNull(DeliveryBodies.get().read(job, first));
        assertNotNull(DeliveryBodies.get().read(job, line().id()));
    }

    @Test
    void administratorsSeeTheDeliveriesOfAllJobs() throws Exception {
        FreeStyleProject other = jenkins.createFreeStyleProject("other");
        other.addTrigger(new CodeupTrigger());
        other.save();
        codeup.deliverTo(other);
        codeup.simulator().push(REPOSITORY_ID, "refs/heads/main", ONES, TWOS, "a change");
        Deliveries.awaitBuilds(jenkins);
        String all = users.text("admin", "manage/codeup-deliveries/");
        assertTrue(all.contains("app") && all.contains("other") && all.contains("feature"), all);
        assertTrue(all.contains("other #1"), all);
        String found = users.text("admin", "manage/codeup-deliveries/?search=exclude%20feature");
        assertTrue(found.contains("feature") && !found.contains("other #1"), found);
        assertEquals(403, users.get("manager", "manage/codeup-deliveries/"));
    }

    private DeliveryPage page() throws Exception {
        return new DeliveriesPage(job).getDelivery(line().id());
    }

    /** The newest delivery's. */
    private DeliveryLog.Line line() throws Exception {
        return DeliveryLog.of(ItemWebhook.of(job).id()).lines().get(0);
    }
}
