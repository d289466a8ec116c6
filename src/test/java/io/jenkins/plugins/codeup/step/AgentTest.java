package io.jenkins.plugins.codeup.step;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import jenkins.security.MasterToSlaveCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;

/** Builds on agents, which are separate processes. */
class AgentTest {

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.connected();

    private final JenkinsRule jenkins = codeup.jenkins();

    @Test
    void credentialsNeverReachTheMemoryOfTheAgent(@TempDir Path folder) throws Exception {
        // not a constant: the agent may load this class, constants included
        String keySecret = UUID.randomUUID().toString();
        codeup.simulator().withAccessKey("another-key-id", keySecret);
        codeup.addAccessKey(jenkins.jenkins, "another", "another-key-id", keySecret);
        DumbSlave agent = jenkins.createOnlineSlave(Label.get("remote"));
        codeup.succeed("""
                node('remote') {
                  codeupCreateWebhook repository: 'team/app', credentialsId: 'another'
                  writeFile file: 'x', text: 'something-that-the-agent-has-seen'
                }
                """);
        CreateWebhookStep call = new CreateWebhookStep("team/app");
        call.setCredentialsId("another");
        FreeStyleProject freestyle = jenkins.createFreeStyleProject();
        freestyle.setAssignedLabel(Label.get("remote"));
        freestyle.getBuildersList().add(new CreateWebhookBuilder(call));
        jenkins.buildAndAssertSuccess(freestyle);

        String memory = memoryOf(agent, folder.resolve("agent.hprof").toFile());

        assertTrue(memory.contains("something-that-the-agent-has-seen"), "the dump shows what the agent had");
        assertFalse(memory.contains(keySecret), "the AccessKey secret was on the agent");
        for (var request : codeup.simulator().requests("AddWebhook")) {
            String secret = request.text().replaceFirst(".*\"secret_token\":\"([^\"]+)\".*", "$1");
            assertFalse(memory.contains(secret), "the hook's secret was on the agent");
        }
    }

    private static String memoryOf(DumbSlave agent, File dump) throws Exception {
        long pid = agent.getChannel().call(new ProcessId());
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(jcmd, String.valueOf(pid), "GC.heap_dump", "-all", dump.getPath())
                .inheritIO()
                .start();
        assertTrue(process.waitFor() == 0, "jcmd of this JDK makes the dump");
        return Files.readString(dump.toPath(), StandardCharsets.ISO_8859_1);
    }

    private static final class ProcessId extends MasterToSlaveCallable<Long, RuntimeException> {
        private static final long serialVersionUID = 1;

        @Override
        public Long call() {
            return ProcessHandle.current().pid();
        }
    }
}
