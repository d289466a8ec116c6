package io.jenkins.plugins.codeup.hooks;

import static io.jenkins.plugins.codeup.delivery.Fixtures.ONES;
import static io.jenkins.plugins.codeup.delivery.Fixtures.TWOS;
import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.ORGANIZATION;
import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.REPOSITORY_ID;
import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.ROOT_URL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.Action;
import hudson.model.FreeStyleProject;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.TopLevelItem;
import hudson.plugins.git.GitSCM;
import hudson.security.AuthorizationStrategy;
import hudson.security.SecurityRealm;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.connection.CodeupApi;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.jenkins.Users;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;

/** Cases from the field in freestyle jobs and Pipelines, which share one Jenkins. */
class JobsInTheFieldTest {

    private static final String PASSWORD = "pa55word";
    private static final String TOKEN = "pt-0fh3token0fbG_35afoftests0484";

    @RegisterExtension
    private static final SimulatedCodeup codeup =
            SimulatedCodeup.managingWebhooks().withoutQuietPeriod();

    private final JenkinsRule jenkins = codeup.jenkins();
    private List<CodeupConnection> connections;

    @BeforeEach
    void rememberConnections() {
        connections = CodeupConfiguration.get().getConnections();
    }

    @AfterEach
    void deleteJobs() throws Exception {
        for (TopLevelItem item : jenkins.jenkins.getItems()) {
            item.delete();
        }
        Idle.await();
        CodeupConfiguration.get().setConnections(connections);
    }

    @Test
    @FieldCase({"N03", "N04", "N06"})
    void theRepositoryOfEveryFormOfARemoteGetsTheWebhookAndIsRecognizedAndThePasswordStaysHere() throws Exception {
        for (String remote : List.of(
                "https://dev@corp.example:" + PASSWORD + "@codeup.aliyun.com/" + ORGANIZATION + "/team/app.git",
                "HTTPS://codeup.aliyun.com/" + ORGANIZATION + "/team/app.git",
                "git@codeup.aliyun.com:" + ORGANIZATION + "/team/app.git",
                "https://" + ORGANIZATION + ".codeup.aliyun.com/team/app.git")) {
            FreeStyleProject job = jenkins.createFreeStyleProject();
            job.setQuietPeriod(3600);
            job.setScm(new GitSCM(remote));
            job.addTrigger(new CodeupTrigger());
            Idle.await();
            assertEquals(
                    ItemWebhook.of(job).url(ROOT_URL), codeup.hookSettings().url(), remote);
            Deliveries.fixture(ItemWebhook.of(job), "Push Hook", "push.json");
            Deliveries.awaitIdle();
            assertEquals(1, jenkins.jenkins.getQueue().getItems(job).size(), remote);
            jenkins.jenkins.getQueue().clear();
            assertFalse(
                    WebhookManager.get().store().all().toString().contains(PASSWORD),
                    WebhookManager.get().store().all().toString());
            job.delete();
            Idle.await();
            assertEquals(0, codeup.simulator().hooks(REPOSITORY_ID).size(), remote);
        }
        codeup.simulator()
                .requests()
                .forEach(request -> assertFalse(
                        (request.path() + request.query() + new String(request.body(), StandardCharsets.UTF_8))
                                .contains(PASSWORD)));
    }

    @Test
    @FieldCase("N09")
    void aRegionEndpointInCapitalsIsTheHostOfTheJobsRemotes() throws Exception {
        codeup.simulator().withPersonalAccessToken(TOKEN);
        codeup.addSecretText(jenkins.jenkins, "token", TOKEN);
        CodeupConnection region = new CodeupConnection("region");
        region.setApi(CodeupApi.YUNXIAO_REGION);
        region.setEndpoint(codeup.simulator().endpoint().toString().replace("127.0.0.1", "LOCALHOST"));
        region.setCredentialsId("token");
        region.setWebhookRootUrl(ROOT_URL);
        CodeupConfiguration.get().setConnections(List.of(region));
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setScm(new GitSCM("https://localhost/team/app.git"));
        job.addTrigger(new CodeupTrigger());
        Idle.await();
        assertEquals(ItemWebhook.of(job).url(ROOT_URL), codeup.hookSettings().url());
    }

    @Test
    @FieldCase({"J02", "H03"})
    void aHostWithAnUnderscoreIsAnAddressLikeOthers() throws Exception {
        CodeupConnection connection = CodeupConfiguration.get().getConnections().get(0);
        connection.setWebhookRootUrl("https://ci_server.example.com/");
        try {
            FreeStyleProject job = TriggeredJobs.create("job");
            Idle.await();
            assertEquals(
                    ItemWebhook.of(job).url("https://ci_server.example.com/"),
                    codeup.hookSettings().url());
            job.delete();
            Idle.await();
        } finally {
            connection.setWebhookRootUrl(ROOT_URL);
        }
        for (String host : List.of("ci_server.example.com", "CI_server.example.com")) {
            codeup.succeed("codeupCreateWebhook(repository: 'team/app', url: 'https://" + host
                    + "/generic-webhook-trigger/invoke?token=old')");
        }
        assertEquals(
                "https://ci_server.example.com/generic-webhook-trigger/invoke?token=old",
                codeup.hookSettings().url());
    }

