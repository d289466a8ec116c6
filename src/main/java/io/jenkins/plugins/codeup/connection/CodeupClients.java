package io.jenkins.plugins.codeup.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Item;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupCredentials;
import io.jenkins.plugins.codeup.client.CodeupCredentials.PersonalAccessToken;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.aliyun.AliyunClient;
import io.jenkins.plugins.codeup.client.http.HttpTransport;
import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import io.jenkins.plugins.codeup.client.yunxiao.YunxiaoClient;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Creates clients from a connection and credentials, and decides which credentials may be used. On the controller only.
 *
 * <p>Each method throws {@link IllegalArgumentException} if something is missing or does not fit; the message, in the
 * user's language, names the field, the value and what to do.
 */
@Restricted(NoExternalUse.class)
public final class CodeupClients {

    private CodeupClients() {}

    /** What a client is for. It decides whether the connection's own credentials may serve where none are named. */
    public enum Purpose {
        /** A webhook to the own URL of an item, in a repository that the caller knows to be the item's own. */
        OWN_WEBHOOK,
        /**
         * Which role somebody has in a repository that the caller knows to be the item's own. Only whether it is enough is
         * shown.
         */
        OWN_ROLES,
        /**
         * The branches, tags and merge requests of repositories whose webhooks {@link #OWN_WEBHOOK} would manage: items learn
         * of them what a webhook would tell.
         */
        WATCH,
        /**
         * Which files changed, and which commits merge requests have, in a repository that the caller knows to be the item's
         * own. Only whether it is built is shown.
         */
        OWN_CHANGES,
        /** What a step or a trigger names: any repository, any URL. */
        JOB,
        /** Branches, tags, merge requests and files. */
        SOURCE,
        /** Build statuses of commits. */
        STATUS;

        /**
         * @throws IllegalArgumentException if an administrator did not allow it; the message names the switch
         */
        private void check(CodeupConnection connection, String field) {
            String missing =
                    switch (this) {
                        case OWN_WEBHOOK, OWN_ROLES, OWN_CHANGES, WATCH -> null;
                        case JOB -> connection.isAllowJobs() ? null : Messages.CodeupConnection_allowJobs();
                        case SOURCE -> connection.isAllowSources() ? null : Messages.CodeupConnection_allowSources();
                        case STATUS -> connection.isAllowStatuses() ? null : Messages.CodeupConnection_allowStatuses();
                    };
            if (missing != null) {
                throw new IllegalArgumentException(
                        Messages.CodeupClients_notAllowed(connection.getName(), missing, field));
            }
        }
    }

    /**
     * For a build's step or a form's test: all calls of the client share the connection's total time-out, from now on.
     *
     * @param purpose what for; not used if {@code ids} names credentials
     * @param lookup where the credentials of {@code ids} are searched
     * @param ids the credentials to use; {@link CredentialsLookup.Ids#NONE} for the connection's own
     * @param organizationId the organization, or null for that in the repository's path or else the connection's
     * @param repository the repository that the calls are about, or null
     * @param listener is told of waits before another attempt
     */
    @NonNull
    public static CodeupClient forTask(
            @NonNull CodeupConnection connection,
            @NonNull Purpose purpose,
            @NonNull CredentialsLookup lookup,
            @NonNull CredentialsLookup.Ids ids,
            @CheckForNull String organizationId,
            @CheckForNull RepositoryRef repository,
            @NonNull RetryPolicy.Listener listener) {
        CodeupClient client = create(connection, purpose, lookup, ids, organizationId, repository, listener);
        return client.within(client.begin());
    }

    /** For sources, which may make any number of calls: each call has a total time-out of its own. */
    @NonNull
    public static CodeupClient forScan(
            @NonNull CodeupConnection connection,
            @NonNull Purpose purpose,
            @NonNull CredentialsLookup lookup,
            @NonNull CredentialsLookup.Ids ids,
            @CheckForNull String organizationId,
            @CheckForNull RepositoryRef repository,
            @NonNull RetryPolicy.Listener listener) {
        return create(connection, purpose, lookup, ids, organizationId, repository, listener);
    }

    /**
     * For what Jenkins does by itself about a repository: with the connection's own credentials, as {@link #forTask}.
     *
     * @param item for which the credentials are used, or null if it is gone
     */
    @NonNull
    public static CodeupClient inBackground(
            @NonNull CodeupConnection connection, @NonNull RepositoryRef repository, @CheckForNull Item item) {
        return forTask(
                connection,
                Purpose.OWN_WEBHOOK,
                item == null ? CredentialsLookup.ofJenkins() : CredentialsLookup.of(item),
                CredentialsLookup.Ids.NONE,
                null,
                repository,
                RetryPolicy.Listener.NONE);
    }

