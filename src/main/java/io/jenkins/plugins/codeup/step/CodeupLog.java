package io.jenkins.plugins.codeup.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.client.ApiCall;
import io.jenkins.plugins.codeup.client.CallListener;
import io.jenkins.plugins.codeup.client.CodeupException;
import java.time.Duration;
import java.util.Locale;
import org.jvnet.localizer.LocaleProvider;

/** This plugin's lines in a build's log, among them why a build is waiting. */
final class CodeupLog implements CallListener {

    private final TaskListener listener;

    CodeupLog(TaskListener listener) {
        this.listener = listener;
    }

    void say(@NonNull String line) {
        listener.getLogger().println("[Codeup] " + line);
    }

    @Override
    public void waiting(ApiCall call, int attempt, int attempts, Duration wait, CodeupException reason) {
        Locale locale = LocaleProvider.getLocale();
        String seconds = String.format(locale, "%.1f", wait.toMillis() / 1000.0);
        say(Messages.CodeupLog_waiting(reason.whatHappened(locale), attempt, attempts, seconds));
    }
}
