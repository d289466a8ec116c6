package io.jenkins.plugins.codeup.hooks;

import hudson.Extension;
import hudson.model.PeriodicWork;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import java.time.Duration;

/** Looks at all hooks again and again, at leisure: half of the time between two looks is for the calls. */
@Extension
public final class HookRepair extends PeriodicWork {

    @Override
    public long getRecurrencePeriod() {
        return MIN;
    }

    @Override
    protected void doRun() {
        long last = Hooks.get().lastLook();
        Duration between = Duration.ofMinutes(CodeupConfiguration.get().getCheckIntervalMinutes());
        boolean due = last > 0 && System.currentTimeMillis() - last >= between.toMillis();
        if (due && !between.isZero()) {
            Hooks.get().lookAtAll(between.dividedBy(2));
        }
    }
}
