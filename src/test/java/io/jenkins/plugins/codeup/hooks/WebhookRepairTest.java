package io.jenkins.plugins.codeup.hooks;

import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.KEY_ID;
import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.KEY_SECRET;
import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.endpoint.JournalMonitor;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.jenkins.Users;
import io.jenkins.plugins.codeup.simulator.data.Account;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.Role;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.JenkinsLocationConfiguration;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Drift is repaired, failures are tried again, and a new root URL moves the webhooks. */
class WebhookRepairTest {

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.managingWebhooks();

    private final JenkinsRule jenkins = codeup.jenkins();
    private FreeStyleProject job;

    @BeforeEach
    void manageWebhooks() throws Exception {
        job = TriggeredJobs.create("job");
        Idle.await();
    }

    @Test
    void aCheckCostsOneListCallAndWritesNothingIfAllIsUpToDate() throws Exception {
        TriggeredJobs.create("another");
        Idle.await();
        codeup.simulator().forgetRequests();
        check();
        assertEquals(1, codeup.simulator().requests().size(), "one for both jobs");
        assertEquals(1, codeup.simulator().requests("ListRepositoryWebhook").size());
    }

    @Test
    void aDeletedWebhookIsCreatedAgain() throws Exception {
        codeup.simulator().removeHook(REPOSITORY_ID, codeup.hook().id());
        check();
        assertEquals(url(job), codeup.hookSettings().url());
    }

    @Test
    void aChangedWebhookIsRepaired() throws Exception {
        HookSettings right = codeup.hookSettings();
        codeup.simulator().removeHook(REPOSITORY_ID, codeup.hook().id());
        codeup.simulator()
                .addHook(REPOSITORY_ID, new HookSettings(right.url(), false, true, false, false, true, "", "other"));
        check();
        assertTrue(codeup.hookSettings().pushEvents());
        assertFalse(codeup.hookSettings().mergeRequestsEvents());
        assertEquals(right.secretToken(), codeup.hookSettings().secretToken());
    }

    @Test
    @FieldCase("T15")
    void aNewSecretReachesCodeupAtOnce() throws Exception {
        String before = codeup.hookSettings().secretToken();
        try (JenkinsRule.WebClient client = jenkins.createWebClient().withJavaScriptEnabled(false)) {
            HtmlPage page = (HtmlPage) Users.post(client, job.getUrl() + "codeup-deliveries/newSecret");
            assertTrue(
                    page.asNormalizedText().contains("Codeup has the new one. Nothing is left to do."),
                    page.asNormalizedText());
        }
        String after = codeup.hookSettings().secretToken();
        assertNotEquals(before, after);
        assertEquals(ItemWebhook.of(job).secret().getPlainText(), after);
    }

    @Test
    void aDamagedSecretIsReplacedAndItsWebhookInCodeupGetsTheNewOne() throws Exception {
        String url = url(job);
        String before = codeup.hookSettings().secretToken();
        Path file = job.getRootDir().toPath().resolve(ItemWebhook.FILE_NAME);
        Files.write(file, new byte[200]);
        check();
        assertEquals(url, url(job));
        assertNotEquals(before, codeup.hookSettings().secretToken());
        assertEquals(
                ItemWebhook.of(job).secret().getPlainText(),
                codeup.hookSettings().secretToken());
        assertEquals(
                202,
                Deliveries.fixture(ItemWebhook.of(job), "Push Hook", "push.json")
                        .statusCode());
        assertTrue(Files.exists(file.resolveSibling(ItemWebhook.FILE_NAME + ".damaged")));
        String warning = String.join("\n", JournalMonitor.get().getDamages());
        assertTrue(warning.contains("\"job\" has a new secret"), warning);
    }

    @Test
    void aDamagedSecretOfAWebhookMadeByHandKeepsItsUrl() throws Exception {
        FreeStyleProject byHand = TriggeredJobs.create("by hand");
        CodeupTrigger.of(byHand).setManageWebhook(false);
        byHand.save();
        Idle.await();
        ItemWebhook before = ItemWebhook.of(byHand);
        Path file = byHand.getRootDir().toPath().resolve(ItemWebhook.FILE_NAME);
        String whole = Files.readString(file);
        Files.writeString(file, whole.substring(0, whole.indexOf("<secret>") + 12));
        ItemListener.fireOnUpdated(byHand);
        check();
        assertEquals(before.id(), ItemWebhook.of(byHand).id());
        assertNotEquals(before.secret(), ItemWebhook.of(byHand).secret());
    }

