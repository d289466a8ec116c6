package io.jenkins.plugins.codeup.scm;

import com.cloudbees.hudson.plugins.folder.computed.ComputedFolder;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.triggers.TriggerDescriptor;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codeup.connection.CodeupForms;
import io.jenkins.plugins.codeup.endpoint.WebhookTrigger;
import java.io.ObjectStreamException;
import jenkins.branch.MultiBranchProject;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * The trigger {@code codeupBranches} of a multibranch project: makes Jenkins manage the project's webhook. Deliveries
 * are processed with or without it.
 */
public class MultibranchTrigger extends WebhookTrigger<ComputedFolder<?>> {

    @DataBoundConstructor
    public MultibranchTrigger() {
        // all fields have defaults
    }

    /** A project's triggers need the schedule that XML written by people may lack, even an empty one. */
    @Override
    protected Object readResolve() throws ObjectStreamException {
        super.readResolve();
        if (spec != null) {
            return this;
        }
        MultibranchTrigger complete = new MultibranchTrigger();
        complete.setConnection(getConnection());
        complete.setRepository(getRepository());
        complete.setManageWebhook(isManageWebhook());
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
