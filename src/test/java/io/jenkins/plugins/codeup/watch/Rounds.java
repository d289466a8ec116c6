package io.jenkins.plugins.codeup.watch;

import io.jenkins.plugins.codeup.connection.CodeupClients;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.connection.EventSource;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import jenkins.model.JenkinsLocationConfiguration;
import org.jvnet.hudson.test.JenkinsRule;

/** Rounds of the watch, one after the other instead of once a minute. */
public final class Rounds {

    private Rounds() {}

    /** Lets the only connection, with the token's credentials, learn of events in this way. */
    public static CodeupConnection use(EventSource events) {
        byHand();
        CodeupConnection connection = CodeupConfiguration.get().getConnections().get(0);
        connection.setCredentialsId("token");
        connection.setAllowJobs(true);
        connection.setEvents(events);
        connection.setWebhookRootUrl(JenkinsLocationConfiguration.get().getUrl());
        CodeupConfiguration.get().setConnections(List.of(connection));
        return connection;
    }

    /** Runs a round, and waits for the builds that follow. */
    public static void run(JenkinsRule jenkins) throws Exception {
        byHand().runNow();
        Deliveries.awaitBuilds(jenkins);
    }

    /** Runs a round in which each repository has its turn. */
    public static void turn(JenkinsRule jenkins) throws Exception {
        turn(jenkins, Duration.ofMillis(1));
    }

    /** Runs a round in which those have their turn that were not checked for so long. */
    static void turn(JenkinsRule jenkins, Duration time) throws Exception {
        byHand().runNow();
        CodeupConnection connection = CodeupConfiguration.get().getConnections().get(0);
        OrganizationKey key = new OrganizationKey(connection.getName(), SimulatedCodeup.ORGANIZATION);
        byHand().find(key)
                .run(
                        CodeupClients.forWatch(connection, null),
                        WatchedItems.get().byOrganization().get(key),
                        time);
        Deliveries.awaitBuilds(jenkins);
    }

    /** Ends all watches, which then begin anew. */
    public static void forget() throws InterruptedException, ExecutionException {
        byHand().runNow();
    }

    /** Without rounds of its own: one may begin in the middle of a test, or beside one that a test runs. */
    private static WatchManager byHand() {
        WatchManager manager = WatchManager.get();
        manager.automatic = false;
        return manager;
    }

    static OrganizationWatch watch() {
        return WatchManager.get()
                .find(new OrganizationKey(
                        CodeupConfiguration.get().getConnections().get(0).getName(), SimulatedCodeup.ORGANIZATION));
    }
}
