package io.jenkins.plugins.codeup.feedback;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.client.CommitStatuses.CommitStatus.State;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * {@code codeupCommitStatus}: reports a block of a Pipeline as a commit status of its own, which is pending until the
 * block's end. The commit is that of the build's own source. The step does not wait for Codeup and never fails by itself.
 */
public class CommitStatusStep extends StatusStep {

    private static final Logger LOGGER = Logger.getLogger(CommitStatusStep.class.getName());

    /**
     * @param context see {@link #getContext}
     */
    @DataBoundConstructor
    public CommitStatusStep(@CheckForNull String context) {
        super(context);
    }

    @Override
    public StepExecution start(StepContext stepContext) {
        return new Execution(stepContext, report());
    }

    private static final class Execution extends StepExecution {

        private static final long serialVersionUID = 1;

        private final Report report;
        /** Whether the block has ended; stored with the Pipeline. */
        private boolean ended;
        /** How the block failed, if it did. */
        private Result failure;

        private String problem;

        Execution(StepContext context, Report report) {
            super(context);
            this.report = report;
        }

        @Override
        public boolean start() throws Exception {
            report.send(getContext(), build -> State.PENDING);
            getContext()
                    .newBodyInvoker()
                    .withCallback(new Callback(
                            this, report, getContext().get(FlowNode.class).getId()))
                    .start();
            return false;
        }

        /**
         * Goes on after a crash that came between the end of the block and the next step: Pipeline remembers that the block
         * has ended, but not how. What the block returned is lost.
         */
        @Override
        public void onResume() {
            if (failure != null) {
                getContext()
                        .onFailure(
                                problem == null
                                        ? new FlowInterruptedException(failure, true)
                                        : new AbortException(problem));
            } else if (ended) {
                getContext().onSuccess(null);
            }
        }
    }

    private static final class Callback extends BodyExecutionCallback {

        private static final long serialVersionUID = 1;

        private final Execution step;
        private final Report report;
        /** Id of the node that begins the step. */
        private final String start;

        Callback(Execution step, Report report, String start) {
            this.step = step;
            this.report = report;
            this.start = start;
        }

        @Override
        public void onSuccess(StepContext context, Object value) {
            report(context, warning(context));
            step.ended = true;
            context.onSuccess(value);
        }

        @Override
        public void onFailure(StepContext context, Throwable problem) {
            boolean interrupted = problem instanceof FlowInterruptedException;
            step.failure = interrupted ? ((FlowInterruptedException) problem).getResult() : Result.FAILURE;
            step.problem = interrupted ? null : String.valueOf(problem.getMessage());
            report(context, step.failure);
            context.onFailure(problem);
        }

        private void report(StepContext context, Result result) {
            try {
                report.send(
                        context,
                        build -> CommitStatusResult.state(
                                result, build.settings().unstable()));
            } catch (IOException | InterruptedException | RuntimeException e) {
                LOGGER.log(Level.WARNING, "Status " + report.context() + " is not reported", e);
            }
        }

        /** The worst result that a step in the block, such as {@code junit}, gave the build without failing. */
        private Result warning(StepContext context) {
            Result worst = Result.SUCCESS;
            try {
                FlowExecution execution = context.get(FlowExecution.class);
                FlowNode begin = execution == null ? null : execution.getNode(start);
                if (begin == null) {
                    return worst;
                }
                List<FlowNode> heads = execution.getCurrentHeads();
                for (FlowNode node : new DepthFirstScanner()
                        .filteredNodes(
                                heads, List.of(begin), one -> one.getPersistentAction(WarningAction.class) != null)) {
                    WarningAction warning = node.getPersistentAction(WarningAction.class);
                    if (warning != null && node.getAllEnclosingIds().contains(start)) {
                        worst = worst.combine(warning.getResult());
                    }
                }
            } catch (IOException | InterruptedException e) {
                LOGGER.log(Level.FINE, "The steps of the block can't be read", e);
            }
            return worst;
        }
    }

    /** Form and symbol of the step. */
    @Extension
    public static class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "codeupCommitStatus";
        }

        @Override
        public String getDisplayName() {
            return Messages.CommitStatusStep_displayName();
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FlowNode.class);
        }
    }
}
