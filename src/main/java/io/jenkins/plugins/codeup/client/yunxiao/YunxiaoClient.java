package io.jenkins.plugins.codeup.client.yunxiao;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.Answer;
import io.jenkins.plugins.codeup.client.ApiCall;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupCredentials.PersonalAccessToken;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CommitStatuses;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.Repository;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.SourceReader;
import io.jenkins.plugins.codeup.client.Webhook;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.client.http.ApiAnswer;
import io.jenkins.plugins.codeup.client.http.ApiCaller;
import io.jenkins.plugins.codeup.client.http.ApiRequest;
import io.jenkins.plugins.codeup.client.http.CallPolicy;
import io.jenkins.plugins.codeup.client.http.CallSeries;
import io.jenkins.plugins.codeup.client.http.HttpTransport;
import io.jenkins.plugins.codeup.client.http.PercentEncoding;
import io.jenkins.plugins.codeup.client.http.RepositoryJson;
import io.jenkins.plugins.codeup.client.http.WebhookJson;
import java.net.URI;
import java.util.List;
import java.util.function.Predicate;

/**
 * Codeup over the Yunxiao API, which a personal access token opens and which can do all with a webhook. It comes in two
 * editions: the central one serves many organizations, a Region edition stands on a host of its own for one.
 */
public final class YunxiaoClient implements CodeupClient {

    /** Where the central edition stands. */
    public static final URI OFFICIAL_ENDPOINT = URI.create("https://openapi-rdc.aliyuncs.com");

    private static final String PLATFORM = "/oapi/v1/platform";
    private static final String HOOKS = "/webhooks";

    private final ApiCaller caller;
    private final YunxiaoCalls calls;

    private YunxiaoClient(YunxiaoCalls calls) {
        this.caller = calls.caller();
        this.calls = calls;
    }

    /**
     * @param transport where the API stands
     * @param policy when calls are tried again, and who is told
     * @param organizationId the organization whose repositories are called for
     */
    @NonNull
    public static YunxiaoClient central(
            @NonNull HttpTransport transport,
            @NonNull CallPolicy policy,
            @NonNull String organizationId,
            @NonNull PersonalAccessToken token) {
        return new YunxiaoClient(new YunxiaoCalls(caller(transport, policy, token), organizationId));
    }

    /**
     * @param transport where the instance stands
     * @param policy when calls are tried again, and who is told
     */
    @NonNull
    public static YunxiaoClient region(
            @NonNull HttpTransport transport, @NonNull CallPolicy policy, @NonNull PersonalAccessToken token) {
        return new YunxiaoClient(new YunxiaoCalls(caller(transport, policy, token), null));
    }

    private static ApiCaller caller(HttpTransport transport, CallPolicy policy, PersonalAccessToken token) {
        return new ApiCaller(transport, new YunxiaoAuthentication(token.token()), ApiAnswer::json, policy);
    }

    @Override
    public CallSeries begin() {
        return caller.begin();
    }

    @Override
    public YunxiaoClient within(CallSeries series) {
        return new YunxiaoClient(new YunxiaoCalls(caller.within(series), calls.organizationId()));
    }

    /**
     * @return whom the token belongs to: the call that tells whether it is valid at all
     */
    @NonNull
    public NamedId currentUser() throws CodeupException, InterruptedException {
        ApiAnswer answer = caller.call(YunxiaoCalls.absolute("GetUserByToken", "GET", PLATFORM + "/user", null), null);
        return YunxiaoJson.namedId(answer, YunxiaoJson.object(answer));
    }

    /**
     * @return the organizations that the token's user is a member of
     */
    @NonNull
    public List<NamedId> organizations() throws CodeupException, InterruptedException {
        ApiRequest request = YunxiaoCalls.absolute("ListOrganizations", "GET", PLATFORM + "/organizations", null);
        return calls.pages(request, YunxiaoJson::namedId).all();
    }

    /** GetRepository. */
    @Override
    public Repository getRepository(RepositoryRef repository) throws CodeupException, InterruptedException {
        String path = "/repositories/" + PercentEncoding.encode(repository.identity(calls.organizationId()));
        ApiAnswer answer = caller.call(calls.request("GetRepository", "GET", path, null), null);
        return RepositoryJson.read(answer, YunxiaoJson.object(answer));
    }

    /** ListRepositories. */
    @Override
    public void listRepositories(String search, Predicate<Repository> more)
            throws CodeupException, InterruptedException {
        ApiRequest all = calls.request("ListRepositories", "GET", "/repositories", null);
        ApiRequest request = search == null ? all : all.withQuery("search", search);
        calls.pages(request, RepositoryJson::read).walk(more);
    }

    /** ListWebHooks. */
    @Override
    public List<Webhook> listWebhooks(long repositoryId) throws CodeupException, InterruptedException {
        return calls.pages(listRequest(repositoryId), WebhookJson::read).all();
    }

    @Override
    public ApiCall listWebhooksCall(long repositoryId) {
        return listRequest(repositoryId).describe(caller.endpoint());
    }

    /**
     * GetWebHook.
     *
     * @throws CodeupException of kind {@link CodeupException.Kind#NOT_FOUND} if there is no such hook
     */
    @NonNull
    public Webhook getWebhook(long repositoryId, long webhookId) throws CodeupException, InterruptedException {
        return webhook(calls.request("GetWebHook", "GET", repositoryId, HOOKS + "/" + webhookId, null), null)
                .value();
    }

    /** CreateWebHook. */
    @Override
    public Answer<Webhook> createWebhook(long repositoryId, DesiredWebhook spec)
            throws CodeupException, InterruptedException {
        return webhook(calls.request("CreateWebHook", "POST", repositoryId, HOOKS, body(spec)), spec);
    }

    @Override
    public boolean canUpdateWebhooks() {
        return true;
    }

    /** UpdateWebHook. */
    @Override
    public Answer<Webhook> updateWebhook(long repositoryId, long webhookId, DesiredWebhook spec)
            throws CodeupException, InterruptedException {
        return webhook(calls.request("UpdateWebHook", "PUT", repositoryId, HOOKS + "/" + webhookId, body(spec)), spec);
    }

    /** DeleteWebHook. */
    @Override
    public void deleteWebhook(long repositoryId, long webhookId) throws CodeupException, InterruptedException {
        caller.call(calls.request("DeleteWebHook", "DELETE", repositoryId, HOOKS + "/" + webhookId, null), null);
    }

    @Override
    public SourceReader sources() {
        return new YunxiaoSources(calls);
    }

    @Override
    public CommitStatuses commitStatuses() {
        return (repositoryId, commit, status) -> caller.call(
                calls.request(
                        "CreateCommitStatus",
                        "POST",
                        repositoryId,
                        "/commits/" + PercentEncoding.encode(commit) + "/statuses",
                        CommitStatusJson.write(status)),
                null);
    }

    private Answer<Webhook> webhook(ApiRequest request, DesiredWebhook sent) throws CodeupException, InterruptedException {
        ApiAnswer answer = caller.call(request, sent == null ? null : sent.secretToken());
        return new Answer<>(WebhookJson.read(answer, YunxiaoJson.object(answer)), answer.requestId());
    }

    private ApiRequest listRequest(long repositoryId) {
        return calls.request("ListWebHooks", "GET", repositoryId, HOOKS, null);
    }

    private static byte[] body(DesiredWebhook spec) {
        return WebhookJson.write(spec, WebhookOption::camelCase, "token");
    }
}
