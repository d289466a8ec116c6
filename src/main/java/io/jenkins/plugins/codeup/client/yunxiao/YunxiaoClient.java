package io.jenkins.plugins.codeup.client.yunxiao;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.ChangeReader;
import io.jenkins.plugins.codeup.client.CheckRuns;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupCredentials.PersonalAccessToken;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CommitStatuses;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.MergeRequestComments;
import io.jenkins.plugins.codeup.client.Repository;
import io.jenkins.plugins.codeup.client.RepositoryFinder;
import io.jenkins.plugins.codeup.client.RepositoryMembers;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.SourceReader;
import io.jenkins.plugins.codeup.client.Webhook;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.client.http.ApiAnswer;
import io.jenkins.plugins.codeup.client.http.ApiCaller;
import io.jenkins.plugins.codeup.client.http.ApiRequest;
import io.jenkins.plugins.codeup.client.http.CodeupJson;
import io.jenkins.plugins.codeup.client.http.HttpTransport;
import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import java.net.URI;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Client for the Yunxiao API, which is called with a personal access token and can do everything with a webhook. It has
 * two editions: the central one serves many organizations, a Region edition has a host of its own for one.
 */
public final class YunxiaoClient implements CodeupClient {

    /** The endpoint of the central edition. */
    public static final URI OFFICIAL_ENDPOINT = URI.create("https://openapi-rdc.aliyuncs.com");

    private static final String CODEUP = "/oapi/v1/codeup";
    private static final String PLATFORM = "/oapi/v1/platform";
    private static final String WEBHOOKS = "/webhooks";

    private final ApiCaller caller;
    /** Null in the Region edition. */
    private final String organizationId;

    private YunxiaoClient(ApiCaller caller, String organizationId) {
        this.caller = caller;
        this.organizationId = organizationId;
    }

    /**
     * @param transport to the API's endpoint
     * @param policy for retries
     * @param organizationId the organization of the repositories
     */
    @NonNull
    public static YunxiaoClient central(
            @NonNull HttpTransport transport,
            @NonNull RetryPolicy policy,
            @NonNull String organizationId,
            @NonNull PersonalAccessToken token) {
        return new YunxiaoClient(new ApiCaller(transport, new YunxiaoApi(token.token()), policy), organizationId);
    }

    /**
     * @param transport to the instance's endpoint
     * @param policy for retries
     */
    @NonNull
    public static YunxiaoClient region(
            @NonNull HttpTransport transport, @NonNull RetryPolicy policy, @NonNull PersonalAccessToken token) {
        return new YunxiaoClient(new ApiCaller(transport, new YunxiaoApi(token.token()), policy), null);
    }

    @Override
    public RetryPolicy.Series begin() {
        return caller.begin();
    }

    @Override
    public YunxiaoClient within(RetryPolicy.Series series) {
        return new YunxiaoClient(caller.within(series), organizationId);
    }

    /**
     * A user or an organization.
     *
     * @param id as other calls take it
     * @param name for people, or null if Codeup leaves it out
     */
    public record NamedId(@NonNull String id, @CheckForNull String name) {}

    /**
     * GetUserByToken, the call that tells whether the token is valid.
     *
     * @return the token's user
     */
    @NonNull
    public NamedId currentUser() throws CodeupException, InterruptedException {
        ApiAnswer answer = caller.call(absolute("GetUserByToken", "GET", PLATFORM + "/user", null));
        return namedId(answer, YunxiaoApi.object(answer));
    }

    /**
     * ListOrganizations.
     *
     * @return the organizations that the token's user is a member of
     */
    @NonNull
    public List<NamedId> organizations() throws CodeupException, InterruptedException {
        return caller.list(
                absolute("ListOrganizations", "GET", PLATFORM + "/organizations", null), YunxiaoClient::namedId);
    }

    private static NamedId namedId(ApiAnswer answer, JsonNode node) throws CodeupException {
        String id = answer.required(CodeupJson.text(node, "id", "organizationId", "userId"), "id");
        return new NamedId(id, CodeupJson.text(node, "name", "organizationName", "username"));
    }

    /** GetRepository. */
    @Override
    public Repository getRepository(RepositoryRef repository) throws CodeupException, InterruptedException {
        return RepositoryFinder.find(this, repository, organizationId, identity -> {
            String path = "/repositories/" + ApiRequest.percentEncode(identity);
            ApiAnswer answer = caller.call(request("GetRepository", "GET", path, null));
            return repository(answer, YunxiaoApi.object(answer));
        });
    }

