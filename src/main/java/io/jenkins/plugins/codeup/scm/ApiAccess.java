package io.jenkins.plugins.codeup.scm;

import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Item;
import hudson.model.TaskListener;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.connection.CodeupClients;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupForms;
import io.jenkins.plugins.codeup.connection.CredentialsLookup;
import java.util.List;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * How a folder or a source reaches Codeup's API.
 *
 * @param connection the name of a connection, or null for the default one
 * @param organizationId the organization, or null for the connection's
 * @param apiCredentialsId the credentials of the API calls, or null for the connection's
 */
record ApiAccess(
        @CheckForNull String connection,
        @CheckForNull String organizationId,
        @CheckForNull String apiCredentialsId) {

    /**
     * @param purpose what the client is for, where the connection's own credentials are used
     * @param repository the repository that the calls are about, or null
     * @param item whose builds' credentials are used; null is an error, as a search without an item would find those of
     *     Jenkins itself, SYSTEM-scoped ones included
     * @param listener gets a line for each wait before a retry
     * @return a client each of whose calls has a time-out of its own, as a scan makes any number of calls
     * @throws AbortException if a setting is missing or wrong; the message names the field
     */
    @NonNull
    CodeupClient client(
            @NonNull CodeupClients.Purpose purpose,
            @CheckForNull RepositoryRef repository,
            @CheckForNull Item item,
            @NonNull TaskListener listener)
            throws AbortException {
        if (item == null) {
            throw new AbortException(Messages.ApiAccess_noOwner());
        }
        try {
            return CodeupClients.forScan(
                    CodeupConfiguration.get().connection(connection),
                    purpose,
                    CredentialsLookup.of(item),
                    CredentialsLookup.Ids.of(apiCredentialsId, "apiCredentialsId"),
                    organizationId,
                    repository,
                    (call, attempt, attempts, wait, reason) -> listener.getLogger()
                            .println(Messages.ApiAccess_waiting(
                                    reason.whatHappened(LocaleProvider.getLocale()),
                                    attempt,
                                    wait.toMillis() / 1000.0)));
        } catch (IllegalArgumentException e) {
            throw new AbortException(e.getMessage());
        }
    }

    /**
     * The drop-down lists that the forms of folders and sources share. People without the right to see connections or
     * credentials get only the current value.
     */
    @Restricted(NoExternalUse.class)
    public interface Form {

        @POST
        default ListBoxModel doFillConnectionItems(@AncestorInPath Item item, @QueryParameter String connection) {
            return CodeupForms.connections(item, connection);
        }

        @POST
        default ListBoxModel doFillApiCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String apiCredentialsId) {
            return CodeupForms.keysAndTokens(item, apiCredentialsId);
        }

        @POST
        default ListBoxModel doFillCheckoutCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String checkoutCredentialsId) {
            return CodeupForms.credentials(
                    item, checkoutCredentialsId, List.of(StandardUsernamePasswordCredentials.class));
        }
    }
}
