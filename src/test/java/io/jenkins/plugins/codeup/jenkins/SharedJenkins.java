package io.jenkins.plugins.codeup.jenkins;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Computer;
import hudson.model.Executor;
import hudson.model.Node;
import hudson.model.TopLevelItem;
import hudson.security.AuthorizationStrategy;
import hudson.security.SecurityRealm;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.hooks.Idle;
import io.jenkins.plugins.codeup.watch.Rounds;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.model.JenkinsLocationConfiguration;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * A Jenkins that several tests use one after the other. Between them it loses what tests make: items, builds, agents,
 * credentials, connections, the proxy and users' rights. What it counts, and what it remembers of builds' use of
 * credentials, stays.
 */
final class SharedJenkins {

    private final JenkinsRule rule;
    private final Jenkins jenkins;
    private final SecurityRealm realm;
    private final AuthorizationStrategy strategy;
    private final String url;
    private final int quietPeriod;
    private final int executors;
    private final int checkInterval;

    /**
     * @param rule has just started Jenkins
     */
    SharedJenkins(JenkinsRule rule) {
        this.rule = rule;
        jenkins = rule.jenkins;
        realm = jenkins.getSecurityRealm();
        strategy = jenkins.getAuthorizationStrategy();
        url = JenkinsLocationConfiguration.get().getUrl();
        quietPeriod = jenkins.getQuietPeriod();
        executors = jenkins.getNumExecutors();
        checkInterval = CodeupConfiguration.get().getCheckIntervalMinutes();
    }

    void reset() throws Exception {
        endBuilds();
        Deliveries.awaitIdle();
        Idle.forgetWebhooks();
        for (TopLevelItem item : jenkins.getItems()) {
            item.delete();
        }
        for (Node node : jenkins.getNodes()) {
            jenkins.removeNode(node);
        }
        jenkins.setSecurityRealm(realm);
        jenkins.setAuthorizationStrategy(strategy);
        jenkins.setProxy(null);
        jenkins.setQuietPeriod(quietPeriod);
        jenkins.setNumExecutors(executors);
        JenkinsLocationConfiguration.get().setUrl(url);
        SystemCredentialsProvider.getInstance().getCredentials().clear();
        SystemCredentialsProvider.getInstance().save();
        CodeupConfiguration configuration = CodeupConfiguration.get();
        configuration.setMaxDeliveryKilobytes(0);
        configuration.setCheckIntervalMinutes(checkInterval);
        configuration.setConnections(List.of());
        Idle.await();
        Rounds.forget();
    }

    private void endBuilds() throws Exception {
        jenkins.getQueue().clear();
        for (Computer computer : jenkins.getComputers()) {
            computer.getAllExecutors().stream().filter(Executor::isBusy).forEach(Executor::interrupt);
        }
        rule.waitUntilNoActivity();
    }
}