    @Test
    @FieldCase({"J06", "N01"})
    void jobsFindTheRepositoryOfAnOrganizationWithAPathOfItsOwnByItsCloneUrl() throws Exception {
        String organization = "60811b5eed6e867404f6aaaa";
        codeup.simulator().withOrganization(organization, "acme").withRepository(3_000_001, "team/app");
        CodeupConnection acme = new CodeupConnection("acme");
        acme.setApi(CodeupApi.ALIYUN);
        acme.setEndpoint(codeup.simulator().endpoint().toString());
        acme.setOrganizationId(organization);
        acme.setWebhookRootUrl(ROOT_URL);
        acme.setCredentialsId("key");
        CodeupConfiguration.get().setConnections(List.of(acme));
        GitSCM scm = new GitSCM("https://codeup.aliyun.com/acme/team/app.git");
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setScm(scm);
        job.addTrigger(new CodeupTrigger());
        WorkflowJob pipeline = jenkins.createProject(WorkflowJob.class);
        pipeline.setDefinition(new CpsScmFlowDefinition(scm, "Jenkinsfile"));
        pipeline.addTrigger(new CodeupTrigger());
        Idle.await();
        assertEquals(2, codeup.simulator().hooks(3_000_001).size());
    }

    /** Whoever the job's builds run as, deliveries are authenticated as Jenkins itself. */
    @Test
    @FieldCase("J09")
    void theSecretOfAFoldersStoreIsAcceptedThoughBuildsRunAsAnonymous() throws Exception {
        SecurityRealm realm = jenkins.jenkins.getSecurityRealm();
        AuthorizationStrategy strategy = jenkins.jenkins.getAuthorizationStrategy();
        Folder folder = jenkins.createProject(Folder.class, "folder");
        codeup.addSecretText(folder, "own", "a-secret-of-the-folder");
        FreeStyleProject job = folder.createProject(FreeStyleProject.class, "job");
        CodeupTrigger trigger = TriggeredJobs.trigger();
        trigger.setSecretCredentialsId("own");
        trigger.setManageWebhook(false);
        job.addTrigger(trigger);
        MockQueueItemAuthenticator anonymous =
                new MockQueueItemAuthenticator().authenticate(job.getFullName(), Jenkins.ANONYMOUS2);
        try {
            Users.of(jenkins);
            QueueItemAuthenticatorConfiguration.get().getAuthenticators().add(anonymous);
            Map<String, String> headers = Deliveries.headers(ItemWebhook.of(job), "Push Hook");
            headers.put("X-Codeup-Token", "a-secret-of-the-folder");
            assertEquals(
                    202,
                    Deliveries.post(ItemWebhook.of(job).url(""), Fixtures.bytes("push.json"), headers)
                            .statusCode());
            Deliveries.awaitIdle();
            assertEquals(1, jenkins.jenkins.getQueue().getItems(job).size(), "anonymous may not run it");
        } finally {
            jenkins.jenkins.getQueue().clear();
            QueueItemAuthenticatorConfiguration.get().getAuthenticators().remove(anonymous);
            jenkins.jenkins.setAuthorizationStrategy(strategy);
            jenkins.jenkins.setSecurityRealm(realm);
        }
    }

    @Test
    @FieldCase("J12")
    void aTriggerOfTheFormStaysUnlessTheJenkinsfileSetsTriggersAndThenThePageSaysSo() throws Exception {
        WorkflowJob job = pipeline("properties([disableConcurrentBuilds()])");
        job.addTrigger(TriggeredJobs.trigger());
        for (int i = 0; i < 2; i++) {
            jenkins.buildAndAssertSuccess(job);
            Idle.await();
            assertNotNull(CodeupTrigger.of(job));
            assertEquals(1, codeup.simulator().hooks(REPOSITORY_ID).size());
        }
        job.setDefinition(new CpsFlowDefinition("properties([pipelineTriggers([cron('@daily')])])", true));
        for (int i = 0; i < 2; i++) {
            jenkins.buildAndAssertSuccess(job);
        }
        Idle.await();
        assertNull(CodeupTrigger.of(job));
        assertEquals(0, codeup.simulator().hooks(REPOSITORY_ID).size());
        assertPage(job, "it has no Codeup trigger. Its Jenkinsfile sets properties of the job");
    }

