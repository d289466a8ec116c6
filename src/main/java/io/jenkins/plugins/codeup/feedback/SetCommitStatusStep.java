package io.jenkins.plugins.codeup.feedback;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.client.CommitStatuses.CommitStatus.State;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.steps.SynchronousStepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * {@code codeupSetCommitStatus}: reports a commit status, as {@link CommitStatusStep} does without a block. One that is
 * still pending when the build ends becomes an error, as a merge may wait for it.
 */
public class SetCommitStatusStep extends StatusStep {

    private final String state;

    /**
     * @param context see {@link #getContext}
     * @param state one of {@link State} in any letter case
     */
    @DataBoundConstructor
    public SetCommitStatusStep(@CheckForNull String context, @CheckForNull String state) {
        super(context);
        this.state = Util.fixNull(state).trim();
    }

    @NonNull
    public String getState() {
        return state;
    }

    @Override
    public StepExecution start(StepContext stepContext) {
        return new Execution(stepContext, report(), state);
    }

    private static final class Execution extends SynchronousStepExecution<Void> {

        private static final long serialVersionUID = 1;

        private final Report report;
        private final String state;

        Execution(StepContext context, Report report, String state) {
            super(context);
            this.report = report;
            this.state = state;
        }

        @Override
        protected Void run() throws Exception {
            State parsed = Arrays.stream(State.values())
                    .filter(one -> one.word().equals(state.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(Messages.SetCommitStatusStep_state(state)));
            report.send(getContext(), build -> parsed);
            return null;
        }
    }

    /** Form and symbol of the step. */
    @Extension
    public static class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "codeupSetCommitStatus";
        }

        @Override
        public String getDisplayName() {
            return Messages.SetCommitStatusStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }
    }
}
