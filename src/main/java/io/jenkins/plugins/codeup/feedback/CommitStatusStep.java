package io.jenkins.plugins.codeup.feedback;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.client.CommitStatuses.CommitStatus.State;
import java.io.IOException;
import java.io.Serializable;
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
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * {@code codeupCommitStatus}: reports a block of a Pipeline as a commit status of its own, which is pending until the
 * block's end. The commit is that of the build's own source. The step does not wait for Codeup and never fails by itself.
 */
public class CommitStatusStep extends Step {

    private static final Logger LOGGER = Logger.getLogger(CommitStatusStep.class.getName());

    private final String context;
    private String description;
    private String targetUrl;

    /**
     * @param context name of the status, see {@link io.jenkins.plugins.codeup.trigger.StatusTemplate} for variables
     */
    @DataBoundConstructor
    public CommitStatusStep(@CheckForNull String context) {
        this.context = Util.fixNull(context).trim();
    }

    @NonNull
    public String getContext() {
        return context;
    }

    /**
     * @return what the status says beside its name, or null for the build's name
     */
    @CheckForNull
    public String getDescription() {
        return description;
    }

    @DataBoundSetter
    public void setDescription(@CheckForNull String description) {
        this.description = Util.fixEmptyAndTrim(description);
    }

    /**
     * @return the page that the status links, or null for the build's
     */
    @CheckForNull
    public String getTargetUrl() {
        return targetUrl;
    }

    @DataBoundSetter
    public void setTargetUrl(@CheckForNull String targetUrl) {
        this.targetUrl = Util.fixEmptyAndTrim(targetUrl);
    }

    @Override
    public StepExecution start(StepContext stepContext) {
        return new Execution(stepContext, new Report(context, description, targetUrl));
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

        /** Reports, or writes into the build's log why that is impossible. */
        void send(@NonNull StepContext stepContext, @NonNull StateOf stateOf) throws IOException, InterruptedException {
            if (context.isEmpty()) {
                throw new IllegalArgumentException(Messages.CommitStatusStep_noContext());
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
                listener.getLogger().println(Messages.CommitStatusStep_notReported(context, e.getMessage()));
            }
        }
    }

    /** The state to report, as the build's item wants it. */
    interface StateOf {
        @NonNull
        State state(@NonNull ReportedBuild build);
    }

    private static final class Execution extends StepExecution {

        private static final long serialVersionUID = 1;

        private final Report report;

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
                            report, getContext().get(FlowNode.class).getId()))
                    .start();
            return false;
        }
    }

    private static final class Callback extends BodyExecutionCallback {

        private static final long serialVersionUID = 1;

        private final Report report;
        /** Id of the node that begins the step. */
        private final String start;

        Callback(Report report, String start) {
            this.report = report;
            this.start = start;
        }

        @Override
        public void onSuccess(StepContext context, Object value) {
            report(context, warning(context));
            context.onSuccess(value);
        }

        @Override
        public void onFailure(StepContext context, Throwable problem) {
            report(context, problem instanceof FlowInterruptedException e ? e.getResult() : Result.FAILURE);
            context.onFailure(problem);
        }

        private void report(StepContext context, Result result) {
            try {
                report.send(
                        context,
                        build -> CommitStatusResult.state(
                                result, build.settings().unstable()));
            } catch (IOException | InterruptedException | RuntimeException e) {
                LOGGER.log(Level.WARNING, "Status " + report.context + " is not reported", e);
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
