package io.jenkins.plugins.codeup.feedback;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.client.CommitStatuses.CommitStatus.State;
import java.io.IOException;
import java.io.Serializable;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundSetter;

/** A commit status as Pipeline steps report it: of the commit of the build's own source. */
@Restricted(NoExternalUse.class)
public abstract class StatusStep extends Step {

    private final String context;
    private String description;
    private String targetUrl;

    StatusStep(@CheckForNull String context) {
        this.context = Util.fixNull(context).trim();
    }

    /**
     * @return name of the status, see {@link io.jenkins.plugins.codeup.trigger.StatusTemplate} for variables
     */
    @NonNull
    public final String getContext() {
        return context;
    }

    /**
     * @return what the status says beside its name, or null for the build's name
     */
    @CheckForNull
    public final String getDescription() {
        return description;
    }

    @DataBoundSetter
    public final void setDescription(@CheckForNull String description) {
        this.description = Util.fixEmptyAndTrim(description);
    }

    /**
     * @return the page that the status links, or null for the build's
     */
    @CheckForNull
    public final String getTargetUrl() {
        return targetUrl;
    }

    @DataBoundSetter
    public final void setTargetUrl(@CheckForNull String targetUrl) {
        this.targetUrl = Util.fixEmptyAndTrim(targetUrl);
    }

    @NonNull
    final Report report() {
        return new Report(context, description, targetUrl);
    }

    /** A status of a build, as a step states it. Stored in running Pipelines. */
    static final class Report implements Serializable {

        private static final long serialVersionUID = 1;

        private final String context;
        private final String description;
        private final String targetUrl;

        Report(@NonNull String context, @CheckForNull String description, @CheckForNull String targetUrl) {
            this.context = context;
            this.description = description;
            this.targetUrl = targetUrl;
        }

        @NonNull
        String context() {
            return context;
        }

        /** Reports, or writes into the build's log why that is impossible. */
        void send(@NonNull StepContext stepContext, @NonNull StateOf stateOf) throws IOException, InterruptedException {
            if (context.isEmpty()) {
                throw new IllegalArgumentException(Messages.StatusStep_noContext());
            }
            Run<?, ?> run = stepContext.get(Run.class);
            TaskListener listener = stepContext.get(TaskListener.class);
            try {
                ReportedBuild build = ReportedBuild.find(run);
                String problem = build.target().problem();
                if (problem != null) {
                    throw new IOException(problem);
                }
                boolean plain = !context.contains("{");
                Outbox.get()
                        .add(new CommitStatusResult(
                                run.getExternalizableId(),
                                build.target(),
                                build.fork(),
                                build.commit(),
                                stateOf.state(build),
                                plain ? context : build.context(context),
                                description == null ? run.getDisplayName() : description,
                                targetUrl == null ? CommitStatusResult.url(run.getUrl()) : targetUrl));
            } catch (IOException e) {
                listener.getLogger().println(Messages.StatusStep_notReported(context, e.getMessage()));
            }
        }
    }

    /** The state to report, as the build's item wants it. */
    interface StateOf {
        @NonNull
        State state(@NonNull ReportedBuild build);
    }
}