    @Test
    void aDamagedFileOfManagedWebhooksIsMadeAnewFromCodeupsList() throws Exception {
        String id = ItemWebhook.of(job).id();
        long webhook = codeup.hook().id();
        Path file = jenkins.jenkins.getRootDir().toPath().resolve("codeup-webhooks/" + id + ".json");
        List<Path> damaged = new ArrayList<>();
        Files.writeString(file, "{\"id\":\"");
        WebhookStore store = new WebhookStore(file.getParent(), damaged::add);
        assertEquals(List.of(), store.all());
        assertEquals(List.of(file), damaged);
        // as after a restart: the store knows nothing of the item
        WebhookManager.get().store().update(id, known -> null);
        check();
        assertEquals(webhook, codeup.hook().id(), "the same webhook");
        assertEquals(1, new WebhookStore(file.getParent()).all().size());
    }

    @Test
    void aDuplicateIsRemoved() throws Exception {
        codeup.simulator().addHook(REPOSITORY_ID, codeup.hookSettings());
        check();
        assertEquals(url(job), codeup.hookSettings().url());
    }

    @Test
    void thePeriodicCheckRunsOnlyWhenItIsSwitchedOnAndDue() throws Exception {
        codeup.simulator().removeHook(REPOSITORY_ID, codeup.hook().id());
        CodeupConfiguration.get().setCheckIntervalMinutes(0);
        new WebhookManager.PeriodicCheck().doRun();
        Idle.await();
        assertEquals(0, codeup.simulator().hooks(REPOSITORY_ID).size(), "switched off");
        CodeupConfiguration.get().setCheckIntervalMinutes(60);
        new WebhookManager.PeriodicCheck().doRun();
        Idle.await();
        assertEquals(0, codeup.simulator().hooks(REPOSITORY_ID).size(), "not yet due");
    }

    @Test
    void theWebhooksMoveWhenTheRootUrlChanges() throws Exception {
        CodeupConnection connection = CodeupConfiguration.get().getConnections().get(0);
        connection.setWebhookRootUrl("https://elsewhere.example.com/");
        CodeupConfiguration.get().setConnections(List.of(connection));
        Idle.await();
        assertEquals(
                ItemWebhook.of(job).url("https://elsewhere.example.com/"),
                codeup.hookSettings().url());

        connection.setWebhookRootUrl(null);
        JenkinsLocationConfiguration.get().setUrl("https://jenkins2.example.com/ci/");
        Idle.await();
        assertEquals(
                ItemWebhook.of(job).url("https://jenkins2.example.com/ci/"),
                codeup.hookSettings().url());
    }

    @Test
    void aFailureIsRememberedWithCodeupsMessageUntilItIsOver() throws Exception {
        codeup.simulator().removeHook(REPOSITORY_ID, codeup.hook().id());
        codeup.simulator()
                .failNext(
                        "ListRepositoryWebhook",
                        Fault.answer(Reply.json(403, "{\"Code\":\"Forbidden\",\"Message\":\"no administrator\"}")));
        check();
        ManagedItem.Problem problem = managed().problem();
        assertNotNull(problem);
        assertEquals(Kind.FORBIDDEN, problem.kind());
        assertTrue("no administrator".equals(problem.message()), problem.message());
        assertEquals(1, problem.attempts());

        WebhookManager.get().checkNow(job, Duration.ofSeconds(10));
        assertNull(managed().problem());
        assertEquals(url(job), codeup.hookSettings().url());
    }

    @Test
    void howeverOftenItFailsOneRetryIsScheduled() throws Exception {
        int before = WebhookManager.get().queue().retries();
        codeup.simulator().withAccessKey(KEY_ID, KEY_SECRET, null, Account.of(Role.DEVELOPER));
        check();
        check();
        check();
        assertEquals(3, managed().problem().attempts());
        assertEquals(before + 1, WebhookManager.get().queue().retries());
    }

    @Test
    void nothingIsStoredOfADeletedJobWhoseWebhookWasRemoved() throws Exception {
        job.delete();
        Idle.await();
        assertTrue(WebhookManager.get().store().all().isEmpty());
    }

    @Test
    @FieldCase("B23")
    void anInvalidRepositoryOrUnknownConnectionIsAProblem() throws Exception {
        CodeupTrigger.of(job).setRepository("no such/ repository");
        job.save();
        Idle.await();
        assertTrue(managed().problem().message().contains("no such/ repository"));
        CodeupTrigger.of(job).setRepository("team/app");
        CodeupTrigger.of(job).setConnection("nowhere");
        job.save();
        Idle.await();
        assertTrue(managed().problem().message().contains("nowhere"));
        CodeupTrigger.of(job).setConnection(null);
        job.save();
        Idle.await();
        assertNull(managed().problem());
        assertEquals(url(job), codeup.hookSettings().url());
    }

    private ManagedItem managed() throws Exception {
        return WebhookManager.get().store().get(ItemWebhook.of(job).id());
    }

    private static void check() throws Exception {
        WebhookManager.get().checkAll(Duration.ZERO);
        Idle.await();
    }

    private static String url(FreeStyleProject job) throws Exception {
        return ItemWebhook.of(job).url(SimulatedCodeup.ROOT_URL);
    }
}
