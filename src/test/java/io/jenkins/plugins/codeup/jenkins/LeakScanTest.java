package io.jenkins.plugins.codeup.jenkins;

import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.REPOSITORY_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.hooks.Idle;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import jenkins.model.Jenkins;
import org.htmlunit.WebResponse;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * After everything that the plugin does with secrets, and after failures of each, none is to be seen: in the files, in the
 * log at its finest, in REST answers, in the configuration as code, in a bundle for support. The first two are searched
 * after this test as after all tests with {@link SimulatedCodeup}.
 */
class LeakScanTest {

    private static final String OTHERS_SECRET = "the-secret-of-a-webhook-elsewhere-that-must-not-leak";

    @RegisterExtension
    private final SimulatedCodeup codeup = SimulatedCodeup.managingWebhooks().withoutQuietPeriod();

    private final JenkinsRule jenkins = codeup.jenkins();

    @BeforeEach
    void useEverything() throws Exception {
        codeup.addSecretText(Jenkins.get(), "others-secret", OTHERS_SECRET);
        FreeStyleProject job = jenkins.createFreeStyleProject("job");
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setRepository("team/app");
        job.addTrigger(trigger);
        Idle.await();
        ItemWebhook webhook = ItemWebhook.of(job);
        codeup.mustNotLeak(webhook.secret().getPlainText());
        assertEquals(202, Deliveries.fixture(webhook, "Push Hook", "push.json").statusCode());
        Map<String, String> wrong = Deliveries.headers(webhook, "Push Hook");
        codeup.mustNotLeak("a-wrong-secret-that-must-not-leak-either");
        wrong.put("X-Codeup-Token", "a-wrong-secret-that-must-not-leak-either");
        assertEquals(
                403,
                Deliveries.post(webhook.url(""), Fixtures.bytes("push.json"), wrong)
                        .statusCode());
        Deliveries.awaitBuilds(jenkins);
        ItemWebhook.rotate(job, Duration.ofHours(1));
        codeup.mustNotLeak(ItemWebhook.of(job).secret().getPlainText());

        WorkflowJob steps = codeup.pipeline("""
                codeupCreateWebhook(repository: 'team/app', credentialsId: 'key', description: 'd',
                    url: 'https://elsewhere.example.com/hook?token=a-token-in-a-url', secretCredentialsId: 'others-secret')
                echo "${codeupListWebhooks(repository: 'team/app', credentialsId: 'key')}"
                echo "${codeupListRepositories(credentialsId: 'key')}"
                codeupDeleteWebhook(repository: 'team/app', credentialsId: 'key',
                    url: 'https://elsewhere.example.com/hook?token=a-token-in-a-url')""");
        jenkins.buildAndAssertSuccess(steps);
        codeup.simulator()
                .failNext(
                        "AddWebhook",
                        Fault.answer(Reply.json(
                                400,
                                "{\"Success\":false,\"ErrorCode\":\"x\",\"ErrorMessage\":\"echo " + OTHERS_SECRET
                                        + "\"}")));
        Run<?, ?> failed = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                codeup.pipeline("codeupCreateWebhook(repository: 'team/app', credentialsId: 'key',"
                        + " url: 'https://elsewhere.example.com/', secretCredentialsId: 'others-secret')"));
        jenkins.assertLogContains("echo", failed);
    }

    @Test
    void noSecretIsInRestInConfigurationAsCodeOrInABundle() throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            for (String path : new String[] {
                "api/json?depth=3", "api/xml?depth=3", "job/job/api/json?depth=3", "manage/codeup-webhooks/",
                "job/job/codeup-deliveries/", "manage/", "job/job/config.xml",
                        "job/job/lastBuild/injectedEnvVars/api/json"
            }) {
                WebResponse answer = client.withThrowExceptionOnFailingStatusCode(false)
                        .getPage(client.getContextPath() + path)
                        .getWebResponse();
                codeup.assertNoLeaksIn(path, answer.getContentAsString());
            }
        }
        ByteArrayOutputStream yaml = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(yaml);
        String exported = yaml.toString(StandardCharsets.UTF_8);
        assertTrue(exported.contains("codeup:") && exported.contains("credentialsId: \"key\""), exported);
        codeup.assertNoLeaksIn("configuration as code", exported);

        int files = 0;
        try (ZipInputStream bundle = new ZipInputStream(new ByteArrayInputStream(bundle()))) {
            for (ZipEntry entry = bundle.getNextEntry(); entry != null; entry = bundle.getNextEntry()) {
                files++;
                codeup.assertNoLeaksIn(
                        "bundle, " + entry.getName(), new String(bundle.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }
        assertTrue(files > 20, files + " files");
        assertTrue(codeup.simulator().hooks(REPOSITORY_ID).size() <= 1);
    }

    /** JENKINS_HOME without the keys, as support bundles are. */
    private static byte[] bundle() throws IOException {
        Path home = Jenkins.get().getRootDir().toPath();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes);
                Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(one -> !home.relativize(one).startsWith("secrets"))
                    .toList()) {
                zip.putNextEntry(new ZipEntry(home.relativize(file).toString()));
                if (Files.exists(file)) {
                    Files.copy(file, zip);
                }
            }
        }
        return bytes.toByteArray();
    }
}
