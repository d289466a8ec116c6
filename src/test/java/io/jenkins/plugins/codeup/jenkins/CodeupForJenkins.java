package io.jenkins.plugins.codeup.jenkins;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Item;
import hudson.model.ModelObject;
import hudson.util.Secret;
import io.jenkins.plugins.codeup.connection.CodeupApi;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.SimulatedHook;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.model.JenkinsLocationConfiguration;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;

/**
 * A simulated Codeup with one organization, one repository and one AccessKey, and what a real Jenkins needs to talk to
 * it: a connection, credentials, a root URL.
 */
public final class CodeupForJenkins implements AutoCloseable {

    public static final String ORGANIZATION = "60811b5eed6e867404f60000";
    public static final long REPOSITORY_ID = 1000001;
    public static final String KEY_ID = "LTAI-test-key-id";
    public static final String KEY_SECRET = "the-access-key-secret-that-must-not-leak";
    public static final String ROOT_URL = "https://jenkins.example.com/";

    private final Leaks leaks = new Leaks();
    private final CodeupSimulator simulator = CodeupSimulator.start()
            .withOrganization(ORGANIZATION)
            .withRepository(REPOSITORY_ID, "team/app")
            .withAccessKey(KEY_ID, KEY_SECRET);

    /** Credentials "key" in Jenkins's own store, and a connection to the simulator as the default. */
    public CodeupForJenkins connect() throws Exception {
        connection();
        addAccessKey(Jenkins.get(), "key", KEY_ID, KEY_SECRET);
        return this;
    }

    /** The same, and the connection has those credentials itself, so that hooks follow jobs. */
    public CodeupForJenkins follow() throws Exception {
        CodeupConnection connection = connection();
        connection.setCredentialsId("key");
        CodeupConfiguration.get().setConnections(List.of(connection));
        addAccessKey(Jenkins.get(), "key", KEY_ID, KEY_SECRET);
        return this;
    }

    /** The connection alone. */
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

    /** A hook in the repository to an item's own address in the Jenkins that runs now, with all events on. */
    public ItemWebhook deliverTo(Item item) throws Exception {
        ItemWebhook hook = ItemWebhook.of(item);
        String secret = hook.secret().getPlainText();
        leaks.add(secret);
        String url = hook.url(JenkinsLocationConfiguration.get().getUrl());
        simulator.addHook(REPOSITORY_ID, new HookSettings(url, true, true, true, true, true, "", secret));
        return hook;
    }

    /** One more secret that must not be seen anywhere. */
    public void mustNotLeak(String secret) {
        leaks.add(secret);
    }

    public CodeupSimulator simulator() {
        return simulator;
    }

    /** The repository's only hook. */
    public SimulatedHook hook() {
        List<SimulatedHook> hooks = simulator.hooks(REPOSITORY_ID);
        if (hooks.size() != 1) {
            throw new AssertionError("one hook expected: " + hooks);
        }
        return hooks.get(0);
    }

    public HookSettings hookSettings() {
        return hook().settings();
    }

    /** Fails if any secret of the test, those that Jenkins made for its hooks included, is to be seen anywhere. */
    public void assertNoLeaks() throws Exception {
        simulator.hooks(REPOSITORY_ID).forEach(hook -> leaks.add(hook.settings().secretToken()));
        leaks.check();
    }

    /** After every test whose Jenkins still runs, all that it left is searched for secrets. */
    @Override
    public void close() throws Exception {
        try {
            if (Jenkins.getInstanceOrNull() != null) {
                assertNoLeaks();
            }
        } finally {
            leaks.close();
            simulator.close();
        }
    }
}
