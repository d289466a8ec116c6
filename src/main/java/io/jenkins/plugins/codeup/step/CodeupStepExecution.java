package io.jenkins.plugins.codeup.step;

import hudson.model.Run;
import hudson.model.TaskListener;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;

/** A step's work, on the controller; after a restart in its middle it is simply done again. */
final class CodeupStepExecution extends SynchronousNonBlockingStepExecution<Object> {

    private static final long serialVersionUID = 1;

    private final CodeupStep call;

    CodeupStepExecution(StepContext context, CodeupStep call) {
        super(context);
        this.call = call;
    }

    @Override
    protected Object run() throws Exception {
        StepContext context = getContext();
        return call.perform(context.get(Run.class), context.get(TaskListener.class));
    }

    /** Every step looks before it writes, so nobody needs to know how far it had come. */
    @Override
    public void onResume() {
        try {
            start();
        } catch (Exception e) {
            getContext().onFailure(e);
        }
    }

    @Override
    public boolean blocksRestart() {
        return false;
    }
}
