package io.jenkins.plugins.codeup.scm;

import hudson.Extension;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import hudson.model.listeners.SCMListener;
import hudson.scm.SCM;
import hudson.scm.SCMRevisionState;
import java.io.File;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMRevisionAction;
import jenkins.scm.api.SCMSource;

/** Notices the builds that Codeup is to be told of: as soon as it is known what they build, and when they are done. */
@Extension
public class BuildStatuses extends RunListener<Run<?, ?>> {

    /** The builds that Codeup knows to be running. */
    private static final Set<String> RUNNING = ConcurrentHashMap.newKeySet();

    @Override
    public void onStarted(Run<?, ?> run, TaskListener listener) {
        running(run);
    }

    @Override
    public void onCompleted(Run<?, ?> run, TaskListener listener) {
        RUNNING.remove(run.getExternalizableId());
        BuildStatus status = status(run);
        if (status != null) {
            StatusSender.get().send(status);
        }
    }

    private static void running(Run<?, ?> run) {
        if (!RUNNING.contains(run.getExternalizableId())) {
            BuildStatus status = status(run);
            if (status != null && RUNNING.add(run.getExternalizableId())) {
                StatusSender.get().send(status);
            }
        }
    }

    /**
     * @return null where Codeup is not to be told, or where it is not known what is built
     */
    @CheckForNull
    private static BuildStatus status(@NonNull Run<?, ?> run) {
        SCMSource source = SCMSource.SourceByItem.findSource(run.getParent());
        if (!(source instanceof CodeupSCMSource codeup)) {
            return null;
        }
        BuildStatusTrait trait = BuildStatusTrait.of(codeup.getTraits());
        SCMRevision revision = trait == null ? null : SCMRevisionAction.getRevision(codeup, run);
        return revision == null ? null : BuildStatus.of(run, codeup, revision, trait);
    }

    /** The first build of a Pipeline knows what it builds only when it checks that out. */
    @Extension
    public static class Checkouts extends SCMListener {

        @Override
        public void onCheckout(
                Run<?, ?> build,
                SCM scm,
                FilePath workspace,
                TaskListener listener,
                File changelog,
                SCMRevisionState pollingBaseline) {
            running(build);
        }
    }
}
