package io.jenkins.plugins.codeup.hooks;

import static io.jenkins.plugins.codeup.jenkins.CodeupForJenkins.KEY_ID;
import static io.jenkins.plugins.codeup.jenkins.CodeupForJenkins.KEY_SECRET;
import static io.jenkins.plugins.codeup.jenkins.CodeupForJenkins.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.CodeupForJenkins;
import io.jenkins.plugins.codeup.simulator.data.Account;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.Role;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import jenkins.model.JenkinsLocationConfiguration;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What somebody changed in Codeup is put right, what failed is tried again, and a new root URL moves the hooks. */
@WithJenkins
class RepairTest {

    private final CodeupForJenkins codeup = new CodeupForJenkins();
    private JenkinsRule jenkins;
    private FreeStyleProject job;

    @BeforeAll
    static void startAtOnce() {
        System.setProperty(Hooks.class.getName() + ".startDelaySeconds", "0");
    }

    @BeforeEach
    void follow(JenkinsRule rule) throws Exception {
        jenkins = rule;
        codeup.follow();
        job = job("job");
        Idle.await();
    }

    @AfterEach
    void stop() throws Exception {
        codeup.close();
    }

    @Test
    void aLookCostsOneListAndWritesNothingWhereAllIsRight() throws Exception {
        job("another");
        Idle.await();
        codeup.simulator().forgetRequests();
        look();
        assertEquals(1, codeup.simulator().requests().size(), "one for both jobs");
        assertEquals(1, codeup.simulator().requests("ListRepositoryWebhook").size());
    }

    @Test
    void aHookThatSomebodyDeletedIsMadeAgain() throws Exception {
        codeup.simulator().removeHook(REPOSITORY_ID, codeup.hook().id());
        look();
        assertEquals(url(job), codeup.hookSettings().url());
    }

    @Test
    void aHookThatSomebodyChangedIsPutRight() throws Exception {
        HookSettings right = codeup.hookSettings();
        codeup.simulator().removeHook(REPOSITORY_ID, codeup.hook().id());
        codeup.simulator()
                .addHook(REPOSITORY_ID, new HookSettings(right.url(), false, true, false, false, true, "", "other"));
        look();
        assertTrue(codeup.hookSettings().pushEvents());
        assertFalse(codeup.hookSettings().mergeRequestsEvents());
        assertEquals(right.secretToken(), codeup.hookSettings().secretToken());
    }

    @Test
    void aNewSecretReachesCodeupAtOnce() throws Exception {
        String before = codeup.hookSettings().secretToken();
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            WebRequest request = new WebRequest(
                    new URL(jenkins.getURL(), job.getUrl() + "codeup-deliveries/newSecret"), HttpMethod.POST);
            client.addCrumb(request);
            client.getPage(request);
        }
        String after = codeup.hookSettings().secretToken();
        assertNotEquals(before, after);
        assertEquals(ItemWebhook.of(job).secret().getPlainText(), after);
    }

    @Test
    void aDuplicateGoes() throws Exception {
        codeup.simulator().addHook(REPOSITORY_ID, codeup.hookSettings());
        look();
        assertEquals(url(job), codeup.hookSettings().url());
    }

    @Test
    void theLookComesByItselfWhenItIsDue() throws Exception {
        codeup.simulator().removeHook(REPOSITORY_ID, codeup.hook().id());
        CodeupConfiguration.get().setCheckIntervalMinutes(0);
        new HookRepair().doRun();
        Idle.await();
        assertEquals(0, codeup.simulator().hooks(REPOSITORY_ID).size(), "switched off");
        CodeupConfiguration.get().setCheckIntervalMinutes(60);
        new HookRepair().doRun();
        Idle.await();
        assertEquals(0, codeup.simulator().hooks(REPOSITORY_ID).size(), "not yet due");
    }

    @Test
    void theHooksMoveWhenTheRootUrlChanges() throws Exception {
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
    void aRefusalIsRememberedWithCodeupsReasonUntilItIsOver() throws Exception {
        codeup.simulator().removeHook(REPOSITORY_ID, codeup.hook().id());
        codeup.simulator()
                .failNext(
                        "ListRepositoryWebhook",
                        Fault.answer(Reply.json(403, "{\"Code\":\"Forbidden\",\"Message\":\"no administrator\"}")));
        look();
        HookProblem problem = record().problem();
        assertNotNull(problem);
        assertEquals(Kind.FORBIDDEN, problem.kind());
        assertTrue(problem.what().contains("no administrator"), problem.what());
        assertEquals(1, problem.attempts());

        Hooks.get().registerNow(job, 10_000);
        assertNull(record().problem());
        assertEquals(url(job), codeup.hookSettings().url());
    }

    @Test
    void howeverOftenItFailsThereIsOneNextTry() throws Exception {
        codeup.simulator().withAccessKey(KEY_ID, KEY_SECRET, null, Account.of(Role.DEVELOPER));
        look();
        look();
        look();
        assertEquals(3, record().problem().attempts());
        assertEquals(1, Hooks.get().retries());
    }

    @Test
    void aRepositoryThatIsGoneAlongWithTheJobLeavesNothingToDo() throws Exception {
        job.delete();
        Idle.await();
        assertTrue(Hooks.get().ledger().all().isEmpty());
    }

    @Test
    void whatNamesNoRepositoryOrConnectionIsAProblem() throws Exception {
        CodeupTrigger.of(job).setRepository("no such/ repository");
        job.save();
        Idle.await();
        assertTrue(record().problem().what().contains("no such/ repository"));
        CodeupTrigger.of(job).setRepository("team/app");
        CodeupTrigger.of(job).setConnection("nowhere");
        job.save();
        Idle.await();
        assertTrue(record().problem().what().contains("nowhere"));
        CodeupTrigger.of(job).setConnection(null);
        job.save();
        Idle.await();
        assertNull(record().problem());
        assertEquals(url(job), codeup.hookSettings().url());
    }

    private HookRecord record() throws Exception {
        return Hooks.get().ledger().get(ItemWebhook.of(job).id());
    }

    private static void look() throws Exception {
        Hooks.get().lookAtAll(Duration.ZERO);
        Idle.await();
    }

    private static String url(FreeStyleProject job) throws Exception {
        return ItemWebhook.of(job).url(CodeupForJenkins.ROOT_URL);
    }

    private FreeStyleProject job(String name) throws Exception {
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setRepository("team/app");
        FreeStyleProject made = jenkins.createFreeStyleProject(name);
        made.addTrigger(trigger);
        made.save();
        return made;
    }
}
