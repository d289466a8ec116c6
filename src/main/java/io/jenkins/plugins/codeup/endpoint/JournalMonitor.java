package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.AdministrativeMonitor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import jenkins.model.Jenkins;
import org.jvnet.localizer.Localizable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.verb.POST;

/**
 * Warns that a {@link Journal} can't be written because the disk is full or broken, and of files of the plugin in
 * JENKINS_HOME that were damaged.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class JournalMonitor extends AdministrativeMonitor {

    private final List<Watched> journals = new CopyOnWriteArrayList<>();
    private final List<Damage> damages = new CopyOnWriteArrayList<>();

    private record Watched(String name, Journal journal, Localizable ifNotWritten, Localizable ifDamaged) {}

    private record Damage(String file, Localizable consequence) {}

    @NonNull
    public static JournalMonitor get() {
        return ExtensionList.lookupSingleton(JournalMonitor.class);
    }

    /**
     * @param name of the journal's directory in JENKINS_HOME
     * @param ifNotWritten what follows while it can't be written, and what to do
     * @param ifDamaged what follows from records that can't be read, and what to do
     */
    public void watch(
            @NonNull String name,
            @NonNull Journal journal,
            @NonNull Localizable ifNotWritten,
            @NonNull Localizable ifDamaged) {
        journals.add(new Watched(name, journal, ifNotWritten, ifDamaged));
    }

    /**
     * @param file in JENKINS_HOME, which was renamed to end with {@code .damaged}
     * @param consequence what follows, and what to do
     */
    public void reportDamage(@NonNull Path file, @NonNull Localizable consequence) {
        Path home = Jenkins.get().getRootDir().toPath();
        damages.add(new Damage(home.relativize(file).toString(), consequence));
    }

    @Override
    public boolean isActivated() {
        return !getFailures().isEmpty() || !getDamages().isEmpty();
    }

    /**
     * @return why journals can't be written
     */
    @NonNull
    public List<String> getFailures() {
        return journals.stream()
                .map(JournalMonitor::failure)
                .filter(Objects::nonNull)
                .toList();
    }

    private static String failure(Watched watched) {
        IOException failure = watched.journal.failure();
        return failure == null
                ? null
                : Messages.JournalMonitor_failure(watched.name, failure.toString(), watched.ifNotWritten);
    }

    /**
     * @return what could not be read since Jenkins started
     */
    @NonNull
    public List<String> getDamages() {
        List<String> texts = new ArrayList<>();
        for (Watched watched : journals) {
            int damaged = watched.journal.damaged();
            if (damaged > 0) {
                texts.add(Messages.JournalMonitor_damaged(watched.name, damaged, watched.ifDamaged));
            }
        }
        damages.forEach(damage -> texts.add(Messages.JournalMonitor_file(damage.file, damage.consequence)));
        return texts;
    }

    /** Stops warning of damage that was found so far. */
    @POST
    public HttpResponse doDismiss() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        journals.forEach(watched -> watched.journal.forgetDamaged());
        damages.clear();
        return HttpResponses.redirectViaContextPath("manage");
    }

    @Override
    public String getDisplayName() {
        return Messages.JournalMonitor_displayName();
    }
}