    @Test
    @FieldCase({"J13", "T8"})
    void thePageOfAPipelineThatWasNeverBuiltSaysToBuildItOnce() throws Exception {
        WorkflowJob job = pipeline("""
                pipeline {
                  agent none
                  triggers { codeup(repository: 'team/app') }
                  stages { stage('s') { steps { echo 'x' } } }
                }
                """);
        assertPage(job, "it has no Codeup trigger yet", "build the job once");
        jenkins.buildAndAssertSuccess(job);
        Idle.await();
        assertEquals(1, codeup.simulator().hooks(REPOSITORY_ID).size());
        assertPage(job, "Webhook " + codeup.hook().id() + " in repository");
        WorkflowJob elsewhere = pipeline("echo 'nothing of this plugin'");
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            assertFalse(client.getPage(elsewhere).asXml().contains("codeup-deliveries"));
        }
    }

    @Test
    @FieldCase("T1")
    void thePageNamesWrongSettingsOfTheTrigger() throws Exception {
        CodeupTrigger trigger = TriggeredJobs.trigger();
        trigger.setNotePattern("(x");
        trigger.setMergeRequestActions("opning");
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.addTrigger(trigger);
        assertPage(
                job,
                "notePattern: \"(x\" is not a regular expression",
                "mergeRequestActions: \"opning\" is no action or state");
    }

    @Test
    @FieldCase("T6")
    void deliveriesThatOneBuildStandsForAllNameIt() throws Exception {
        FreeStyleProject job = TriggeredJobs.create("job");
        job.setQuietPeriod(3600);
        for (String commit : List.of(ONES, TWOS)) {
            String push = Fixtures.text("push.json").replace("\"" + TWOS, "\"" + commit);
            Deliveries.send(ItemWebhook.of(job), "Push Hook", push);
            Deliveries.awaitIdle();
        }
        List<Queue.Item> waiting = jenkins.jenkins.getQueue().getItems(job);
        assertEquals(1, waiting.size());
        job.scheduleBuild2(0, waiting.get(0).getAllActions().toArray(Action[]::new));
        jenkins.waitUntilNoActivity();
        assertEquals(1, job.getBuilds().size());
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            HtmlPage page = client.getPage(job, "codeup-deliveries");
            List<String> builds = new ArrayList<>();
            page.getAnchors().stream()
                    .filter(anchor -> anchor.getTextContent().equals("job #1"))
                    .forEach(anchor -> builds.add(anchor.getHrefAttribute()));
            assertEquals(2, builds.size(), page.asNormalizedText());
            assertTrue(builds.get(0).endsWith("/job/job/1/"), builds.get(0));
        }
    }

    @Test
    @FieldCase("T6")
    void aDeliveryThatCannotBeReadIsInTheListOfTheJob() throws Exception {
        FreeStyleProject job = TriggeredJobs.create("job");
        assertEquals(
                400,
                Deliveries.send(ItemWebhook.of(job), "Push Hook", "<script>").statusCode());
        assertEquals(
                400,
                Deliveries.send(ItemWebhook.of(job), "Workitem Hook", "{\"a\":1}")
                        .statusCode());
        assertPage(
                job,
                "Push Rejected: this is no delivery of Codeup: the body is not JSON",
                "Unknown Rejected: this is no delivery of Codeup: it names no event that this plugin knows");
    }

    @Test
    @FieldCase("T10")
    void theJobsPageSaysThatItsWebhookIsNotUpToDateToThoseWhoMayConfigureIt() throws Exception {
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setRepository("team/none");
        FreeStyleProject job = jenkins.createFreeStyleProject("job");
        job.addTrigger(trigger);
        Idle.await();
        SecurityRealm realm = jenkins.jenkins.getSecurityRealm();
        AuthorizationStrategy strategy = jenkins.jenkins.getAuthorizationStrategy();
        try {
            Users users = Users.of(jenkins);
            String warning = "The webhook of this job in Codeup is not up to date.";
            String page = users.text("developer", job.getUrl());
            assertTrue(page.contains(warning) && page.contains("team/none"), page);
            assertFalse(users.text("reader", job.getUrl()).contains(warning));
            trigger.setRepository("team/app");
            job.save();
            Idle.await();
            assertFalse(users.text("developer", job.getUrl()).contains(warning));
        } finally {
            jenkins.jenkins.setAuthorizationStrategy(strategy);
            jenkins.jenkins.setSecurityRealm(realm);
        }
    }

    @Test
    @FieldCase("T2")
    void anUpdateSaysWhatItChanges() throws Exception {
        codeup.simulator()
                .addHook(
                        REPOSITORY_ID,
                        new HookSettings("https://h.example.com/", true, false, false, false, true, "old", ""));
        String call = "codeupCreateWebhook(repository: 'team/app', url: 'https://h.example.com/', pushEvents: true,"
                + " tagPushEvents: true, description: 'new')";
        jenkins.assertLogContains("updated: tagPushEvents=true, description", codeup.succeed(call));
        jenkins.assertLogContains("is up to date", codeup.succeed(call));
    }

    private WorkflowJob pipeline(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private void assertPage(Job<?, ?> job, String... parts) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            String text =
                    client.getPage(job, "codeup-deliveries").asNormalizedText().replaceAll("\\s+", " ");
            for (String part : parts) {
                assertTrue(text.contains(part), text);
            }
        }
    }
}