    /** ListRepositories. */
    @Override
    public void listRepositories(String search, boolean archived, Predicate<Repository> more)
            throws CodeupException, InterruptedException {
        ApiRequest all = request("ListRepositories", "GET", "/repositories", null)
                .withQuery("archived", String.valueOf(archived));
        caller.list(search == null ? all : all.withQuery("search", search), this::repository, more);
    }

    /** ListNamespaces. */
    @Override
    public List<String> listGroups() throws CodeupException, InterruptedException {
        return caller
                .list(request("ListNamespaces", "GET", "/namespaces", null), (answer, namespace) -> {
                    String path = answer.required(
                            CodeupJson.text(namespace, "pathWithNamespace", "fullPath"), "pathWithNamespace");
                    String kind = CodeupJson.text(namespace, "kind");
                    return kind == null || kind.equalsIgnoreCase("group") ? path : "";
                })
                .stream()
                .filter(path -> !path.isEmpty())
                .toList();
    }

    Repository repository(ApiAnswer answer, JsonNode repository) throws CodeupException {
        return CodeupJson.repository(answer, repository, organizationId != null);
    }

    /** ListWebHooks. */
    @Override
    public List<Webhook> listWebhooks(long repositoryId) throws CodeupException, InterruptedException {
        return caller.list(listRequest(repositoryId), CodeupJson::webhook);
    }

    @Override
    public CodeupException.Call listWebhooksCall(long repositoryId) {
        return listRequest(repositoryId).describe(caller.endpoint());
    }

    /** CreateWebHook. */
    @Override
    public Answer<Webhook> createWebhook(long repositoryId, DesiredWebhook desired)
            throws CodeupException, InterruptedException {
        return write("CreateWebHook", "POST", repositoryId, WEBHOOKS, desired);
    }

    @Override
    public boolean canUpdateWebhooks() {
        return true;
    }

    /** UpdateWebHook. */
    @Override
    public Answer<Webhook> updateWebhook(long repositoryId, long webhookId, DesiredWebhook desired)
            throws CodeupException, InterruptedException {
        return write("UpdateWebHook", "PUT", repositoryId, WEBHOOKS + "/" + webhookId, desired);
    }

    private Answer<Webhook> write(
            String operation, String method, long repositoryId, String path, DesiredWebhook desired)
            throws CodeupException, InterruptedException {
        byte[] body = CodeupJson.write(desired, WebhookOption::camelCase, "token");
        ApiAnswer answer = caller.call(request(operation, method, repositoryId, path, body), desired.secretToken());
        return new Answer<>(CodeupJson.webhook(answer, YunxiaoApi.object(answer), desired.url()), answer.requestId());
    }

    /** DeleteWebHook. */
    @Override
    public void deleteWebhook(long repositoryId, long webhookId) throws CodeupException, InterruptedException {
        caller.call(request("DeleteWebHook", "DELETE", repositoryId, WEBHOOKS + "/" + webhookId, null));
    }

    @Override
    public SourceReader sources() {
        return new YunxiaoSources(this);
    }

    @Override
    public ChangeReader changes() {
        return new YunxiaoChanges(this);
    }

    /** ListRepositoryMembers, which has no pages. */
    @Override
    public RepositoryMembers members() {
        return repositoryId -> {
            ApiAnswer answer = caller.call(request("ListRepositoryMembers", "GET", repositoryId, "/members", null));
            return ApiCaller.readAll(answer, YunxiaoApi.list(answer), CodeupJson::member);
        };
    }

    @Override
    public CommitStatuses commitStatuses() {
        return new YunxiaoResults(this);
    }

    @Override
    public CheckRuns checkRuns() {
        return new YunxiaoResults(this);
    }

    @Override
    public MergeRequestComments comments() {
        return new YunxiaoResults(this);
    }

    private ApiRequest listRequest(long repositoryId) {
        return request("ListWebHooks", "GET", repositoryId, WEBHOOKS, null);
    }

    ApiCaller caller() {
        return caller;
    }

    /** A call on the organization, or on the instance in the Region edition. */
    ApiRequest request(String operation, String method, String path, byte[] body) {
        String organization =
                organizationId == null ? "" : "/organizations/" + ApiRequest.percentEncode(organizationId);
        return absolute(operation, method, CODEUP + organization + path, body);
    }

    /** A call on one repository. */
    ApiRequest request(String operation, String method, long repositoryId, String path, byte[] body) {
        return request(operation, method, "/repositories/" + repositoryId + path, body);
    }

    private static ApiRequest absolute(String operation, String method, String path, byte[] body) {
        return new ApiRequest(operation, method, path, new TreeMap<>(), body);
    }
}
