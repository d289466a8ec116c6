package io.jenkins.plugins.codeup.client.aliyun;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.Answer;
import io.jenkins.plugins.codeup.client.ApiCall;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupCredentials;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.Repository;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.Webhook;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.client.http.ApiAnswer;
import io.jenkins.plugins.codeup.client.http.ApiCaller;
import io.jenkins.plugins.codeup.client.http.ApiRequest;
import io.jenkins.plugins.codeup.client.http.CallPolicy;
import io.jenkins.plugins.codeup.client.http.CallSeries;
import io.jenkins.plugins.codeup.client.http.HttpTransport;
import io.jenkins.plugins.codeup.client.http.Pages;
import io.jenkins.plugins.codeup.client.http.RepositoryJson;
import io.jenkins.plugins.codeup.client.http.WebhookJson;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Codeup over Alibaba Cloud's OpenAPI, product Codeup, version 2020-04-14: AddWebhook and its siblings. This API can
 * neither read a single hook nor change one.
 */
public final class AliyunClient implements CodeupClient {

    /** The only region that serves this API. */
    public static final URI OFFICIAL_ENDPOINT = URI.create("https://codeup.cn-hangzhou.aliyuncs.com");

    private final ApiCaller caller;
    private final String organizationId;

    /** With the default policy. */
    public AliyunClient(
            @NonNull HttpTransport transport,
            @NonNull String organizationId,
            @NonNull CodeupCredentials credentials,
            @NonNull SignatureMethod signature,
            @NonNull Clock clock) {
        this(transport, CallPolicy.DEFAULT, organizationId, credentials, signature, clock);
    }

    /**
     * @param transport where the API stands
     * @param policy when calls are tried again, and who is told
     * @param organizationId the organization whose repositories are called for
     * @param credentials any kind but the token of the Yunxiao API
     * @param signature how calls are signed where the credentials are an AccessKey
     * @param clock the time that calls are signed with
     */
    public AliyunClient(
            @NonNull HttpTransport transport,
            @NonNull CallPolicy policy,
            @NonNull String organizationId,
            @NonNull CodeupCredentials credentials,
            @NonNull SignatureMethod signature,
            @NonNull Clock clock) {
        this(
                new ApiCaller(
                        transport,
                        new AliyunAuthentication(transport.hostHeader(), credentials, signature, clock),
                        Envelope::read,
                        policy),
                organizationId);
    }

    private AliyunClient(ApiCaller caller, String organizationId) {
        this.caller = caller;
        this.organizationId = organizationId;
    }

    @Override
    public CallSeries begin() {
        return caller.begin();
    }

    @Override
    public CodeupClient within(CallSeries series) {
        return new AliyunClient(caller.within(series), organizationId);
    }

    /** GetRepositoryInfo. */
    @Override
    public Repository getRepository(RepositoryRef repository) throws CodeupException, InterruptedException {
        ApiRequest request = request("GetRepositoryInfo", "GET", "/projects/info", null)
                .withQuery("Identity", repository.identity(organizationId));
        ApiAnswer answer = caller.call(request, null);
        return RepositoryJson.read(answer, Envelope.result(answer));
    }

    /** ListRepositories. */
    @Override
    public void listRepositories(String search, Predicate<Repository> more)
            throws CodeupException, InterruptedException {
        ApiRequest all = request("ListRepositories", "GET", "/projects/all", null);
        ApiRequest request = search == null ? all : all.withQuery("Search", search);
        pages(request, RepositoryJson::read).walk(more);
    }

    /** ListRepositoryWebhook. */
    @Override
    public List<Webhook> listWebhooks(long repositoryId) throws CodeupException, InterruptedException {
        return pages(listRequest(repositoryId), WebhookJson::read).all();
    }

    @Override
    public ApiCall listWebhooksCall(long repositoryId) {
        return listRequest(repositoryId).describe(caller.endpoint());
    }

    /** AddWebhook. */
    @Override
    public Answer<Webhook> createWebhook(long repositoryId, DesiredWebhook spec)
            throws CodeupException, InterruptedException {
        byte[] body = WebhookJson.write(spec, WebhookOption::snakeCase, "secret_token");
        ApiAnswer answer = caller.call(request("AddWebhook", "POST", hooksOf(repositoryId), body), spec.secretToken());
        return new Answer<>(WebhookJson.read(answer, Envelope.result(answer)), answer.requestId());
    }

    @Override
    public boolean canUpdateWebhooks() {
        return false;
    }

    @Override
    public Answer<Webhook> updateWebhook(long repositoryId, long webhookId, DesiredWebhook spec) {
        throw new IllegalStateException("version 2020-04-14 of the OpenAPI can't change a webhook");
    }

    /** DeleteRepositoryWebhook. */
    @Override
    public void deleteWebhook(long repositoryId, long webhookId) throws CodeupException, InterruptedException {
        String path = hooksOf(repositoryId) + "/" + webhookId;
        Envelope.result(caller.call(request("DeleteRepositoryWebhook", "DELETE", path, null), null));
    }

    private ApiRequest listRequest(long repositoryId) {
        return request("ListRepositoryWebhook", "GET", hooksOf(repositoryId), null);
    }

    private <T> Pages<T> pages(ApiRequest request, Pages.Reader<T> reader) {
        ApiRequest sized = request.withQuery("PageSize", String.valueOf(Pages.SIZE));
        return new Pages<>(
                number -> caller.call(sized.withQuery("Page", String.valueOf(number)), null),
                Envelope::elements,
                reader);
    }

    private static String hooksOf(long repositoryId) {
        return "/projects/" + repositoryId + "/hooks";
    }

    private ApiRequest request(String operation, String method, String path, byte[] body) {
        return new ApiRequest(
                operation, method, "/api/v3" + path, new TreeMap<>(Map.of("OrganizationId", organizationId)), body);
    }
}
