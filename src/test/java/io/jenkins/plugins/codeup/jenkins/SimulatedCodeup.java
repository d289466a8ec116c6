package io.jenkins.plugins.codeup.jenkins;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Item;
import hudson.model.ModelObject;
import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.codeup.connection.CodeupApi;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.SimulatedHook;
import java.util.List;
import java.util.function.Consumer;
import jenkins.model.Jenkins;
import jenkins.model.JenkinsLocationConfiguration;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.function.Executable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * A real Jenkins and a simulated Codeup with one organization, one repository and one AccessKey. After each test all
 * that Jenkins left is searched for secrets:
 *
 * <pre>{@code
 * @RegisterExtension
 * private static final SimulatedCodeup codeup = SimulatedCodeup.connected();
 * private final JenkinsRule jenkins = codeup.jenkins();
 * }</pre>
 *
 * <p>All tests of the class share one Jenkins, which {@link SharedJenkins} brings back to its beginning after each of
 * them, and each has a Codeup of its own. If the class has a {@code @BeforeAll} method, all that was made stays for the
 * next test, apart from Codeup's requests and webhooks. If the field is not static, each test has a Jenkins of its own,
 * which takes seconds.
 */
public final class SimulatedCodeup
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    public static final String ORGANIZATION = "60811b5eed6e867404f60000";
    public static final long REPOSITORY_ID = 1000001;
    public static final String KEY_ID = "LTAI-test-key-id";
    public static final String KEY_SECRET = "the-access-key-secret-that-must-not-leak";
    public static final String ROOT_URL = "https://jenkins.example.com/";

    private static final String START_DELAY = "io.jenkins.plugins.codeup.hooks.WebhookManager.startDelaySeconds";

    /** What is done to a Jenkins that has just started. */
    @FunctionalInterface
    private interface SetUp {
        void run(SimulatedCodeup codeup) throws Throwable;
    }

    private JenkinsOfTest jenkins;
    private SetUp setUp;
    private final Leaks leaks = new Leaks();
    private CodeupSimulator simulator = newSimulator();
    private Consumer<CodeupSimulator> content = fresh -> {};
    private boolean withoutQuietPeriod;
    /** Whether all tests of the class have this Jenkins. */
    private boolean ofClass;
    /** Whether the class had ended; a test that failed is then run again. */
    private boolean ended;
    /** Null if what a test made is kept for the next one, or nothing is shared. */
    private SharedJenkins shared;

    private SimulatedCodeup(JenkinsOfTest jenkins, SetUp setUp) {
        this.jenkins = jenkins;
        this.setUp = setUp;
    }

    /** Jenkins has no connection yet. */
    public static SimulatedCodeup unconnected() {
        return new SimulatedCodeup(new JenkinsOfTest(), codeup -> {});
    }

    /** Jenkins has a connection and credentials, see {@link #connect}. */
    public static SimulatedCodeup connected() {
        return new SimulatedCodeup(new JenkinsOfTest(), SimulatedCodeup::connect);
    }

    /** Jenkins manages the webhooks, see {@link #manageWebhooks}. */
    public static SimulatedCodeup managingWebhooks() {
        return new SimulatedCodeup(new JenkinsOfTest(), SimulatedCodeup::manageWebhooks);
    }

    /** For a {@code JenkinsSessionExtension}: the test itself connects, and searches for secrets in each session. */
    public static SimulatedCodeup acrossRestarts() {
        return new SimulatedCodeup(null, codeup -> {});
    }

    /** Builds of all jobs start at once. */
    public SimulatedCodeup withoutQuietPeriod() {
        withoutQuietPeriod = true;
        return this;
    }

    /**
     * @param more what else is put into a new Codeup
     * @param then what is done next in a Jenkins that has just started
     */
    public SimulatedCodeup with(Consumer<CodeupSimulator> more, Executable then) {
        content = more;
        more.accept(simulator);
        setUp = codeup -> {
            if (jenkins != null) {
                then.execute();
            }
        };
        return this;
    }

    /** Whether the next test finds what the last one made. */
    public boolean isKept() {
        return ofClass && shared == null;
    }

    private static CodeupSimulator newSimulator() {
        return CodeupSimulator.start()
                .withOrganization(ORGANIZATION)
                .withRepository(REPOSITORY_ID, "team/app")
                .withAccessKey(KEY_ID, KEY_SECRET);
    }

    /** JUnit calls this if the field is static. */
    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        ofClass = true;
        if (ended) {
            leaks.listen();
            renewSimulator();
        }
        start(context);
        boolean afresh = AnnotationSupport.findAnnotatedMethods(
                        context.getRequiredTestClass(), BeforeAll.class, HierarchyTraversalMode.TOP_DOWN)
                .isEmpty();
        if (afresh) {
            shared = new SharedJenkins(jenkins);
        } else {
            setUp();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        if (!ofClass) {
            start(context);
            setUp();
        } else if (shared != null) {
            setUp();
        } else {
            simulator.forgetRequests();
            simulator.hooks(REPOSITORY_ID).forEach(hook -> simulator.removeHook(REPOSITORY_ID, hook.id()));
        }
    }

    private void setUp() throws Exception {
        if (withoutQuietPeriod) {
            Jenkins.get().setQuietPeriod(0);
        }
        try {
            setUp.run(this);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts Jenkins, in which webhooks are managed without the usual delay after a start. */
    private void start(ExtensionContext context) throws Exception {
        System.setProperty(START_DELAY, "0");
        if (jenkins != null) {
            jenkins.start(context);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        try {
            if (Jenkins.getInstanceOrNull() != null) {
                assertNoLeaks();
            }
        } finally {
            if (!ofClass) {
                stop();
            } else if (shared != null) {
                shared.reset();
                leaks.forgetLog();
                simulator.close();
                // before the next test's fields are set
                renewSimulator();
            }
        }
    }

    private void renewSimulator() {
        simulator = newSimulator();
        content.accept(simulator);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (ofClass) {
            stop();
        }
    }

    private void stop() throws Exception {
        System.clearProperty(START_DELAY);
        leaks.close();
        simulator.close();
        if (jenkins != null) {
            jenkins.after();
        }
        if (ofClass) {
            // the JVM goes on to the next class, and a static field keeps this
            jenkins = jenkins == null ? null : new JenkinsOfTest();
            shared = null;
            leaks.forgetLog();
            ended = true;
        }
    }

    /** The Jenkins of the tests. */
    public JenkinsRule jenkins() {
        return jenkins;
    }

    public CodeupSimulator simulator() {
        return simulator;
    }

    /** Configures credentials "key" in Jenkins's own store, and a connection to the simulator as the default. */
    public void connect() throws Exception {
        connection();
        addAccessKey(Jenkins.get(), "key", KEY_ID, KEY_SECRET);
    }

    /** The same, and the connection has those credentials itself, so that Jenkins manages the webhooks. */
    public void manageWebhooks() throws Exception {
        CodeupConnection connection = connection();
        connection.setCredentialsId("key");
        connection.setAllowJobs(true);
        CodeupConfiguration.get().setConnections(List.of(connection));
        addAccessKey(Jenkins.get(), "key", KEY_ID, KEY_SECRET);
    }

    /** Configures the connection alone. */
    public CodeupConnection connection() {
        CodeupConnection connection = new CodeupConnection("simulator");
        connection.setApi(CodeupApi.ALIYUN);
        connection.setEndpoint(simulator.endpoint().toString());
        connection.setOrganizationId(ORGANIZATION);
        connection.setWebhookRootUrl(ROOT_URL);
        CodeupConfiguration.get().setConnections(List.of(connection));
        return connection;
    }

    /** Adds a Username with password to the store of Jenkins or a folder. */
    public void addAccessKey(ModelObject owner, String id, String keyId, String secret) throws Exception {
        add(owner, new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, id, null, keyId, secret), secret);
    }

    /** Adds a Secret text to the store of Jenkins or a folder. */
    public void addSecretText(ModelObject owner, String id, String secret) throws Exception {
        add(
                owner,
                new StringCredentialsImpl(CredentialsScope.GLOBAL, id, null, Secret.fromString(secret)),
                secret.trim());
    }

    private void add(ModelObject owner, StandardCredentials credentials, String secret) throws Exception {
        leaks.add(secret);
        for (CredentialsStore store : CredentialsProvider.lookupStores(owner)) {
            if (store.getContext() == owner) {
                store.addCredentials(Domain.global(), credentials);
                return;
            }
        }
        throw new AssertionError(owner + " has no credentials store");
    }

    /** Creates a Pipeline of its own name. */
    public WorkflowJob pipeline(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    /** Builds a new Pipeline, which succeeds. */
    public WorkflowRun succeed(String script) throws Exception {
        return jenkins.buildAndAssertSuccess(pipeline(script));
    }

    /** Builds a new Pipeline, which fails. */
    public WorkflowRun fail(String script) throws Exception {
        return jenkins.buildAndAssertStatus(Result.FAILURE, pipeline(script));
    }

    /** Creates a webhook in the repository to an item's own URL in the Jenkins that runs now, with all events. */
    public ItemWebhook deliverTo(Item item) throws Exception {
        return deliverTo(item, REPOSITORY_ID);
    }

    public ItemWebhook deliverTo(Item item, long repositoryId) throws Exception {
        ItemWebhook webhook = ItemWebhook.of(item);
        String secret = webhook.secret().getPlainText();
        leaks.add(secret);
        String url = webhook.url(JenkinsLocationConfiguration.get().getUrl());
        simulator.addHook(repositoryId, new HookSettings(url, true, true, true, true, true, "", secret));
        return webhook;
    }

    /** Waits until Codeup has received a call of an operation. */
    public void awaitCall(String operation) throws InterruptedException {
        Await.until(
                "a call of " + operation, () -> !simulator.requests(operation).isEmpty());
    }

    /** The repository's only webhook. */
    public SimulatedHook hook() {
        List<SimulatedHook> hooks = simulator.hooks(REPOSITORY_ID);
        if (hooks.size() != 1) {
            throw new AssertionError("one webhook expected: " + hooks);
        }
        return hooks.get(0);
    }

    public HookSettings hookSettings() {
        return hook().settings();
    }

    /** One more secret that must not be seen anywhere. */
    public void mustNotLeak(String secret) {
        leaks.add(secret);
    }

    /** Fails if any secret of the test is to be seen in a text. */
    public void assertNoLeaksIn(String place, String text) {
        simulator.hooks(REPOSITORY_ID).forEach(hook -> leaks.add(hook.settings().secretToken()));
        leaks.check(place, text);
    }

    /** Fails if any secret of the test, those that Jenkins made for its webhooks included, is to be seen anywhere. */
    public void assertNoLeaks() throws Exception {
        simulator.hooks(REPOSITORY_ID).forEach(hook -> leaks.add(hook.settings().secretToken()));
        leaks.check();
    }
}
