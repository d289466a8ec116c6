package io.jenkins.plugins.codeup.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.Repository;
import io.jenkins.plugins.codeup.client.SourceReader;
import io.jenkins.plugins.codeup.client.yunxiao.YunxiaoClient;
import io.jenkins.plugins.codeup.client.yunxiao.YunxiaoClient.NamedId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * What entered credentials can do: whose they are, in which organizations, and which rights are missing, in Codeup's own
 * words. Only reads. Rights are tried at the first repository; that of writing can't be tried.
 */
@Restricted(NoExternalUse.class)
public final class ConnectionProbe {

    /** Takes the place of the organization in calls that need none. */
    private static final String ANY_ORGANIZATION = "-";

    private final List<NamedId> organizations = new ArrayList<>();
    private final List<Right> rights = new ArrayList<>();
    private String account;
    private String organizationId;
    private String repository;
    private String problem;
    private boolean pushesOnly;

    /**
     * A right that a token needs for something.
     *
     * @param name as Codeup's page of tokens names it
     * @param purpose what it is for, in the user's language
     */
    public record Right(@NonNull String name, @NonNull String purpose, boolean present) {

        public String getName() {
            return name;
        }

        public String getPurpose() {
            return purpose;
        }

        public boolean isPresent() {
            return present;
        }
    }

    private interface Call {
        void run() throws CodeupException, InterruptedException;
    }

    private ConnectionProbe() {}

    /**
     * @param settings API, endpoint and organization; without an organization the only one of the token is taken
     */
    @NonNull
    public static ConnectionProbe run(@NonNull CodeupConnection settings, @NonNull EnteredCredentials credentials)
            throws InterruptedException {
        ConnectionProbe probe = new ConnectionProbe();
        probe.organizationId = settings.getOrganizationId();
        try {
            probe.probe(settings, credentials);
        } catch (CodeupException e) {
            probe.problem = e.describe(LocaleProvider.getLocale());
        } catch (IllegalArgumentException e) {
            probe.problem = e.getMessage();
        }
        return probe;
    }

    private void probe(CodeupConnection settings, EnteredCredentials credentials)
            throws CodeupException, InterruptedException {
        boolean region = settings.getApi() == CodeupApi.YUNXIAO_REGION;
        if (credentials.keyId() == null && !region) {
            askForOrganizations(settings, credentials);
        }
        if (organizationId == null && !region) {
            if (credentials.keyId() != null) {
                throw new IllegalArgumentException(Messages.CodeupClients_organizationMissing());
            }
            return;
        }
        CodeupClient client =
                CodeupClients.ofEntered(in(settings, region ? null : organizationId), credentials.codeupCredentials());
        if (client instanceof YunxiaoClient yunxiao && account == null) {
            askForUser(yunxiao);
        } else if (account == null) {
            account = credentials.keyId();
        }
        pushesOnly = !client.changes().tellsMergeRequests();
        askForRights(client);
    }

    private static CodeupConnection in(CodeupConnection settings, String organization) {
        CodeupConnection copy = new CodeupConnection("");
        copy.setApi(settings.getApi());
        copy.setEndpoint(settings.getEndpoint());
        copy.setOrganizationId(organization);
        copy.setSignature(settings.getSignature());
        copy.setTotalTimeoutSeconds(settings.getTotalTimeoutSeconds());
        return copy;
    }

    private void askForOrganizations(CodeupConnection settings, EnteredCredentials credentials)
            throws CodeupException, InterruptedException {
        CodeupConnection any = in(settings, organizationId == null ? ANY_ORGANIZATION : organizationId);
        if (!(CodeupClients.ofEntered(any, credentials.codeupCredentials()) instanceof YunxiaoClient client)) {
            return;
        }
        askForUser(client);
        try {
            organizations.addAll(client.organizations());
        } catch (CodeupException e) {
            if (e.kind() != Kind.FORBIDDEN) {
                throw e;
            }
        }
        if (organizationId == null && organizations.size() == 1) {
            organizationId = organizations.get(0).id();
        }
    }

    private void askForUser(YunxiaoClient client) throws CodeupException, InterruptedException {
        right("组织管理 / 用户：只读", Messages.ConnectionProbe_user(), () -> {
            NamedId user = client.currentUser();
            account = user.name() == null ? user.id() : user.name();
        });
    }

    private void askForRights(CodeupClient client) throws CodeupException, InterruptedException {
        boolean token = client instanceof YunxiaoClient;
        List<Repository> first = new ArrayList<>();
        right(
                token ? "代码管理 / 代码仓库：只读" : "ListRepositories",
                Messages.ConnectionProbe_repositories(),
                () -> client.listRepositories(null, false, one -> {
                    first.add(one);
                    return false;
                }));
        if (first.isEmpty()) {
            return;
        }
        long id = first.get(0).id();
        repository = Objects.requireNonNullElse(first.get(0).path(), String.valueOf(id));
        right(
                token ? "代码管理 / WebHook：读写" : "ListRepositoryWebhook",
                Messages.ConnectionProbe_webhooks(),
                () -> client.listWebhooks(id));
        SourceReader sources = client.sources();
        if (sources == null) {
            return;
        }
        right("代码管理 / 分支：只读", Messages.ConnectionProbe_branches(), () -> sources.listBranches(id, one -> false));
        right("代码管理 / 标签：只读", Messages.ConnectionProbe_tags(), () -> sources.listTags(id, null, one -> false));
        right("代码管理 / 文件：只读", Messages.ConnectionProbe_files(), () -> sources.listFiles(id, "", "HEAD"));
        right(
                "代码管理 / 合并请求：只读",
                Messages.ConnectionProbe_mergeRequests(),
                () -> sources.listOpenMergeRequests(id, one -> false));
        right(
                "代码管理 / 成员：只读",
                Messages.ConnectionProbe_members(),
                () -> client.members().list(id));
    }

    private void right(String name, String purpose, Call call) throws CodeupException, InterruptedException {
        boolean present = true;
        try {
            call.run();
        } catch (CodeupException e) {
            if (e.kind() == Kind.FORBIDDEN) {
                present = false;
            } else if (e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
        }
        rights.add(new Right(name, purpose, present));
    }

    /**
     * @return why nothing could be found out, in the user's language, or null
     */
    @CheckForNull
    public String getProblem() {
        return problem;
    }

    /**
     * @return the user's name, the AccessKey's id, or null if that is not told
     */
    @CheckForNull
    public String getAccount() {
        return account;
    }

    /**
     * @return the organizations of a token's user; empty if they are not told
     */
    @NonNull
    public List<NamedId> getOrganizations() {
        return List.copyOf(organizations);
    }

    /**
     * @return the one that was entered, or the only one; null if there are several, and for a Region edition
     */
    @CheckForNull
    public String getOrganizationId() {
        return organizationId;
    }

    @NonNull
    public List<Right> getRights() {
        return List.copyOf(rights);
    }

    /**
     * @return the first repository, at which rights were tried, or null if the account sees none
     */
    @CheckForNull
    public String getRepository() {
        return repository;
    }

    /**
     * @return whether the watch would not find merge requests, as the API does not tell enough of them
     */
    public boolean isPushesOnly() {
        return pushesOnly;
    }
}
