package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Job;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import io.jenkins.plugins.codeup.connection.CodeupClients;
import io.jenkins.plugins.codeup.connection.CodeupClients.Purpose;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.connection.CredentialsLookup;
import io.jenkins.plugins.codeup.delivery.DeliveredRepository;
import io.jenkins.plugins.codeup.delivery.Delivery;
import org.jvnet.localizer.Localizable;

/**
 * The repository of a delivery as the job's configuration names it, and the connection to ask about it. The delivery only
 * tells which of several it is: who may write deliveries of one repository may not say of which other one is asked.
 */
record OwnRepository(
        @NonNull Job<?, ?> job,
        @NonNull JobSources sources,
        @NonNull RepositoryRef ref,
        @NonNull CodeupConnection connection) {

    /** Codeup cannot be asked about the repository. */
    static final class UnknownException extends Exception {

        private static final long serialVersionUID = 1;

        private final transient Localizable reason;

        UnknownException(@NonNull Localizable reason) {
            super(reason.toString());
            this.reason = reason;
        }

        @NonNull
        Localizable reason() {
            return reason;
        }
    }

    /**
     * @throws UnknownException if the configuration names none, or no connection is for it
     */
    @NonNull
    static OwnRepository of(@NonNull Job<?, ?> job, @NonNull CodeupTrigger trigger, @NonNull Delivery delivery)
            throws UnknownException {
        JobSources sources = JobSources.of(job);
        try {
            RepositoryRef repository = repository(sources, trigger, delivery);
            if (repository == null) {
                throw new UnknownException(Messages._CommentAuthors_noRepository());
            }
            CodeupConnection connection = CodeupConfiguration.get().connectionFor(trigger.getConnection(), repository);
            if (connection == null) {
                throw new UnknownException(Messages._CodeupTrigger_noConnection(repository));
            }
            return new OwnRepository(job, sources, repository, connection);
        } catch (IllegalArgumentException e) {
            throw new UnknownException(Messages._CommentAuthors_cannotAsk(e.getMessage()));
        }
    }

    @CheckForNull
    private static RepositoryRef repository(JobSources sources, CodeupTrigger trigger, Delivery delivery) {
        if (trigger.getRepository() != null) {
            return RepositoryRef.parse(trigger.getRepository());
        }
        DeliveredRepository delivered = delivery.repository();
        return sources.urls().stream()
                .filter(url -> delivered != null && delivered.isAt(url))
                .findFirst()
                .map(RepositoryRef::parse)
                .orElse(null);
    }

    /**
     * @param own what for, if the repository is one of the job's sources; else the connection must allow jobs any
     * @return a client whose calls share the connection's total time-out
     * @throws UnknownException if the connection has no credentials for that
     */
    @NonNull
    CodeupClient client(@NonNull Purpose own) throws UnknownException {
        try {
            return CodeupClients.forTask(
                    connection,
                    sources.isOwn(ref, connection.getOrganizationId()) ? own : Purpose.JOB,
                    CredentialsLookup.of(job),
                    CredentialsLookup.Ids.NONE,
                    null,
                    ref,
                    RetryPolicy.Listener.NONE);
        } catch (IllegalArgumentException e) {
            throw new UnknownException(Messages._CommentAuthors_cannotAsk(e.getMessage()));
        }
    }
}
