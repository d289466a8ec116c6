package io.jenkins.plugins.codeup.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.connection.CodeupAccess;
import io.jenkins.plugins.codeup.connection.CredentialsContext;
import io.jenkins.plugins.codeup.webhook.WebhookReconciler;
import io.jenkins.plugins.codeup.webhook.WebhookUrl;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * {@code codeupDeleteWebhook}: removes a repository's hook by its Id or its URL, or else the one to this job's own
 * trigger. That there is none is fine.
 */
public class DeleteWebhookStep extends RepositoryStep {

    private static final long serialVersionUID = 1;

    private Long webhookId;
    private String url;

    /**
     * @param repository the repository's number, its path or its clone URL
     */
    @DataBoundConstructor
    public DeleteWebhookStep(@CheckForNull String repository) {
        super(repository);
    }

    @CheckForNull
    public Long getWebhookId() {
        return webhookId;
    }

    @DataBoundSetter
    public void setWebhookId(@CheckForNull Long webhookId) {
        this.webhookId = webhookId;
    }

    @CheckForNull
    public String getUrl() {
        return url;
    }

    @DataBoundSetter
    public void setUrl(@CheckForNull String url) {
        this.url = Util.fixEmptyAndTrim(url);
    }

    /** Returns the Ids of the hooks that there were. */
    @Override
    Serializable execute(Run<?, ?> run, CodeupLog log) throws IOException, InterruptedException {
        if (webhookId != null && url != null) {
            throw new IllegalArgumentException(Messages.DeleteWebhookStep_both(webhookId, WebhookUrl.masked(url)));
        }
        RepositoryRef named = repository();
        CodeupAccess access = CodeupAccess.of(getConnection(), CredentialsContext.of(run));
        CodeupClient client = access.client(named, getOrganizationId(), credentialsIds(), log);
        WebhookReconciler registrar = new WebhookReconciler(client);
        long id = client.repositoryId(named);
        List<Long> removed = webhookId != null
                ? registrar.remove(id, webhookId)
                : registrar.remove(id, HookTarget.url(url, run, access));
        log.say(
                removed.isEmpty()
                        ? Messages.DeleteWebhookStep_none(named)
                        : Messages.DeleteWebhookStep_removed(named, removed));
        return new ArrayList<>(removed);
    }

    /** Form and name of the step. */
    @Extension
    public static class DescriptorImpl extends CodeupStepDescriptor {

        @Override
        public String getFunctionName() {
            return "codeupDeleteWebhook";
        }

        @Override
        public String getDisplayName() {
            return Messages.DeleteWebhookStep_displayName();
        }
    }
}
