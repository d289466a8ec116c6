package io.jenkins.plugins.codeup.scm;

import hudson.Extension;
import com.cloudbees.hudson.plugins.folder.computed.ComputedFolder;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Item;
import hudson.triggers.Trigger;
import hudson.triggers.TriggerDescriptor;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import jenkins.branch.MultiBranchProject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * {@code codeupBranches}: has Jenkins see to a multibranch project's hook. What a delivery does needs no trigger; this
 * one says that there shall be deliveries.
 */
public class MultibranchTrigger extends Trigger<ComputedFolder<?>> {

    private String connection;
    private String repository;
    private boolean hookByHand;

    @DataBoundConstructor
    public MultibranchTrigger() {
        // all fields have defaults
    }

    /**
     * @return the project's trigger, or null if it has none
     */
    @CheckForNull
    static MultibranchTrigger of(@NonNull ComputedFolder<?> project) {
        return project.getTriggers().values().stream()
                .filter(MultibranchTrigger.class::isInstance)
                .map(MultibranchTrigger.class::cast)
                .findFirst()
                .orElse(null);
    }

    /**
     * @return the name of the connection that the hook is made over, or null for the one that fits the repository
     */
    @CheckForNull
    public String getConnection() {
        return connection;
    }

    @DataBoundSetter
    public void setConnection(@CheckForNull String connection) {
        this.connection = Util.fixEmptyAndTrim(connection);
    }

    /**
     * @return number, path or clone URL, or null for the repositories of the project's git sources
     */
    @CheckForNull
    public String getRepository() {
        return repository;
    }

    @DataBoundSetter
    public void setRepository(@CheckForNull String repository) {
        this.repository = Util.fixEmptyAndTrim(repository);
    }

    /**
     * @return whether Jenkins sees to the hook by itself, where the connection does so
     */
    public boolean isManageWebhook() {
        return !hookByHand;
    }

    @DataBoundSetter
    public void setManageWebhook(boolean manageWebhook) {
        this.hookByHand = !manageWebhook;
    }

    /** Form of the trigger. */
    @Extension
    @Symbol("codeupBranches")
    public static class DescriptorImpl extends TriggerDescriptor {

        @Override
        public boolean isApplicable(Item item) {
            return item instanceof MultiBranchProject;
        }

        @Override
        public String getDisplayName() {
            return Messages.MultibranchTrigger_displayName();
        }

        @POST
        public ListBoxModel doFillConnectionItems(@AncestorInPath Item item, @QueryParameter String connection) {
            return CodeupConfiguration.get().items(item, connection);
        }
    }
}
