package io.jenkins.plugins.codeup.scm;

import com.cloudbees.hudson.plugins.folder.computed.ComputedFolder;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.triggers.Trigger;
import hudson.triggers.TriggerDescriptor;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codeup.connection.CodeupForms;
import java.io.ObjectStreamException;
import jenkins.branch.MultiBranchProject;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * The trigger {@code codeupBranches} of a multibranch project: makes Jenkins manage the project's webhook. Deliveries
 * are processed with or without it.
 */
public class MultibranchTrigger extends Trigger<ComputedFolder<?>> {

    private String connection;
    private String repository;

    /** Null only while it is loaded from XML without the element. */
    private Boolean manageWebhook = true;

    @DataBoundConstructor
    public MultibranchTrigger() {
        // all fields have defaults
    }

    /** XML that people wrote may lack any element, even the {@code spec} that Jenkins's own method needs. */
    @Override
    protected Object readResolve() throws ObjectStreamException {
        if (spec != null && manageWebhook != null) {
            return super.readResolve();
        }
        MultibranchTrigger complete = new MultibranchTrigger();
        complete.connection = connection;
        complete.repository = repository;
        complete.manageWebhook = manageWebhook == null || manageWebhook;
        return complete;
    }

    /**
     * @return the project's trigger, or null if it has none
     */
    @CheckForNull
    @Restricted(NoExternalUse.class)
    public static MultibranchTrigger of(@NonNull ComputedFolder<?> project) {
        return project.getTriggers().values().stream()
                .filter(MultibranchTrigger.class::isInstance)
                .map(MultibranchTrigger.class::cast)
                .findFirst()
                .orElse(null);
    }

    /**
     * @return name of the connection for managing the webhook, or null for the one that fits the repository
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
     * @return whether Jenkins manages the webhook, if the connection allows it
     */
    public boolean isManageWebhook() {
        return manageWebhook;
    }

    @DataBoundSetter
    public void setManageWebhook(boolean manageWebhook) {
        this.manageWebhook = manageWebhook;
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
            return CodeupForms.connections(item, connection);
        }
    }
}
