package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.AdministrativeMonitor;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Warns of managed webhooks that could not be created or removed. All of them are on the {@link WebhooksPage}. */
@Extension
@Restricted(NoExternalUse.class)
public final class WebhookProblemMonitor extends AdministrativeMonitor {

    private static final int SHOWN = 5;

    @Override
    public boolean isActivated() {
        return WebhookManager.get().store().all().stream()
                .anyMatch(managed ->
                        managed.problem() != null && !managed.problem().ignored());
    }

    /**
     * @return the first few
     */
    @NonNull
    public List<WebhooksPage.Row> getSome() {
        return rows().stream().limit(SHOWN).toList();
    }

    /**
     * @return how many there are, also of items that the user may not read
     */
    public long getNumber() {
        return WebhookManager.get().store().all().stream()
                .filter(managed ->
                        managed.problem() != null && !managed.problem().ignored())
                .count();
    }

    private static List<WebhooksPage.Row> rows() {
        return ExtensionList.lookupSingleton(WebhooksPage.class).getProblems().stream()
                .filter(row -> !row.isIgnored())
                .toList();
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
        return Messages.WebhookProblemMonitor_displayName();
    }
}
