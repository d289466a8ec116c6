package io.jenkins.plugins.codeup.feedback;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CommitStatuses;
import io.jenkins.plugins.codeup.client.CommitStatuses.CommitStatus;
import io.jenkins.plugins.codeup.client.CommitStatuses.CommitStatus.State;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import io.jenkins.plugins.codeup.connection.CodeupClients;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.connection.CredentialsLookup;
import io.jenkins.plugins.codeup.scm.CodeupSCMSource;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.plugins.git.GitBranchSCMHead;
import jenkins.scm.api.SCMSourceOwner;

/**
 * The status of a commit, by a build of a Codeup source.
 *
 * @param run the build's externalizable id
 * @param project full name of the multibranch project
 * @param source id of the source in it
 * @param connection name of the source's connection, or null for the default one
 * @param organization id of the organization that the source names, or null
 * @param repository number of the repository that has the commit, a fork perhaps; null for the source's own if its
 *     number was not known
 */
record CommitStatusResult(
        @NonNull String run,
        @NonNull String project,
        @NonNull String source,
        @CheckForNull String connection,
        @CheckForNull String organization,
        @CheckForNull Long repository,
        @NonNull String commit,
        @NonNull State state,
        @NonNull String context,
        @CheckForNull String description,
        @CheckForNull String targetUrl)
        implements CodeupResult {

    private static final Logger LOGGER = Logger.getLogger(CommitStatusResult.class.getName());

    @Override
    public String key() {
        return String.join(" ", "status", project, source, commit, context);
    }

    @Override
    public boolean isFinal() {
        return state != State.PENDING;
    }

    /** Codeup shows the newest status only. */
    @Override
    public boolean isReplacedBy(CodeupResult later) {
        return true;
    }

    @Override
    public CodeupResult ended(Run<?, ?> build) {
        CommitStatusResult result = build == null ? null : BuildStatusReporter.status(build);
        return result != null && result.isFinal() && result.key().equals(key())
                ? result
                : new CommitStatusResult(
                        run,
                        project,
                        source,
                        connection,
                        organization,
                        repository,
                        commit,
                        State.ERROR,
                        context,
                        Messages.CommitStatusResult_gone(),
                        targetUrl);
    }

    @Override
    public CodeupResult moved(String oldName, String newName) {
        return new CommitStatusResult(
                CodeupResult.moved(run, oldName, newName),
                CodeupResult.moved(project, oldName, newName),
                source,
                connection,
                organization,
                repository,
                commit,
                state,
                context,
                description,
                targetUrl);
    }

    @Override
    public CodeupClient client() throws IOException {
        CodeupSCMSource existing = existingSource();
        if (existing != null) {
            return existing.client(CodeupClients.Purpose.STATUS, TaskListener.NULL);
        }
        CodeupConnection named = CodeupConfiguration.get().connection(connection);
        if (repository == null || named.getCredentialsId() == null) {
            return null;
        }
        try {
            return CodeupClients.forScan(
                    named,
                    CodeupClients.Purpose.STATUS,
                    CredentialsLookup.ofJenkins(),
                    CredentialsLookup.Ids.NONE,
                    organization,
                    new RepositoryRef(repository, null),
                    RetryPolicy.Listener.NONE);
        } catch (IllegalArgumentException e) {
            LOGGER.log(Level.FINE, "The connection's credentials may not be used", e);
            return null;
        }
    }

    /** Null if the project, or its source, was deleted. */
    private CodeupSCMSource existingSource() {
        return Jenkins.get().getItemByFullName(project) instanceof SCMSourceOwner owner
                        && owner.getSCMSource(source) instanceof CodeupSCMSource existing
                ? existing
                : null;
    }

    @Override
    public void send(CodeupClient client) throws IOException, InterruptedException {
        CommitStatuses statuses = client.commitStatuses();
        if (statuses == null) {
            return;
        }
        Long number = repository;
        if (number == null) {
            CodeupSCMSource existing = existingSource();
            if (existing == null) {
                return;
            }
            number = existing.repositoryId(new GitBranchSCMHead(context), client);
        }
        statuses.create(number, commit, new CommitStatus(state, context, description, targetUrl));
    }
}
