package io.jenkins.plugins.codeup.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Run;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.Webhook;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.connection.CodeupClients;
import io.jenkins.plugins.codeup.webhook.WebhookUrl;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code codeupListWebhooks}: returns all webhooks of a repository as a list of maps. */
public class ListWebhooksStep extends CodeupStep.OfRepository {

    private static final long serialVersionUID = 1;

    /**
     * @param repository the repository's id, path or clone URL
     */
    @DataBoundConstructor
    public ListWebhooksStep(@CheckForNull String repository) {
        super(repository);
    }

    @Override
    Serializable run(Run<?, ?> run, Log log) throws IOException, InterruptedException {
        RepositoryRef repository = repository();
        CodeupClient client = client(CodeupClients.Purpose.JOB, run, repository, log);
        ArrayList<Serializable> webhooks = new ArrayList<>();
        for (Webhook webhook : client.listWebhooks(client.repositoryId(repository))) {
            webhooks.add(values(webhook));
        }
        log.println(Messages.ListWebhooksStep_found(repository, webhooks.size()));
        return webhooks;
    }

    /**
     * @return what a script gets of a webhook, without its secret, and of a URL that is none of Jenkins's only scheme and host; an option that Codeup
     *     did not return is null
     */
    @NonNull
    static LinkedHashMap<String, Serializable> values(@NonNull Webhook webhook) {
        LinkedHashMap<String, Serializable> values = new LinkedHashMap<>();
        values.put("id", webhook.id());
        values.put("url", WebhookUrl.masked(webhook.url()));
        for (WebhookOption option : WebhookOption.values()) {
            values.put(option.camelCase(), webhook.options().get(option));
        }
        values.put("description", webhook.description());
        values.put("createdAt", webhook.createdAt());
        values.put("lastTestResult", webhook.lastTestResult());
        return values;
    }

    /** Form and symbol of the step. */
    @Extension
    public static class DescriptorImpl extends Descriptor {

        @Override
        public String getFunctionName() {
            return "codeupListWebhooks";
        }

        @Override
        public String getDisplayName() {
            return Messages.ListWebhooksStep_displayName();
        }
    }
}
