package io.jenkins.plugins.codeup.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.codeup.client.CallListener;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.connection.CodeupAccess;
import io.jenkins.plugins.codeup.connection.CredentialsContext;
import io.jenkins.plugins.codeup.connection.CredentialsIds;
import org.jvnet.localizer.LocaleProvider;

/** "Test connection": what a build with these fields would find. */
final class ConnectionTest {

    private ConnectionTest() {}

    @NonNull
    static FormValidation run(
            @CheckForNull Item item,
            @CheckForNull String connection,
            @CheckForNull String repository,
            @CheckForNull String organizationId,
            @NonNull CredentialsIds ids) {
        try {
            RepositoryRef named = RepositoryRef.parse(repository);
            CodeupClient client = CodeupAccess.of(connection, CredentialsContext.of(item))
                    .client(named, organizationId, ids, CallListener.NONE);
            long id = client.repositoryId(named);
            int hooks = client.listWebhooks(id).size();
            return FormValidation.ok(Messages.ConnectionTest_ok(named, String.valueOf(id), hooks));
        } catch (CodeupException e) {
            return FormValidation.error(e.describe(LocaleProvider.getLocale()));
        } catch (IllegalArgumentException e) {
            return FormValidation.error(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FormValidation.error(Messages.ConnectionTest_interrupted());
        }
    }
}
