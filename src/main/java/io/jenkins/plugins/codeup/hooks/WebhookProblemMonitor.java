package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AdministrativeMonitor;
import java.util.List;
import jenkins.model.Jenkins;

/** Warns of hooks that can't be made; the page {@link WebhooksPage} has them all, with what to do. */
@Extension
public final class WebhookProblemMonitor extends AdministrativeMonitor {

    private static final int SHOWN = 5;

    @Override
    public boolean isActivated() {
        return Hooks.get().ledger().all().stream()
                .anyMatch(
                        record -> record.problem() != null && !record.problem().ignored());
    }

    @NonNull
    public List<WebhooksPage.Row> getSome() {
        return rows().stream().limit(SHOWN).toList();
    }

    public int getNumber() {
        return rows().size();
    }

    private static List<WebhooksPage.Row> rows() {
        return Jenkins.get().getExtensionList(WebhooksPage.class).get(0).getProblems().stream()
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
