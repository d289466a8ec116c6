package io.jenkins.plugins.codeup.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hudson.model.Result;
import hudson.security.FullControlOnceLoggedInAuthorizationStrategy;
import hudson.security.HudsonPrivateSecurityRealm;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.jenkins.JenkinsProcess;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jenkins.branch.BranchEventCause;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * A new administrator in a real browser: from the first page of a fresh Jenkins, which nobody has configured but for an
 * administrator's account, to the first build that a push triggers, in two minutes. Skipped without Chromium.
 */
class ConnectInBrowserTest {

    private static final String TOKEN = "pt-pasted-by-a-new-administrator";
    private static final String PASSWORD = "a-clone-password";
    private static final long APP = 4_000_000;
    /** On a machine that is not busy, {@code -Dconnect.seconds=120}. */
    private static final int LIMIT_SECONDS = Integer.getInteger("connect.seconds", 300);

    private static final Duration WAIT = Duration.ofMinutes(5);

    @RegisterExtension
    private final RealJenkinsExtension real = JenkinsProcess.shortLived(
            "-Djenkins.security.csp.CspHeader.headerName=Content-Security-Policy",
            "-Djenkins.install.runSetupWizard=false");

    @AutoClose
    private final CodeupSimulator codeup = CodeupSimulator.start()
            .withOrganization(SimulatedCodeup.ORGANIZATION)
            .withPersonalAccessToken(TOKEN)
            .withRepository(APP, "team/app");

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsABrowser() {
        assumeTrue(Chromium.program().isPresent(), "there is no Chromium on the PATH: nobody connects with a browser");
    }

    @Test
    void fromTheFirstPageOfAFreshJenkinsToTheFirstTriggeredBuildByTheWatch() throws Throwable {
        connectAndPush("WATCH");
    }

    @Test
    void fromTheFirstPageOfAFreshJenkinsToTheFirstTriggeredBuildByAWebhook() throws Throwable {
        connectAndPush("WEBHOOKS");
    }

    private void connectAndPush(String events) throws Throwable {
        codeup.sources().host(APP, directory.resolve("repositories"));
        codeup.sources().withCloneAccount("dev-a", PASSWORD);
        codeup.sources().commit(APP, "main", "Jenkinsfile", "echo 'hello'");
        real.startJenkins();
        real.runRemotely(ConnectInBrowserTest::secure);
        long begun;
        try (Chromium chromium = Chromium.start(directory.resolve("profile"))) {
            begun = System.nanoTime();
            chromium.visit(real.getUrl() + "login");
            chromium.type("[name=j_username]", "admin");
            chromium.type("[name=j_password]", "admin");
            chromium.press("[name=Submit]");
            chromium.visit(real.getUrl() + "manage/");
            chromium.press("a[href*='codeup-connect']");
            chromium.type("form[name=probe] [name=secret]", TOKEN);
            chromium.type("form[name=probe] [name=endpoint]", codeup.endpoint().toString());
            chromium.press("form[name=probe] button[type=submit]");
            String found = chromium.text();
            assertTrue(found.contains("Account: someone."), found);
            assertFalse(found.contains("missing"), found);
            chromium.choose("form[name=create] [name=events]", events);
            chromium.type("form[name=create] [name=folder]", "all");
            chromium.type("form[name=create] [name=group]", "team");
            chromium.type("form[name=create] [name=cloneUser]", "dev-a");
            chromium.type("form[name=create] [name=clonePassword]", PASSWORD);
            chromium.press("form[name=create] button[type=submit]");
            String folder = chromium.evaluate("location.pathname").asText();
            assertTrue(folder.endsWith("/job/all/"), folder);
            assertEquals("[]", chromium.evaluate("window.violations").toString());
            Await.until("the first scan's build", WAIT, () -> builds().equals(List.of("SUCCESS, not triggered")));
            if (events.equals("WEBHOOKS")) {
                Await.until("the webhook", WAIT, () -> !codeup.hooks(APP).isEmpty());
            } else {
                Await.until("the repository was read", WAIT, () -> codeup.calls("ListBranches") > 1);
            }
            codeup.sources().commit(APP, "main", "a", "pushed");
            Await.until("the triggered build", WAIT, () -> builds().size() == 2);
        }
        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        System.out.println("From the first page to the first triggered build, " + events + ": " + seconds + " s");
        Await.until(
                "its end",
                WAIT,
                () -> builds().equals(List.of("SUCCESS, not triggered", "SUCCESS, triggered by a push")));
        assertTrue(seconds < LIMIT_SECONDS, seconds + " s");
    }

    /** As the setup wizard leaves it. */
    private static void secure(JenkinsRule ignored) throws Exception {
        HudsonPrivateSecurityRealm realm = new HudsonPrivateSecurityRealm(false);
        realm.createAccount("admin", "admin");
        Jenkins.get().setSecurityRealm(realm);
        FullControlOnceLoggedInAuthorizationStrategy strategy = new FullControlOnceLoggedInAuthorizationStrategy();
        strategy.setAllowAnonymousRead(false);
        Jenkins.get().setAuthorizationStrategy(strategy);
    }

    private List<String> builds() {
        try {
            Thread.sleep(300);
            return real.call(ConnectInBrowserTest::buildsOfMain);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Oldest first. */
    private static ArrayList<String> buildsOfMain(JenkinsRule ignored) {
        ArrayList<String> builds = new ArrayList<>();
        WorkflowJob main = Jenkins.get().getItemByFullName("all/app/main", WorkflowJob.class);
        for (WorkflowRun run : main == null ? List.<WorkflowRun>of() : main.getBuilds()) {
            Result result = run.getResult();
            boolean triggered = run.getCauses().stream().anyMatch(BranchEventCause.class::isInstance);
            builds.add(0, result + ", " + (triggered ? "triggered by a push" : "not triggered"));
        }
        return builds;
    }
}
