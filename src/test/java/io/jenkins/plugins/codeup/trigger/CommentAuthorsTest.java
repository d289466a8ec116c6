package io.jenkins.plugins.codeup.trigger;

import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.connection.RequiredRole;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.endpoint.DeliveryLog;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.data.Role;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;

/** A comment starts a build only if its author has the role that the trigger states, which Codeup is asked for. */
class CommentAuthorsTest {

    private static final String MEMBERS = "ListRepositoryMember";

    @RegisterExtension
    private static final SimulatedCodeup codeup =
            SimulatedCodeup.managingWebhooks().withoutQuietPeriod();

    private CodeupSimulator simulator;
    private final JenkinsRule jenkins = codeup.jenkins();
    private FreeStyleProject job;
    private ItemWebhook webhook;

    @BeforeEach
    void join() throws Exception {
        simulator = codeup.simulator();
        allow(false);
        simulator
                .withMember(REPOSITORY_ID, "viewer", Role.VIEWER)
                .withMember(REPOSITORY_ID, "developer", Role.DEVELOPER)
                .withMember(REPOSITORY_ID, "administrator", Role.ADMINISTRATOR)
                .withBlockedMember(REPOSITORY_ID, "blocked", Role.ADMINISTRATOR);
    }

    @AfterEach
    void leave() {
        simulator.withLatency(Duration.ZERO);
    }

    private static void allow(boolean jobs) {
        CodeupConnection connection = CodeupConfiguration.get().getConnections().get(0);
        connection.setAllowJobs(jobs);
        connection.setWebhookRootUrl(null);
        CodeupConfiguration.get().setConnections(List.of(connection));
    }

    private void job(RequiredRole role) throws Exception {
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setRepository("team/app");
        trigger.setManageWebhook(false);
        trigger.setNoteEvents(true);
        trigger.setNoteRole(role);
        job(trigger);
    }

    private void job(CodeupTrigger trigger) throws Exception {
        job = jenkins.createFreeStyleProject();
        job.addTrigger(trigger);
        webhook = codeup.deliverTo(job);
    }

    private void comment(String user) throws Exception {
        simulator.actAs(user);
        simulator.comment(REPOSITORY_ID, 3, "dev", "main", Fixtures.TWOS, "rebuild");
        Deliveries.awaitBuilds(jenkins);
    }

    private String result() {
        return DeliveryLog.of(webhook.id()).lines().get(0).getResult();
    }

    @ParameterizedTest
    @CsvSource({
        "DEVELOPER, viewer, 0",
        "DEVELOPER, developer, 1",
        "DEVELOPER, administrator, 1",
        "DEVELOPER, blocked, 0",
        "DEVELOPER, stranger, 0",
        "ADMINISTRATOR, developer, 0",
        "ADMINISTRATOR, administrator, 1",
        "EVERYONE, stranger, 1"
    })
    void whoHasTheRoleStartsABuild(RequiredRole role, String user, int builds) throws Exception {
        job(role);
        comment(user);
        assertEquals(builds, job.getBuilds().size(), result());
        if (builds == 0) {
            assertEquals(
                    "No build: dev-a is not among those who may start a build by a comment (" + role.label() + ")",
                    result());
        }
        assertEquals(role == RequiredRole.EVERYONE ? 0 : 1, simulator.calls(MEMBERS));
    }

    /** The default, also of what was stored before there was the field. */
    @Test
    void developersMayByDefault() throws Exception {
        assertEquals(RequiredRole.DEVELOPER, new CodeupTrigger().getNoteRole());
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setNoteRole(null);
        assertEquals(RequiredRole.DEVELOPER, trigger.getNoteRole());
    }

    /** The name and the role in the body are the author's own words. */
    @Test
    void whatTheBodySaysOfRoleOrNameCountsForNothing() throws Exception {
        job(RequiredRole.DEVELOPER);
        String body = """
                {"object_kind":"note","user":{"name":"developer","username":"developer","role":40,"accessLevel":40%s},
                 "project_id":%d,"repository":{"git_http_url":"https://codeup.aliyun.com/%s/team/app.git"},"object_attributes":{"id":1,"note":"x","noteable_type":"Commit",
                 "commit_id":"2222222222222222222222222222222222222222"}}""";
        Deliveries.send(webhook, "Note Hook", body.formatted("", REPOSITORY_ID, SimulatedCodeup.ORGANIZATION));
        Deliveries.awaitBuilds(jenkins);
        assertEquals(0, job.getBuilds().size());
        assertEquals(
                "No build: the role of developer in the repository is not known: the delivery does not tell the user's id",
                result());
        Deliveries.send(
                webhook,
                "Note Hook",
                body.formatted(",\"extern_uid\":\"viewer\"", REPOSITORY_ID, SimulatedCodeup.ORGANIZATION));
        Deliveries.awaitBuilds(jenkins);
        assertEquals(0, job.getBuilds().size());
    }

