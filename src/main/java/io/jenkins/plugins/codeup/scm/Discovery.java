package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Item;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.client.CallListener;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.connection.CodeupAccess;
import io.jenkins.plugins.codeup.connection.CredentialsContext;
import io.jenkins.plugins.codeup.connection.CredentialsIds;
import java.time.Duration;
import org.jvnet.localizer.LocaleProvider;

/**
 * How a folder or a project reaches Codeup.
 *
 * @param connection the name of a connection, or null for the default
 * @param organizationId the organization, or null for the connection's
 * @param credentialsId the credentials that the API is called with, or null for the connection's
 */
record Discovery(
        @CheckForNull String connection,
        @CheckForNull String organizationId,
        @CheckForNull String credentialsId) {

    /**
     * @param item on whose behalf, or null for Jenkins itself
     * @param listener is told of waits
     * @return a client each of whose calls has a deadline of its own, as a scan makes any number of them
     * @throws AbortException if something is missing or does not fit; the message says what
     */
    @NonNull
    CodeupClient client(@CheckForNull Item item, @NonNull TaskListener listener) throws AbortException {
        try {
            return CodeupAccess.of(connection, CredentialsContext.of(item))
                    .clientForManyCalls(
                            null, organizationId, new CredentialsIds(credentialsId, null, null), waits(listener));
        } catch (IllegalArgumentException e) {
            throw new AbortException(e.getMessage());
        }
    }

    private static CallListener waits(TaskListener listener) {
        return (call, attempt, attempts, wait, reason) -> listener.getLogger().println(waiting(attempt, wait, reason));
    }

    private static String waiting(int attempt, Duration wait, CodeupException reason) {
        return Messages.Discovery_waiting(
                reason.whatHappened(LocaleProvider.getLocale()), attempt, wait.toMillis() / 1000.0);
    }
}
