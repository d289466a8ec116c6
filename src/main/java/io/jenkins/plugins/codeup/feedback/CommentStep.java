package io.jenkins.plugins.codeup.feedback;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.steps.SynchronousStepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * {@code codeupComment}: writes the build's text into the job's one comment on the merge request, which is made if it is
 * not there. The step does not wait for Codeup and never fails by itself.
 */
public class CommentStep extends Step {

    private String text;

    @DataBoundConstructor
    public CommentStep() {
        // all fields have defaults
    }

    /**
     * @return Markdown, which takes the place of what an earlier step of the build wrote; or null for the build's state
     *     alone
     */
    @CheckForNull
    public String getText() {
        return text;
    }

    @DataBoundSetter
    public void setText(@CheckForNull String text) {
        this.text = Util.fixEmptyAndTrim(text);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(context, text);
    }

    private static final class Execution extends SynchronousStepExecution<Void> {

        private static final long serialVersionUID = 1;

        private final String text;

        Execution(StepContext context, String text) {
            super(context);
            this.text = text;
        }

        @Override
        protected Void run() throws Exception {
            Run<?, ?> run = getContext().get(Run.class);
            TaskListener listener = getContext().get(TaskListener.class);
            try {
                ReportedBuild build = ReportedBuild.find(run);
                String problem = build.mergeRequest() == null
                        ? Messages.CommentStep_noMergeRequest()
                        : build.target().problem();
                if (problem != null) {
                    throw new IOException(problem);
                }
                run.replaceAction(new BuildComment.Addition(text));
                run.save();
                BuildStatusReporter.comment(run, build);
            } catch (IOException e) {
                listener.getLogger().println(Messages.CommentStep_notWritten(e.getMessage()));
            }
            return null;
        }
    }

    /** Form and symbol of the step. */
    @Extension
    public static class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "codeupComment";
        }

        @Override
        public String getDisplayName() {
            return Messages.CommentStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }
    }
}
