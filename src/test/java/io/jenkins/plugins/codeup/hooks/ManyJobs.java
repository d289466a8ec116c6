package io.jenkins.plugins.codeup.hooks;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import io.jenkins.plugins.codeup.connection.CodeupApi;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import jenkins.model.Jenkins;
import org.jvnet.hudson.test.JenkinsRule;

/** Many jobs with the trigger, each for a repository of its own. Those with a {@link JenkinsRule} run inside of Jenkins. */
final class ManyJobs {

    static final long FIRST = 2_000_000;
    static final String ROOT_URL = SimulatedCodeup.ROOT_URL;

    private ManyJobs() {}

    /** A Codeup that has the repositories. */
    static CodeupSimulator codeup(int count) {
        CodeupSimulator simulator = CodeupSimulator.start()
                .withOrganization(SimulatedCodeup.ORGANIZATION)
                .withAccessKey(SimulatedCodeup.KEY_ID, SimulatedCodeup.KEY_SECRET);
        repositories(count).forEach(id -> simulator.withRepository(id, "team/app-" + id));
        return simulator;
    }

    static LongStream repositories(int count) {
        return LongStream.range(FIRST, FIRST + count);
    }

    /** How many repositories have exactly one webhook, and that to this root URL. */
    static long withOneHookTo(CodeupSimulator simulator, int count, String rootUrl) {
        return repositories(count)
                .mapToObj(simulator::hooks)
                .filter(hooks ->
                        hooks.size() == 1 && hooks.get(0).settings().url().startsWith(rootUrl))
                .count();
    }

    static long hooks(CodeupSimulator simulator, int count) {
        return repositories(count).map(id -> simulator.hooks(id).size()).sum();
    }

    /** A connection that does not manage webhooks yet. */
    static void connect(JenkinsRule ignored, String endpoint) throws Exception {
        SystemCredentialsProvider store = SystemCredentialsProvider.getInstance();
        store.getCredentials()
                .add(new UsernamePasswordCredentialsImpl(
                        CredentialsScope.SYSTEM, "key", null, SimulatedCodeup.KEY_ID, SimulatedCodeup.KEY_SECRET));
        store.save();
        CodeupConnection connection = new CodeupConnection("simulator");
        connection.setApi(CodeupApi.ALIYUN);
        connection.setEndpoint(endpoint);
        connection.setOrganizationId(SimulatedCodeup.ORGANIZATION);
        connection.setCredentialsId("key");
        connection.setWebhookRootUrl(ROOT_URL);
        connection.setManageWebhooks(false);
        CodeupConfiguration.get().setConnections(List.of(connection));
    }

    /** Those that exist are left as they are. */
    static void create(JenkinsRule ignored, Integer count) throws Exception {
        for (long id : repositories(count).toArray()) {
            if (Jenkins.get().getItem("job-" + id) != null) {
                continue;
            }
            String xml =
                    "<project><triggers><" + CodeupTrigger.class.getName() + "><spec/><pushEvents>true</pushEvents>"
                            + "<skipCi>true</skipCi><repository>team/app-" + id + "</repository></"
                            + CodeupTrigger.class.getName() + "></triggers></project>";
            Jenkins.get()
                    .createProjectFromXML("job-" + id, new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        }
    }

    static void manageWebhooks(JenkinsRule ignored, Boolean on) {
        CodeupConnection connection = CodeupConfiguration.get().getConnections().get(0);
        connection.setManageWebhooks(on);
        CodeupConfiguration.get().setConnections(List.of(connection));
    }

    static void moveTo(JenkinsRule ignored, String rootUrl) {
        CodeupConnection connection = CodeupConfiguration.get().getConnections().get(0);
        connection.setWebhookRootUrl(rootUrl);
        CodeupConfiguration.get().setConnections(List.of(connection));
    }

    /** By what an administrator sees: a full check was begun, and for a second there was nothing to do. */
    static void awaitIdle(JenkinsRule ignored) throws Exception {
        WebhooksPage page = Jenkins.get().getExtensionList(WebhooksPage.class).get(0);
        AtomicInteger quiet = new AtomicInteger();
        Await.until("a second without work", () -> {
            boolean idle = page.getLastFullCheck() != null && page.getWaiting() + page.getRunning() == 0;
            return quiet.updateAndGet(times -> idle ? times + 1 : 0) > 200;
        });
    }

    /** How many managed webhooks there are as far as Jenkins knows. */
    static Long recorded(JenkinsRule ignored) {
        return Jenkins.get().getExtensionList(WebhooksPage.class).get(0).getWebhooks();
    }
}
