package io.jenkins.plugins.codeup.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
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
 * {@code codeupCreateWebhook} as a build step of freestyle jobs. Holds the Pipeline step, which has the fields, help,
 * checks and work; a Pipeline uses that step itself.
 */
public class CreateWebhookBuilder extends Builder implements SimpleBuildStep {

    private final CreateWebhookStep webhook;

    /**
     * @param webhook null, as from an empty stored element, for a step without any field set
     */
    @DataBoundConstructor
    public CreateWebhookBuilder(@CheckForNull CreateWebhookStep webhook) {
        this.webhook = webhook == null ? new CreateWebhookStep(null) : webhook;
    }

    private Object readResolve() {
        return webhook == null ? new CreateWebhookBuilder(null) : this;
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

    /** Offers the build step to every kind of job. */
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
