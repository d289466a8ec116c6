package io.jenkins.plugins.codeup.connection;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.Repository;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import io.jenkins.plugins.codeup.client.yunxiao.YunxiaoClient;
import io.jenkins.plugins.codeup.client.yunxiao.YunxiaoClient.NamedId;
import io.jenkins.plugins.codeup.connection.CodeupClients.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The buttons "Test connection": whose credentials are used, what they can read, and which rights are missing to manage
 * webhooks. Only reads; whether a webhook may be written is concluded from whether webhooks may be read, which takes the
 * same role in the repository. Codeup does not tell a token's own rights.
 */
@Restricted(NoExternalUse.class)
public final class ConnectionTest {

    /** How many repositories are read to find one of a group. */
    private static final int MOST_READ = 1_000;

    private final CodeupConnection connection;
    private final CodeupClient client;
    private final List<String> found = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    private ConnectionTest(CodeupConnection connection, CodeupClient client) {
        this.connection = connection;
        this.client = client;
    }

    /** A test that is made in a form. */
    private interface Test {
        ConnectionTest run() throws CodeupException, InterruptedException;
    }

    /**
     * Tests a connection's own credentials, by its organization and the first repository in it.
     *
     * @return what was found, a warning if a right is missing, or the error in the user's language
     */
    @NonNull
    static FormValidation ofConnection(@NonNull CodeupConnection connection) {
        return result(() -> {
            CredentialsLookup lookup = CredentialsLookup.ofJenkins();
            CredentialsLookup.Ids ids = connection.credentialsIds();
            ConnectionTest test = new ConnectionTest(
                    connection,
                    CodeupClients.forTask(
                            connection, Purpose.OWN_WEBHOOK, lookup, ids, null, null, RetryPolicy.Listener.NONE));
            test.account(lookup, ids);
            test.organization();
            test.firstRepository();
            return test;
        });
    }

    /**
     * Tests what a build with these fields would find. The caller checks the right to configure the item.
     *
     * @param purpose what the repository is for, where the connection's own credentials are used
     * @param item the item in whose form the button is, or null
     * @param connectionName the connection, or null for the default
     * @param repository the repository as it was entered
     * @param organizationId the organization, or null
     * @param ids the credentials; {@link CredentialsLookup.Ids#NONE} for the connection's own
     * @return what was found, or the error in the user's language
     */
    @NonNull
    public static FormValidation ofRepository(
            @NonNull Purpose purpose,
            @CheckForNull Item item,
            @CheckForNull String connectionName,
            @CheckForNull String repository,
            @CheckForNull String organizationId,
            @NonNull CredentialsLookup.Ids ids) {
        return result(() -> {
            RepositoryRef named = RepositoryRef.parse(repository);
            CodeupConnection connection = CodeupConfiguration.get().connection(connectionName);
            CredentialsLookup lookup = item == null ? CredentialsLookup.ofJenkins() : CredentialsLookup.of(item);
            ConnectionTest test = new ConnectionTest(
                    connection,
                    CodeupClients.forTask(
                            connection, purpose, lookup, ids, organizationId, named, RetryPolicy.Listener.NONE));
            long id = test.client.repositoryId(named);
            int webhooks = test.client.listWebhooks(id).size();
            test.found.add(Messages.ConnectionTest_repository(named, String.valueOf(id), webhooks));
            test.credentials(lookup, ids);
            test.writing();
            return test;
        });
    }

    /**
     * Tests what the scan of an organization folder would find. The caller checks the right to configure the item.
     *
     * @param item the folder, or null
     * @param connectionName the connection, or null for the default
     * @param organizationId the organization, or null for the connection's
     * @param group the group's path, or null for the whole organization
     * @param ids the credentials of the API; without any, the connection's own
     * @return the first repository that was found, a warning if there is none or the API reads no repositories, or the error
     *     in the user's language
     */
    @NonNull
    public static FormValidation ofFolder(
            @CheckForNull Item item,
            @CheckForNull String connectionName,
            @CheckForNull String organizationId,
            @CheckForNull String group,
            @NonNull CredentialsLookup.Ids ids) {
        return result(() -> {
            CodeupConnection connection = CodeupConfiguration.get().connection(connectionName);
            CredentialsLookup lookup = item == null ? CredentialsLookup.ofJenkins() : CredentialsLookup.of(item);
            ConnectionTest test = new ConnectionTest(
                    connection,
                    CodeupClients.forTask(
                            connection, Purpose.SOURCE, lookup, ids, organizationId, null, RetryPolicy.Listener.NONE));
            test.firstRepository(group);
            test.credentials(lookup, ids);
            if (test.client.sources() == null) {
                test.missing.add(Messages.ConnectionTest_byGit());
            }
            return test;
        });
    }

    private void credentials(CredentialsLookup lookup, CredentialsLookup.Ids ids)
            throws CodeupException, InterruptedException {
        if (CodeupClients.usesConnectionsCredentials(connection, ids)) {
            // whose they are is for administrators to know
            found.add(Messages.ConnectionTest_ofConnection(connection.getName()));
        } else {
            account(lookup, ids);
        }
    }

