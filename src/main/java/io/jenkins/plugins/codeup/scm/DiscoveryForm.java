package io.jenkins.plugins.codeup.scm;

import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CredentialsItems;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * The drop-downs that the forms of folders and of sources have both, filled for those who may see what is in them. Not a
 * class, as the descriptors of the two have superclasses of their own.
 */
public interface DiscoveryForm {

    @POST
    default ListBoxModel doFillConnectionItems(@AncestorInPath Item item, @QueryParameter String connection) {
        return CodeupConfiguration.get().items(item, connection);
    }

    @POST
    default ListBoxModel doFillApiCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String apiCredentialsId) {
        return CredentialsItems.keysAndTokens(item, apiCredentialsId);
    }

    @POST
    default ListBoxModel doFillCheckoutCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String checkoutCredentialsId) {
        return CredentialsItems.of(item, checkoutCredentialsId, List.of(StandardUsernamePasswordCredentials.class));
    }

    /** For the checks of fields: who may configure the item, or without one Jenkins. */
    static void checkMayConfigure(@CheckForNull Item item) {
        if (item == null) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        } else {
            item.checkPermission(Item.CONFIGURE);
        }
    }
}
