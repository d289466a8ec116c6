package io.jenkins.plugins.codeup.client.aliyun;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.ChangeReader;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupCredentials;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.Repository;
import io.jenkins.plugins.codeup.client.RepositoryFinder;
import io.jenkins.plugins.codeup.client.RepositoryMembers;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.Webhook;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.client.http.ApiAnswer;
import io.jenkins.plugins.codeup.client.http.ApiCaller;
import io.jenkins.plugins.codeup.client.http.ApiRequest;
import io.jenkins.plugins.codeup.client.http.CodeupJson;
import io.jenkins.plugins.codeup.client.http.HttpTransport;
import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Client for Alibaba Cloud's OpenAPI, product Codeup, version 2020-04-14: AddWebhook and related calls. This API can
 * neither read a single webhook nor update one.
 */
public final class AliyunClient implements CodeupClient {

    /** The only region with this API. */
    public static final URI OFFICIAL_ENDPOINT = URI.create("https://codeup.cn-hangzhou.aliyuncs.com");

    private final ApiCaller caller;
    private final String organizationId;

    /**
     * @param transport to the API's endpoint
     * @param policy for retries
     * @param organizationId the organization of the repositories
     * @param credentials an AccessKey or an AccessToken
     * @param signature for calls with an AccessKey
     * @param clock for the time in signatures
     * @throws IllegalArgumentException if the credentials are for the Yunxiao API
     */
    public AliyunClient(
            @NonNull HttpTransport transport,
            @NonNull RetryPolicy policy,
            @NonNull String organizationId,
            @NonNull CodeupCredentials credentials,
            @NonNull SignatureMethod signature,
            @NonNull Clock clock) {
        this(
                new ApiCaller(transport, new AliyunApi(transport.hostHeader(), credentials, signature, clock), policy),
                organizationId);
    }

    private AliyunClient(ApiCaller caller, String organizationId) {
        this.caller = caller;
        this.organizationId = organizationId;
    }

    @Override
    public RetryPolicy.Series begin() {
        return caller.begin();
    }

    @Override
    public CodeupClient within(RetryPolicy.Series series) {
        return new AliyunClient(caller.within(series), organizationId);
    }

    /** GetRepositoryInfo. */
    @Override
    public Repository getRepository(RepositoryRef repository) throws CodeupException, InterruptedException {
        return RepositoryFinder.find(this, repository, organizationId, identity -> {
            ApiAnswer answer = caller.call(request("GetRepositoryInfo", "GET", "/v3/projects/info", null)
                    .withQuery("Identity", identity));
            return repository(answer, AliyunApi.result(answer));
        });
    }

    /** ListRepositories. */
    @Override
    public void listRepositories(String search, boolean archived, Predicate<Repository> more)
            throws CodeupException, InterruptedException {
        ApiRequest all = request("ListRepositories", "GET", "/v3/projects/all", null)
                .withQuery("Archive", String.valueOf(archived));
        caller.list(search == null ? all : all.withQuery("Search", search), AliyunClient::repository, more);
    }

    static Repository repository(ApiAnswer answer, JsonNode repository) throws CodeupException {
        return CodeupJson.repository(answer, repository, true);
    }

    /** ListRepositoryWebhook. */
    @Override
    public List<Webhook> listWebhooks(long repositoryId) throws CodeupException, InterruptedException {
        return caller.list(listRequest(repositoryId), CodeupJson::webhook);
    }

    @Override
    public CodeupException.Call listWebhooksCall(long repositoryId) {
        return listRequest(repositoryId).describe(caller.endpoint());
    }

    /** AddWebhook. */
    @Override
    public Answer<Webhook> createWebhook(long repositoryId, DesiredWebhook desired)
            throws CodeupException, InterruptedException {
        byte[] body = CodeupJson.write(desired, WebhookOption::snakeCase, "secret_token");
        ApiAnswer answer =
                caller.call(request("AddWebhook", "POST", webhooksOf(repositoryId), body), desired.secretToken());
        return new Answer<>(CodeupJson.webhook(answer, AliyunApi.result(answer), desired.url()), answer.requestId());
    }

    @Override
    public boolean canUpdateWebhooks() {
        return false;
    }

    @Override
    public Answer<Webhook> updateWebhook(long repositoryId, long webhookId, DesiredWebhook desired) {
        throw new IllegalStateException("version 2020-04-14 of the OpenAPI can't update a webhook");
    }

    /** DeleteRepositoryWebhook. */
    @Override
    public void deleteWebhook(long repositoryId, long webhookId) throws CodeupException, InterruptedException {
        String path = webhooksOf(repositoryId) + "/" + webhookId;
        AliyunApi.result(caller.call(request("DeleteRepositoryWebhook", "DELETE", path, null)));
    }

    @Override
    public ChangeReader changes() {
        return new AliyunChanges(this);
    }

    ApiCaller caller() {
        return caller;
    }

    /** ListRepositoryMember (document 215673). */
    @Override
    public RepositoryMembers members() {
        return repositoryId -> caller.list(
                request("ListRepositoryMember", "GET", "/v3/projects/" + repositoryId + "/members", null),
                CodeupJson::member);
    }

    private ApiRequest listRequest(long repositoryId) {
        return request("ListRepositoryWebhook", "GET", webhooksOf(repositoryId), null);
    }

    private static String webhooksOf(long repositoryId) {
        return "/v3/projects/" + repositoryId + "/hooks";
    }

    ApiRequest request(String operation, String method, String path, byte[] body) {
        return new ApiRequest(
                operation, method, "/api" + path, new TreeMap<>(Map.of("OrganizationId", organizationId)), body);
    }
}
