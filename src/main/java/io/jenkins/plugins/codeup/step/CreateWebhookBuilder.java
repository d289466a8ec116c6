package io.jenkins.plugins.codeup.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.model.AbstractProject;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import java.io.IOException;
import jenkins.tasks.SimpleBuildStep;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * {@code codeupCreateWebhook} for freestyle jobs. It holds the very call that the Pipeline step is, so that fields,
 * help and checks stand in one place; a Pipeline always gets the step, which also returns the hook.
 */
public class CreateWebhookBuilder extends Builder implements SimpleBuildStep {

    private final CreateWebhookStep webhook;

    @DataBoundConstructor
    public CreateWebhookBuilder(@NonNull CreateWebhookStep webhook) {
        this.webhook = webhook;
    }

    @NonNull
    public CreateWebhookStep getWebhook() {
        return webhook;
    }

    @Override
    public boolean requiresWorkspace() {
        return false;
    }

    @Override
    public void perform(@NonNull Run<?, ?> run, @NonNull EnvVars env, @NonNull TaskListener listener)
            throws InterruptedException, IOException {
        webhook.expand(env).perform(run, listener);
    }

    /** Offers the builder to every kind of job. */
    @Extension
    @Symbol("codeupCreateWebhook")
    public static class DescriptorImpl extends BuildStepDescriptor<Builder> {

        @Override
        public String getDisplayName() {
            return Messages.CreateWebhookStep_displayName();
        }

        @Override
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }
    }
}