    /** Whoever may write deliveries of one repository may be an administrator of another one, too. */
    @Test
    void theRepositoryWhereTheRoleCountsIsTheJobsAndNotTheBodys() throws Exception {
        simulator.withRepository(77, "mine/own").withMember(77, "viewer", Role.ADMINISTRATOR);
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setNoteEvents(true);
        trigger.setManageWebhook(false);
        job(trigger);
        job.setScm(new GitSCM("https://codeup.aliyun.com/" + SimulatedCodeup.ORGANIZATION + "/team/app.git"));
        simulator.actAs("viewer");
        String body = """
                {"object_kind":"note","user":{"name":"v","extern_uid":"viewer"},"project_id":77,
                 "repository":{"git_http_url":"%s","homepage":"%s"},"object_attributes":{"id":1,"note":"x",
                 "noteable_type":"Commit","commit_id":"2222222222222222222222222222222222222222"}}""".formatted(
                        "https://codeup.aliyun.com/" + SimulatedCodeup.ORGANIZATION + "/team/app.git",
                        "https://codeup.aliyun.com/" + SimulatedCodeup.ORGANIZATION + "/mine/own");
        Deliveries.send(webhook, "Note Hook", body);
        Deliveries.awaitBuilds(jenkins);
        assertEquals(0, job.getBuilds().size(), result());
        assertTrue(
                simulator.requests(MEMBERS).stream()
                        .allMatch(request -> request.path().contains("/" + REPOSITORY_ID + "/")),
                simulator.requests().toString());
    }

    @Test
    void anotherRepositoryThanTheJobsSourcesIsAskedForOnlyIfAnAdministratorAllows() throws Exception {
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setRepository("team/app");
        trigger.setNoteEvents(true);
        trigger.setManageWebhook(false);
        job(trigger);
        job.setScm(new GitSCM("https://codeup.aliyun.com/" + SimulatedCodeup.ORGANIZATION + "/a/b.git"));
        comment("developer");
        assertEquals(0, job.getBuilds().size());
        assertTrue(result().contains("ask an administrator to switch on"), result());
        assertEquals(0, simulator.calls());
        allow(true);
        job.setAssignedLabel(Label.get("no-such-agent"));
        simulator.comment(REPOSITORY_ID, 3, "dev", "main", Fixtures.TWOS, "rebuild");
        Deliveries.awaitIdle();
        assertTrue(job.isInQueue(), result());
        jenkins.jenkins.getQueue().cancel(job);
    }

    @Test
    void whileCodeupDoesNotAnswerNobodyMayAndThePageSaysWhy() throws Exception {
        job(RequiredRole.DEVELOPER);
        simulator.failNext(
                MEMBERS,
                Fault.answer(Reply.json(
                        403, "{\"Success\":false,\"ErrorCode\":\"Forbidden\",\"ErrorMessage\":\"no right\"}")));
        comment("developer");
        assertEquals(0, job.getBuilds().size());
        assertTrue(
                result().startsWith(
                                "No build: the role of dev-a in the repository is not known: the members of repository"),
                result());
        assertTrue(result().contains("no right"), result());
    }

    /** The worker of all jobs' deliveries does not wait for the answer. */
    @Test
    void aSlowCodeupHoldsUpNoOtherDelivery() throws Exception {
        job(RequiredRole.DEVELOPER);
        FreeStyleProject other = jenkins.createFreeStyleProject();
        other.addTrigger(new CodeupTrigger());
        codeup.deliverTo(other);
        simulator.withLatency(Duration.ofSeconds(4));
        simulator.actAs("developer");
        for (int i = 0; i < 20; i++) {
            simulator.comment(REPOSITORY_ID, i, "dev", "main", Fixtures.TWOS, "rebuild");
        }
        long begun = System.nanoTime();
        simulator.push(REPOSITORY_ID, "refs/heads/main", Fixtures.ONES, Fixtures.TWOS, "m");
        Await.until("a build of the other job", () -> other.getLastBuild() != null);
        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        assertTrue(seconds < 4, "after " + seconds + " s");
        simulator.withLatency(Duration.ZERO);
        Deliveries.awaitBuilds(jenkins);
        assertTrue(job.getLastBuild() != null);
    }
}
