package io.jenkins.plugins.codeup.scm;

import hudson.Extension;
import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Item;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codeup.connection.CredentialsItems;
import java.util.Collection;
import java.util.List;
import jenkins.scm.api.trait.SCMSourceTrait;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Git clones over SSH. */
public class SshCheckoutTrait extends SCMSourceTrait {

    private final String credentialsId;

    /**
     * @param credentialsId a private key, or null for the agent's own
     */
    @DataBoundConstructor
    public SshCheckoutTrait(@CheckForNull String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    /**
     * @return the one that is among them, or null
     */
    @CheckForNull
    static SshCheckoutTrait of(@NonNull Collection<? extends SCMSourceTrait> traits) {
        return traits.stream()
                .filter(SshCheckoutTrait.class::isInstance)
                .map(SshCheckoutTrait.class::cast)
                .findFirst()
                .orElse(null);
    }

    /** Form. */
    @Extension
    @Symbol("codeupSshCheckout")
    public static class DescriptorImpl extends CodeupTraitDescriptor {

        @Override
        public String getDisplayName() {
            return Messages.SshCheckoutTrait_displayName();
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
            return CredentialsItems.of(item, credentialsId, List.of(SSHUserPrivateKey.class));
        }
    }
}
