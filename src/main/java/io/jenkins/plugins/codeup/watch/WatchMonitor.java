package io.jenkins.plugins.codeup.watch;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AdministrativeMonitor;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Warns of watches that have failed for a while, and so find no events. */
@Extension
@Restricted(NoExternalUse.class)
public final class WatchMonitor extends AdministrativeMonitor {

    private static final long PATIENCE_MILLIS = TimeUnit.MINUTES.toMillis(10);

    @Override
    public boolean isActivated() {
        return !getWarnings().isEmpty();
    }

    /**
     * @return by organization, in the reader's language
     */
    @NonNull
    public List<String> getWarnings() {
        long now = System.currentTimeMillis();
        return WatchManager.get().statuses().entrySet().stream()
                .filter(one -> isLong(one.getValue(), now))
                .map(one -> Messages.WatchMonitor_failing(
                        one.getKey().toString(),
                        WatchStatus.text(one.getValue().failingSince()),
                        String.valueOf(one.getValue().failure())))
                .sorted()
                .toList();
    }

    private static boolean isLong(WatchStatus status, long now) {
        long since = status.failingSince();
        return since > 0 && now - since > PATIENCE_MILLIS;
    }

    @Override
    public String getDisplayName() {
        return Messages.WatchMonitor_displayName();
    }
}
