package io.jenkins.plugins.codeup.feedback;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Item;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
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
 * The repository that an item's results go to, and how it is reached. Decided by the item's configuration, never by what
 * its builds check out.
 *
 * @param item full name of the multibranch project or job
 * @param source id of the Codeup source in the project; null for a job
 * @param connection name of the connection, or null for the default one
 * @param organization id of the organization that the source names, or null
 * @param repository number of the repository, or null if it was not known
 * @param path what a job calls the repository, as the API takes it; null for a source
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ResultTarget(
        @NonNull String item,
        @CheckForNull String source,
        @CheckForNull String connection,
        @CheckForNull String organization,
        @CheckForNull Long repository,
        @CheckForNull String path) {

    private static final Logger LOGGER = Logger.getLogger(ResultTarget.class.getName());

    /** Numbers of the repositories that jobs name by path, by connection and path. */
    private static final KnownIds<Long> NUMBERS = new KnownIds<>();

    @NonNull
    static ResultTarget of(@NonNull CodeupSCMSource source, @NonNull SCMSourceOwner owner) {
        return new ResultTarget(
                owner.getFullName(),
                source.getId(),
                source.getConnection(),
                source.getOrganizationId(),
                source.knownRepositoryId(),
                null);
    }

    /**
     * @return the same text for results that go to the same repository
     */
    @NonNull
    String key() {
        return source == null ? item + " " + path : item + " " + source;
    }

    @NonNull
    ResultTarget moved(@NonNull String oldName, @NonNull String newName) {
        return new ResultTarget(
                CodeupResult.moved(item, oldName, newName), source, connection, organization, repository, path);
    }

    /**
     * @return null if the item is gone and no credentials may be used without it
     * @throws IOException if a setting is wrong, or the connection's credentials may not be used; the message says why
     */
    @CheckForNull
    CodeupClient client() throws IOException {
        CodeupSCMSource existing = existingSource();
        if (existing != null) {
            return existing.client(CodeupClients.Purpose.STATUS, TaskListener.NULL);
        }
        Item job = source == null ? Jenkins.get().getItemByFullName(item) : null;
        try {
            CodeupConnection named = CodeupConfiguration.get().connection(connection);
            if (job == null && (repository == null && path == null || named.getCredentialsId() == null)) {
                return null;
            }
            return CodeupClients.forScan(
                    named,
                    CodeupClients.Purpose.STATUS,
                    job == null ? CredentialsLookup.ofJenkins() : CredentialsLookup.of(job),
                    CredentialsLookup.Ids.NONE,
                    organization,
                    path == null ? new RepositoryRef(repository, null) : RepositoryRef.parse(path),
                    RetryPolicy.Listener.NONE);
        } catch (IllegalArgumentException e) {
            if (job == null) {
                LOGGER.log(Level.FINE, "The connection's credentials may not be used", e);
                return null;
            }
            throw new AbortException(e.getMessage());
        }
    }

    /**
     * @return why nothing can be sent, or null if nothing speaks against it; calls nothing
     */
    @CheckForNull
    String problem() {
        try {
            CodeupClient client = client();
            return client == null || client.commitStatuses() == null ? Messages.ResultTarget_noApi() : null;
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    /**
     * @return the repository's number; takes a call if it is not known
     */
    long number(@NonNull CodeupClient client) throws IOException, InterruptedException {
        if (repository != null) {
            return repository;
        }
        if (path == null) {
            CodeupSCMSource existing = existingSource();
            if (existing == null) {
                throw new AbortException(Messages.ResultTarget_gone(item));
            }
            return existing.repositoryId(new GitBranchSCMHead("main"), client);
        }
        String key = connection + " " + path;
        Long known = NUMBERS.get(key);
        if (known == null) {
            known = client.repositoryId(RepositoryRef.parse(path));
            NUMBERS.put(key, known);
        }
        return known;
    }

    /** After a call that failed because there is no such repository: it may be another one that has the path now. */
    void forget(@NonNull CodeupException failure) {
        if (failure.kind() == CodeupException.Kind.NOT_FOUND && path != null) {
            NUMBERS.remove(connection + " " + path);
        }
    }

    /** Null if the project, or its source, was deleted. */
    private CodeupSCMSource existingSource() {
        return source != null
                        && Jenkins.get().getItemByFullName(item) instanceof SCMSourceOwner owner
                        && owner.getSCMSource(source) instanceof CodeupSCMSource existing
                ? existing
                : null;
    }
}
