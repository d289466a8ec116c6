package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.AdministrativeMonitor;
import java.io.IOException;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.verb.POST;

/** Warns that deliveries are not accepted because the disk is full or broken, or that some were damaged on it. */
@Extension
@Restricted(NoExternalUse.class)
public final class JournalMonitor extends AdministrativeMonitor {

    private static Journal journal() {
        return DeliveryQueue.get().journal();
    }

    @Override
    public boolean isActivated() {
        return getFailure() != null || getDamaged() > 0;
    }

    /**
     * @return why the last delivery could not be written, or null
     */
    @CheckForNull
    public String getFailure() {
        Journal journal = journal();
        IOException failure = journal == null ? null : journal.failure();
        return failure == null ? null : failure.toString();
    }

    /**
     * @return how many records of the journal could not be read
     */
    public int getDamaged() {
        Journal journal = journal();
        return journal == null ? 0 : journal.damaged();
    }

    /** Stops warning about damaged records that were found so far. */
    @POST
    public HttpResponse doDismiss() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        Journal journal = journal();
        if (journal != null) {
            journal.forgetDamaged();
        }
        return HttpResponses.redirectViaContextPath("manage");
    }

    @Override
    public void checkRequiredPermission() {
        Jenkins.get().checkPermission(Jenkins.MANAGE);
    }

    @Override
    public boolean hasRequiredPermission() {
        return Jenkins.get().hasPermission(Jenkins.MANAGE);
    }

    @Override
    public String getDisplayName() {
        return Messages.JournalMonitor_displayName();
    }
}