    private static FormValidation result(Test test) {
        try {
            ConnectionTest done = test.run();
            String all = Stream.concat(done.found.stream(), done.missing.stream())
                    .reduce(Messages::ConnectionTest_nextSentence)
                    .orElse("");
            return done.missing.isEmpty() ? FormValidation.ok(all) : FormValidation.warning(all);
        } catch (CodeupException e) {
            return FormValidation.error(e.describe(LocaleProvider.getLocale()));
        } catch (IllegalArgumentException e) {
            return FormValidation.error(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FormValidation.error(Messages.ConnectionTest_interrupted());
        }
    }

    private void account(CredentialsLookup lookup, CredentialsLookup.Ids ids)
            throws CodeupException, InterruptedException {
        String id = Objects.toString(ids.credentialsId());
        if (client instanceof YunxiaoClient yunxiao) {
            try {
                found.add(Messages.ConnectionTest_user(id, name(yunxiao.currentUser())));
            } catch (CodeupException e) {
                throwUnlessForbidden(e);
                missing.add(Messages.ConnectionTest_noUser(id));
            }
            return;
        }
        // the OpenAPI does not tell whose an AccessKey is; its owner knows it by its id
        StandardCredentials credentials = lookup.find(id);
        found.add(
                credentials instanceof StandardUsernamePasswordCredentials pair
                        ? Messages.ConnectionTest_key(id, pair.getUsername())
                        : Messages.ConnectionTest_token(id));
    }

    private void organization() throws CodeupException, InterruptedException {
        if (connection.getApi() == CodeupApi.YUNXIAO_REGION) {
            return;
        }
        String own = connection.getOrganizationId();
        if (!(client instanceof YunxiaoClient yunxiao)) {
            found.add(Messages.ConnectionTest_organization(own));
            return;
        }
        try {
            List<NamedId> all = yunxiao.organizations();
            all.stream()
                    .filter(organization -> organization.id().equals(own))
                    .findFirst()
                    .ifPresentOrElse(
                            organization -> found.add(Messages.ConnectionTest_organization(name(organization))),
                            () -> missing.add(Messages.ConnectionTest_noMember(
                                    own, all.stream().map(NamedId::id).collect(Collectors.joining(", ")))));
        } catch (CodeupException e) {
            throwUnlessForbidden(e);
            found.add(Messages.ConnectionTest_organization(own));
        }
    }

    private static String name(NamedId named) {
        return named.name() == null ? named.id() : named.name() + " (" + named.id() + ")";
    }

    private void firstRepository() throws CodeupException, InterruptedException {
        List<Repository> first = new ArrayList<>();
        try {
            client.listRepositories(null, false, repository -> {
                first.add(repository);
                return false;
            });
        } catch (CodeupException e) {
            throwUnlessForbidden(e);
            missing.add(Messages.ConnectionTest_noRepositories());
            return;
        }
        if (first.isEmpty()) {
            missing.add(Messages.ConnectionTest_noRepository());
            return;
        }
        String shown = Objects.toString(
                first.get(0).path(), String.valueOf(first.get(0).id()));
        try {
            client.listWebhooks(first.get(0).id());
            found.add(Messages.ConnectionTest_webhooks(shown));
            writing();
        } catch (CodeupException e) {
            throwUnlessForbidden(e);
            missing.add(
                    isYunxiao()
                            ? Messages.ConnectionTest_noWebhooksOfToken(shown)
                            : Messages.ConnectionTest_noWebhooks(shown));
        }
    }

    private boolean isYunxiao() {
        return client instanceof YunxiaoClient;
    }

    private void writing() {
        found.add(isYunxiao() ? Messages.ConnectionTest_writingOfToken() : Messages.ConnectionTest_writing());
    }

    /** As the scan, it reads the list; but only until there is one, or enough to say that there is likely none. */
    private void firstRepository(String group) throws CodeupException, InterruptedException {
        String below = group == null ? "" : group + "/";
        List<Repository> first = new ArrayList<>();
        int[] read = {0};
        client.listRepositories(null, false, repository -> {
            read[0]++;
            String path = repository.pathInOrganization();
            if (group == null || path != null && path.startsWith(below)) {
                first.add(repository);
            }
            return first.isEmpty() && read[0] < MOST_READ;
        });
        if (!first.isEmpty()) {
            Object shown =
                    Objects.requireNonNullElse(first.get(0).path(), first.get(0).id());
            found.add(
                    group == null
                            ? Messages.ConnectionTest_firstRepository(shown)
                            : Messages.ConnectionTest_firstOfGroup(group, shown));
        } else if (group == null || read[0] == 0) {
            missing.add(Messages.ConnectionTest_noRepository());
        } else {
            missing.add(Messages.ConnectionTest_noGroup(group, read[0]));
        }
    }

    private static void throwUnlessForbidden(CodeupException failure) throws CodeupException {
        if (failure.kind() != Kind.FORBIDDEN) {
            throw failure;
        }
    }
}
