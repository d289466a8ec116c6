package io.jenkins.plugins.codeup.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.Run;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.Webhook;
import io.jenkins.plugins.codeup.connection.CodeupAccess;
import io.jenkins.plugins.codeup.connection.CredentialsContext;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code codeupListWebhooks}: a repository's hooks, all of them, as a list of maps. */
public class ListWebhooksStep extends RepositoryStep {

    private static final long serialVersionUID = 1;

    /**
     * @param repository the repository's number, its path or its clone URL
     */
    @DataBoundConstructor
    public ListWebhooksStep(@CheckForNull String repository) {
        super(repository);
    }

    @Override
    Serializable execute(Run<?, ?> run, CodeupLog log) throws IOException, InterruptedException {
        RepositoryRef named = repository();
        CodeupClient client = CodeupAccess.of(getConnection(), CredentialsContext.of(run))
                .client(named, getOrganizationId(), credentialsIds(), log);
        ArrayList<Serializable> hooks = new ArrayList<>();
        for (Webhook hook : client.listWebhooks(client.repositoryId(named))) {
            hooks.add(PlainValues.of(hook));
        }
        log.say(Messages.ListWebhooksStep_found(named, hooks.size()));
        return hooks;
    }

    /** Form and name of the step. */
    @Extension
    public static class DescriptorImpl extends CodeupStepDescriptor {

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
