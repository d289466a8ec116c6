package io.jenkins.plugins.codeup.feedback;

import static io.jenkins.plugins.codeup.jenkins.SimulatedCodeup.ORGANIZATION;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.util.Secret;
import io.jenkins.plugins.codeup.connection.CodeupApi;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.endpoint.DeliveryQueue;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.scm.CodeupSCMSource;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.git.GitSources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jenkins.branch.BranchSource;
import jenkins.model.Jenkins;
import jenkins.scm.api.trait.SCMSourceTrait;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.jvnet.hudson.test.JenkinsRule;

/** A Jenkins in a process of its own, and the Codeup that it is connected to, in the process of the test. */
public final class ConnectedController {

    public static final long REPOSITORY = 3_000_000;

    private static final String TOKEN = "pt-0fh3token0fbG_35afoftests0484";
    private static final String PASSWORD = "the-clone-password";

    private ConnectedController() {}

    /** Has the repository {@code team/app}, without git. */
    public static CodeupSimulator simulator() {
        return CodeupSimulator.start()
                .withOrganization(ORGANIZATION)
                .withRepository(REPOSITORY, "team/app")
                .withPersonalAccessToken(TOKEN);
    }

    /** Lets the repository be cloned. */
    static GitSources host(CodeupSimulator codeup, Path directory) {
        codeup.sources().withCloneAccount("dev-a", PASSWORD);
        return codeup.sources().host(REPOSITORY, directory);
    }

    /** Runs in Jenkins. */
    public static void connect(JenkinsRule rule, String endpoint) throws Exception {
        rule.jenkins.setNumExecutors(4);
        rule.jenkins.setQuietPeriod(0);
        SystemCredentialsProvider store = SystemCredentialsProvider.getInstance();
        store.getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", null, Secret.fromString(TOKEN)));
        store.getCredentials()
                .add(new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "clone", null, "dev-a", PASSWORD));
        store.save();
        CodeupConnection connection = new CodeupConnection("simulator");
        connection.setApi(CodeupApi.YUNXIAO);
        connection.setEndpoint(endpoint);
        connection.setOrganizationId(ORGANIZATION);
        CodeupConfiguration.get().setConnections(List.of(connection));
    }

    /** Runs in Jenkins. Creates a multibranch project of the repository and scans it. */
    public static WorkflowMultiBranchProject project(JenkinsRule rule, String name, SCMSourceTrait... traits)
            throws Exception {
        WorkflowMultiBranchProject project = rule.createProject(WorkflowMultiBranchProject.class, name);
        CodeupSCMSource source = new CodeupSCMSource("team/app");
        source.setApiCredentialsId("token");
        source.setCheckoutCredentialsId("clone");
        source.setTraits(List.of(traits));
        project.getSourcesList().add(new BranchSource(source));
        project.save();
        project.scheduleBuild2(0).getFuture().get();
        rule.waitUntilNoActivity();
        return project;
    }

    /** Runs in Jenkins. The item's webhook: the URL, relative to that of Jenkins, a blank, and the secret. */
    static String door(Item item) throws Exception {
        ItemWebhook webhook = ItemWebhook.of(item);
        return webhook.url("") + " " + webhook.secret().getPlainText();
    }

    /** What waits in Jenkins's queue, and the builds that run. */
    private static List<String> unfinished() {
        List<String> unfinished = new ArrayList<>();
        for (Queue.Item item : Queue.getInstance().getItems()) {
            unfinished.add(item + ": " + item.getWhy());
        }
        for (Job<?, ?> job : Jenkins.get().allItems(Job.class)) {
            for (Run<?, ?> run : job.getBuilds()) {
                if (run.isBuilding()) {
                    unfinished.add(run + ", executor " + run.getExecutor());
                }
            }
        }
        return unfinished;
    }

    /**
     * Runs in Jenkins. Waits until all deliveries are processed and their builds have ended. Not by {@code
     * waitUntilNoActivity}: a Pipeline that ends before the thread that started it leaves its executor busy for ever.
     */
    public static void awaitQuiet(JenkinsRule rule) throws Exception {
        DeliveryQueue.get().awaitIdle();
        try {
            Await.until(
                    "nothing waits or runs",
                    Duration.ofMinutes(5),
                    () -> unfinished().isEmpty());
        } catch (AssertionError e) {
            throw new AssertionError(unfinished().toString(), e);
        }
    }
}
