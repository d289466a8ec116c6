package io.jenkins.plugins.codeup.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.connection.CodeupClients;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.hooks.OwnWebhook;
import io.jenkins.plugins.codeup.webhook.WebhookReconciler;
import io.jenkins.plugins.codeup.webhook.WebhookUrl;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * {@code codeupDeleteWebhook}: deletes a repository's webhooks by id or URL, or else those to this job's own trigger. It
 * is no error if there are none. Returns the ids of the deleted webhooks.
 */
public class DeleteWebhookStep extends CodeupStep.OfRepository {

    private static final long serialVersionUID = 1;

    private Long webhookId;
    private String url;

    /**
     * @param repository the repository's id, path or clone URL
     */
    @DataBoundConstructor
    public DeleteWebhookStep(@CheckForNull String repository) {
        super(repository);
    }

    /**
     * @return the id of the webhook to delete, or null to delete by URL
     */
    @CheckForNull
    public Long getWebhookId() {
        return webhookId;
    }

    @DataBoundSetter
    public void setWebhookId(@CheckForNull Long webhookId) {
        this.webhookId = webhookId;
    }

    /**
     * @return the URL of the webhooks to delete, or null for that of this job's own trigger
     */
    @CheckForNull
    public String getUrl() {
        return url;
    }

    @DataBoundSetter
    public void setUrl(@CheckForNull String url) {
        this.url = Util.fixEmptyAndTrim(url);
    }

    @Override
    Serializable run(Run<?, ?> run, Log log) throws IOException, InterruptedException {
        if (webhookId != null && url != null) {
            throw new IllegalArgumentException(
                    Messages.DeleteWebhookStep_both(String.valueOf(webhookId), WebhookUrl.masked(url)));
        }
        RepositoryRef repository = repository();
        CodeupClient client = client(CodeupClients.Purpose.JOB, run, repository, log);
        WebhookReconciler reconciler = new WebhookReconciler(client);
        long repositoryId = client.repositoryId(repository);
        String target = webhookId != null ? null : TargetUrl.of(url, run, connection());
        Item owner = ItemWebhook.owner(run.getParent());
        OwnWebhook managed = OwnWebhook.managed(owner, connection(), client, repository, repositoryId);
        if (managed != null && managed.is(webhookId, target)) {
            throw new IllegalArgumentException(
                    Messages.DeleteWebhookStep_managed(repository.toString(), owner.getFullName()));
        }
        List<Long> removed = webhookId != null
                ? reconciler.remove(repositoryId, webhookId)
                : reconciler.remove(repositoryId, target);
        log.println(
                removed.isEmpty()
                        ? Messages.DeleteWebhookStep_none(repository)
                        : Messages.DeleteWebhookStep_removed(repository, removed));
        return new ArrayList<>(removed);
    }

    /** Form and symbol of the step. */
    @Extension
    public static class DescriptorImpl extends Descriptor {

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
