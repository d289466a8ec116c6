package io.jenkins.plugins.codeup.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Item;
import io.jenkins.plugins.codeup.client.CallListener;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupCredentials;
import io.jenkins.plugins.codeup.client.CodeupCredentials.PersonalAccessToken;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.aliyun.AliyunClient;
import io.jenkins.plugins.codeup.client.http.CallPolicy;
import io.jenkins.plugins.codeup.client.http.HttpTransport;
import io.jenkins.plugins.codeup.client.yunxiao.YunxiaoClient;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The way from a connection's name and credentials ids to Codeup. Everything happens on the controller; secrets are
 * read when a call is made and kept nowhere.
 */
public final class CodeupAccess {

    private final CodeupConnection connection;
    private final CredentialsContext context;
    private final CredentialsResolver resolver;

    private CodeupAccess(CodeupConnection connection, CredentialsContext context) {
        this.connection = connection;
        this.context = context;
        this.resolver = new CredentialsResolver(context);
    }

    /**
     * @param connectionName the connection that the job chose, or null for the default
     * @param context on whose behalf credentials are looked up
     * @throws IllegalArgumentException if there is no such connection
     */
    @NonNull
    public static CodeupAccess of(@CheckForNull String connectionName, @NonNull CredentialsContext context) {
        return new CodeupAccess(CodeupConfiguration.get().connection(connectionName), context);
    }

    /** For what Jenkins does by itself: with the connection's own credentials, from Jenkins's own store. */
    @NonNull
    public static CodeupAccess inBackground(@NonNull CodeupConnection connection) {
        return new CodeupAccess(connection, CredentialsContext.of((Item) null));
    }

    @NonNull
    public CodeupConnection connection() {
        return connection;
    }

    /**
     * @param repository the repository that is meant, or null where none is; its path may name the organization
     * @param organizationId the organization that the job stated, or null for the one in the repository's path or else
     *     the connection's
     * @param ids with none of them the connection's own credentials are meant, where it has some
     * @param listener is told of waits before another try
     * @return a client whose calls share one deadline, the connection's, which runs from now
     * @throws IllegalArgumentException if something is missing or does not fit; the message names the field, the value
     *     and what would serve
     */
    @NonNull
    public CodeupClient client(
            @CheckForNull RepositoryRef repository,
            @CheckForNull String organizationId,
            @NonNull CredentialsIds ids,
            @NonNull CallListener listener) {
        CodeupClient client = clientForManyCalls(repository, organizationId, ids, listener);
        return client.within(client.begin());
    }

    /** As {@link #client}, but each call has a deadline of its own: for scans, which may make any number of calls. */
    @NonNull
    public CodeupClient clientForManyCalls(
            @CheckForNull RepositoryRef repository,
            @CheckForNull String organizationId,
            @NonNull CredentialsIds ids,
            @NonNull CallListener listener) {
        CodeupCredentials credentials = credentials(repository, organizationId, ids);
        URI endpoint = Endpoints.of(connection.getApi(), connection.getEndpoint());
        CallPolicy policy = new CallPolicy(connection.retrySettings(), listener);
        if (credentials instanceof PersonalAccessToken token) {
            HttpTransport transport = transport(endpoint == null ? YunxiaoClient.OFFICIAL_ENDPOINT : endpoint);
            return connection.getApi() == CodeupApi.YUNXIAO_REGION
                    ? YunxiaoClient.region(transport, policy, token)
                    : YunxiaoClient.central(transport, policy, organization(repository, organizationId), token);
        }
        HttpTransport transport = transport(endpoint == null ? AliyunClient.OFFICIAL_ENDPOINT : endpoint);
        return new AliyunClient(
                transport,
                policy,
                organization(repository, organizationId),
                credentials,
                connection.getSignature(),
                Clock.systemUTC());
    }

    private CodeupCredentials credentials(RepositoryRef repository, String organizationId, CredentialsIds ids) {
        if (!ids.areNone() || connection.getCredentialsId() == null) {
            return resolver.resolve(connection.getApi(), ids);
        }
        checkOrganization(Util.fixEmptyAndTrim(organizationId));
        checkOrganization(repository == null ? null : repository.organizationId());
        return new CredentialsResolver(context.ofConnection())
                .resolve(connection.getApi(), connection.credentialsIds());
    }

    /** An administrator's credentials are not for whichever organization a job may think of. */
    private void checkOrganization(String stated) {
        String own = connection.getOrganizationId();
        if (own != null && stated != null && !own.equals(stated)) {
            throw new IllegalArgumentException(
                    Messages.CodeupAccess_otherOrganization(connection.getName(), own, stated));
        }
    }

    private HttpTransport transport(URI endpoint) {
        Duration connect = Duration.ofSeconds(connection.getConnectTimeoutSeconds());
        return new HttpTransport(
                        JenkinsHttp.get().sender(connect),
                        endpoint,
                        Duration.ofSeconds(connection.getRequestTimeoutSeconds()))
                .withLimit(connection.callLimit());
    }

    /**
     * @param field the name of the field that the id was given in
     * @return the secret of a Secret text, or null where no id was given
     * @throws IllegalArgumentException if the id is unknown or no Secret text
     */
    @CheckForNull
    public SecretValue secret(@CheckForNull String credentialsId, @NonNull String field) {
        return resolver.secret(Util.fixEmptyAndTrim(credentialsId), field);
    }

    private String organization(RepositoryRef repository, String stated) {
        return Stream.of(
                        stated, repository == null ? null : repository.organizationId(), connection.getOrganizationId())
                .map(Util::fixEmptyAndTrim)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(Messages.CodeupAccess_organizationMissing()));
    }
}
