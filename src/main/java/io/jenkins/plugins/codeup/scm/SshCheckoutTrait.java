package io.jenkins.plugins.codeup.scm;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codeup.connection.CodeupForms;
import java.util.List;
import jenkins.scm.api.trait.SCMSourceContext;
import jenkins.scm.api.trait.SCMSourceTrait;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Makes git clone over SSH instead of HTTPS. */
public class SshCheckoutTrait extends SCMSourceTrait {

    private final String credentialsId;

    /**
     * @param credentialsId an SSH private key, or null for the key of the agent's own account
     */
    @DataBoundConstructor
    public SshCheckoutTrait(@CheckForNull String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    /** Form of the trait. */
    @Extension
    @Symbol("codeupSshCheckout")
    public static class DescriptorImpl extends CodeupTraits.TraitDescriptor {

        public DescriptorImpl() {
            super(SCMSourceContext.class);
        }

        @Override
        public String getDisplayName() {
            return Messages.SshCheckoutTrait_displayName();
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
            return CodeupForms.credentials(item, credentialsId, List.of(SSHUserPrivateKey.class));
        }
    }
}