    /**
     * For the watch, which makes any number of calls: with the connection's own credentials, each call with a total time-out
     * of its own.
     *
     * @param organizationId the organization, or null for the connection's
     */
    @NonNull
    public static CodeupClient forWatch(@NonNull CodeupConnection connection, @CheckForNull String organizationId) {
        return create(
                connection,
                Purpose.WATCH,
                CredentialsLookup.ofJenkins(),
                CredentialsLookup.Ids.NONE,
                organizationId,
                null,
                RetryPolicy.Listener.NONE);
    }

    /** Whether a call without credentials of its own is made with those that an administrator gave the connection. */
    static boolean usesConnectionsCredentials(CodeupConnection connection, CredentialsLookup.Ids ids) {
        return ids.isEmpty() && connection.getCredentialsId() != null;
    }

    private static CodeupClient create(
            CodeupConnection connection,
            Purpose purpose,
            CredentialsLookup lookup,
            CredentialsLookup.Ids ids,
            String organizationId,
            RepositoryRef repository,
            RetryPolicy.Listener listener) {
        String stated = Util.fixEmptyAndTrim(organizationId);
        String ofRepository = repository == null ? null : repository.organizationId();
        checkSegment(stated);
        CodeupCredentials credentials;
        if (usesConnectionsCredentials(connection, ids)) {
            purpose.check(connection, ids.field());
            checkOrganization(connection, stated);
            checkOrganization(connection, ofRepository);
            credentials = lookup.ofConnection().codeupCredentials(connection.getApi(), connection.credentialsIds());
        } else {
            credentials = lookup.codeupCredentials(connection.getApi(), ids);
        }
        return create(connection, credentials, stated, ofRepository, listener);
    }

    /**
     * For credentials that an administrator has just entered, as {@link #forTask}.
     *
     * @param connection the settings that go with them; its own credentials are not used
     */
    @NonNull
    static CodeupClient ofEntered(@NonNull CodeupConnection connection, @NonNull CodeupCredentials credentials) {
        checkSegment(connection.getOrganizationId());
        CodeupClient client = create(connection, credentials, null, null, RetryPolicy.Listener.NONE);
        return client.within(client.begin());
    }

    private static CodeupClient create(
            CodeupConnection connection,
            CodeupCredentials credentials,
            String stated,
            String ofRepository,
            RetryPolicy.Listener listener) {
        boolean yunxiao = credentials instanceof PersonalAccessToken;
        URI endpoint = connection.getApi().endpoint(connection.getEndpoint());
        if (endpoint == null) {
            endpoint = yunxiao ? YunxiaoClient.OFFICIAL_ENDPOINT : AliyunClient.OFFICIAL_ENDPOINT;
        }
        HttpTransport transport = transport(connection, endpoint);
        RetryPolicy policy = RetryPolicy.DEFAULT
                .withTotalTimeout(Duration.ofSeconds(connection.getTotalTimeoutSeconds()))
                .withListener(listener);
        if (connection.getApi() == CodeupApi.YUNXIAO_REGION) {
            return YunxiaoClient.region(transport, policy, (PersonalAccessToken) credentials);
        }
        String organization = Stream.of(stated, ofRepository, connection.getOrganizationId())
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(Messages.CodeupClients_organizationMissing()));
        return yunxiao
                ? YunxiaoClient.central(transport, policy, organization, (PersonalAccessToken) credentials)
                : new AliyunClient(
                        transport, policy, organization, credentials, connection.getSignature(), Clock.systemUTC());
    }

    /** A job must not use the administrator's credentials for an organization that it chooses. */
    private static void checkOrganization(CodeupConnection connection, String stated) {
        String own = connection.getOrganizationId();
        if (own != null && stated != null && !own.equals(stated)) {
            throw new IllegalArgumentException(
                    Messages.CodeupClients_otherOrganization(connection.getName(), own, stated));
        }
    }

    /** The organization is a segment of paths; a dot segment would lead to another operation. */
    private static void checkSegment(String organization) {
        if (".".equals(organization) || "..".equals(organization)) {
            throw new IllegalArgumentException(Messages.CodeupClients_organizationInvalid(organization));
        }
    }

    private static HttpTransport transport(CodeupConnection connection, URI endpoint) {
        Duration connect = Duration.ofSeconds(connection.getConnectTimeoutSeconds());
        Duration request = Duration.ofSeconds(connection.getRequestTimeoutSeconds());
        return new HttpTransport(JenkinsHttp.get().sender(connect), endpoint, request)
                .withLimit(connection.callLimit());
    }
}
