package io.jenkins.plugins.codeup.discovery;

import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codeup.api.RepositoryRef;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CredentialsItems;
import java.util.List;
import jenkins.model.Jenkins;

/** What the forms of folders and of sources fill and check alike, for those who may. */
final class DiscoveryForm {

    private DiscoveryForm() {}

    @NonNull
    static ListBoxModel connections(@CheckForNull Item item, @CheckForNull String current) {
        return CodeupConfiguration.get().items(item, current);
    }

    @NonNull
    static ListBoxModel apiCredentials(@CheckForNull Item item, @CheckForNull String current) {
        return CredentialsItems.keysAndTokens(item, current);
    }

    @NonNull
    static ListBoxModel cloneAccounts(@CheckForNull Item item, @CheckForNull String current) {
        return CredentialsItems.of(item, current, List.of(StandardUsernamePasswordCredentials.class));
    }

    @NonNull
    static FormValidation checkRepository(@CheckForNull Item item, @NonNull String value) {
        checkMayConfigure(item);
        try {
            RepositoryRef.parse(value);
            return FormValidation.ok();
        } catch (IllegalArgumentException e) {
            return FormValidation.error(Messages.DiscoveryForm_repository());
        }
    }

    static void checkMayConfigure(@CheckForNull Item item) {
        if (item == null) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        } else {
            item.checkPermission(Item.CONFIGURE);
        }
    }
}
