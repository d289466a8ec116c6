package io.jenkins.plugins.codeup.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.connection.CodeupApi;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.connection.EventSource;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.endpoint.DeliveryLog;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.hooks.Idle;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.jenkins.Users;
import io.jenkins.plugins.codeup.scm.Organization;
import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** The watch with an AccessKey, by version 2020-04-14 of the OpenAPI: it finds pushes and tags, without git. */
class OpenApiWatchTest {

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();
    private long app;

    @BeforeEach
    void watch() throws Exception {
        app = organization.repositoryWithJenkinsfile("team/app");
        organization.codeup().addAccessKey(Jenkins.get(), "key", SimulatedCodeup.KEY_ID, SimulatedCodeup.KEY_SECRET);
        use(EventSource.WATCH);
    }

    private static void use(EventSource events) {
        CodeupConnection connection = Rounds.use(events);
        connection.setApi(CodeupApi.ALIYUN);
        connection.setCredentialsId("key");
        CodeupConfiguration.get().setConnections(List.of(connection));
    }

    @Test
    void pushesAndTagsAreBuiltOnceAndOnlyTheApiIsAsked() throws Exception {
        FreeStyleProject job = job(false);
        organization.sources().commit(app, "gone", "a", "1");
        Rounds.run(jenkins);
        organization.simulator().forgetRequests();
        String commit = organization.sources().commit(app, "main", "a", "2");
        organization.sources().update(app, "refs/tags/v1", commit);
        organization.sources().update(app, "refs/heads/gone", "0".repeat(40));
        Rounds.run(jenkins);
        Rounds.turn(jenkins);
        assertEquals(List.of("main", ""), variables(job, "CODEUP_BRANCH"));
        assertEquals(List.of("", "v1"), variables(job, "CODEUP_TAG"));
        assertEquals(List.of(commit, commit), variables(job, "CODEUP_COMMIT"));
        assertEquals(List.of("dev-a", "dev-a"), variables(job, "CODEUP_USER"));
        assertTrue(
                DeliveryLog.of(ItemWebhook.of(job).id()).lines().stream()
                        .anyMatch(line -> line.getResult().contains("deleted")),
                "the branch that is gone");
        assertEquals(
                Set.of("ListRepositories", "ListRepositoryBranches", "ListRepositoryTags"),
                organization.simulator().requests().stream()
                        .map(ReceivedRequest::operation)
                        .collect(Collectors.toSet()));
    }

    @Test
    void aPushThatCodeupDoesNotTellIsFoundInTurn() throws Exception {
        FreeStyleProject job = job(false);
        Rounds.run(jenkins);
        organization.simulator().withActivity(false);
        organization.sources().commit(app, "main", "a", "2");
        Rounds.turn(jenkins);
        assertEquals(List.of("main"), variables(job, "CODEUP_BRANCH"));
    }

    @Test
    void mergeRequestsAreLeftToWebhooksAndThePageSaysSo() throws Exception {
        use(EventSource.BOTH);
        FreeStyleProject job = job(true);
        Idle.await();
        Await.until("the webhook", () -> !organization.simulator().hooks(app).isEmpty());
        Rounds.run(jenkins);
        organization.sources().commit(app, "feature", "a", "2");
        organization.sources().openMergeRequest(app, app, "feature", "main");
        Deliveries.awaitBuilds(jenkins);
        Rounds.turn(jenkins);
        assertEquals(2, job.getBuilds().size(), "the push and the merge request, each once");
        String page = Users.of(jenkins).text("developer", job.getUrl() + "codeup-deliveries/");
        assertTrue(page.contains("finds pushes and tags only"), page);
    }

    @Test
    void aJobThatWantsNoMergeRequestsIsToldNothingOfThem() throws Exception {
        FreeStyleProject job = job(false);
        Rounds.run(jenkins);
        String page = Users.of(jenkins).text("developer", job.getUrl() + "codeup-deliveries/");
        assertFalse(page.contains("finds pushes and tags only"), page);
    }

    private FreeStyleProject job(boolean mergeRequests) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setRepository("team/app");
        trigger.setTagPushEvents(true);
        trigger.setMergeRequestsEvents(mergeRequests);
        job.addTrigger(trigger);
        job.save();
        return job;
    }

    /** Oldest build first; empty where a build does not have it. */
    private static List<String> variables(FreeStyleProject job, String name) throws Exception {
        List<FreeStyleBuild> builds = new ArrayList<>(job.getBuilds());
        builds.sort(Comparator.comparing(FreeStyleBuild::getNumber));
        List<String> values = new ArrayList<>();
        for (FreeStyleBuild build : builds) {
            values.add(build.getEnvironment(TaskListener.NULL).get(name, ""));
        }
        return values;
    }
}
