package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.SCMListener;
import hudson.scm.SCM;
import hudson.scm.SCMRevisionState;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.hooks.DesiredWebhooks.Target;
import io.jenkins.plugins.codeup.hooks.ManagedItem.ManagedWebhook;
import io.jenkins.plugins.codeup.trigger.JobSources;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Adds a webhook for what a build checks out, where the configuration of its job names no repository: a Pipeline whose
 * script is in the job. Such a webhook stays, whatever later builds check out. Shared libraries get none.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class CheckoutListener extends SCMListener {

    private static final Logger LOGGER = Logger.getLogger(CheckoutListener.class.getName());

    /** A script that checks out whatever a parameter says must not collect webhooks without end. */
    private static final int MOST_ADDED = 20;

    private static final Pattern LIBRARY = Pattern.compile("@libs([/\\\\]|$)");

    @Override
    public void onCheckout(
            Run<?, ?> build,
            SCM scm,
            @CheckForNull FilePath workspace,
            TaskListener listener,
            @CheckForNull File changelog,
            @CheckForNull SCMRevisionState pollingBaseline) {
        if (workspace != null && LIBRARY.matcher(workspace.getRemote()).find()) {
            return;
        }
        try {
            for (Target target : DesiredWebhooks.addedBy(build.getParent(), JobSources.urls(List.of(scm)))) {
                add(build.getParent(), target);
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            // the job's page shows what is wrong in the configuration; a build does not fail with it
            LOGGER.log(Level.FINE, "No Codeup webhook for what " + build + " checked out", e);
        }
    }

    private static void add(@NonNull Job<?, ?> job, Target target) throws IOException {
        WebhookManager manager = WebhookManager.get();
        String id = ItemWebhook.of(job).id();
        ManagedItem before = manager.store().get(id);
        if (before != null && before.find(target) != null) {
            return;
        }
        manager.store().update(id, known -> {
            ManagedItem managed = known == null ? ManagedItem.of(id, job) : known;
            long added = managed.webhooks().stream()
                    .filter(ManagedWebhook::isOnlyCheckedOut)
                    .count();
            return managed.find(target) != null || added >= MOST_ADDED
                    ? known
                    : managed.with(ManagedWebhook.pending(target, null, null));
        });
        manager.changed(job.getFullName());
    }
}
