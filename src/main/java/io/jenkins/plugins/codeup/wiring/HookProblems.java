package io.jenkins.plugins.codeup.wiring;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AdministrativeMonitor;
import java.util.List;
import jenkins.model.Jenkins;

/** Warns of hooks that can't be made; the page {@link HooksPage} has them all, with what to do. */
@Extension
public final class HookProblems extends AdministrativeMonitor {

    private static final int SHOWN = 5;

    @Override
    public boolean isActivated() {
        return Hooks.get().ledger().all().stream()
                .anyMatch(
                        record -> record.problem() != null && !record.problem().ignored());
    }

    @NonNull
    public List<HooksPage.Row> getSome() {
        return rows().stream().limit(SHOWN).toList();
    }

    public int getNumber() {
        return rows().size();
    }

    private static List<HooksPage.Row> rows() {
        return Jenkins.get().getExtensionList(HooksPage.class).get(0).getProblems().stream()
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
        return Messages.HookProblems_displayName();
    }
}
