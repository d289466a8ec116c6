package io.jenkins.plugins.codeup.api.aliyun;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.api.Answer;
import io.jenkins.plugins.codeup.api.CodeupClient;
import io.jenkins.plugins.codeup.api.CodeupCredentials;
import io.jenkins.plugins.codeup.api.CodeupException;
import io.jenkins.plugins.codeup.api.CodeupException.Kind;
import io.jenkins.plugins.codeup.api.Repository;
import io.jenkins.plugins.codeup.api.RepositoryRef;
import io.jenkins.plugins.codeup.api.Webhook;
import io.jenkins.plugins.codeup.api.WebhookSpec;
import io.jenkins.plugins.codeup.api.http.ApiRequest;
import io.jenkins.plugins.codeup.api.http.HttpTransport;
import io.jenkins.plugins.codeup.api.http.LenientJson;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Codeup over Alibaba Cloud's OpenAPI, product Codeup, version 2020-04-14: AddWebhook and its siblings. This API can
 * neither read a single hook nor change one.
 */
public final class AliyunCodeupClient implements CodeupClient {

    /** The only region that serves this API. */
    public static final URI OFFICIAL_ENDPOINT = URI.create("https://codeup.cn-hangzhou.aliyuncs.com");

    private static final int PAGE_SIZE = 100;
    /** A repository with more than this many pages of hooks is a list that never ends. */
    private static final int MAX_PAGES = 150;

    private final AliyunCaller caller;
    private final URI endpoint;
    private final String organizationId;

    /**
     * @param transport where the API stands
     * @param organizationId the organization whose repositories are called for
     * @param credentials any kind but the token of the Yunxiao API
     * @param signature how calls are signed where the credentials are an AccessKey
     * @param clock the time that calls are signed with
     */
    public AliyunCodeupClient(
            @NonNull HttpTransport transport,
            @NonNull String organizationId,
            @NonNull CodeupCredentials credentials,
            @NonNull SignatureMethod signature,
            @NonNull Clock clock) {
        this.caller = new AliyunCaller(transport, credentials, signature, clock);
        this.endpoint = transport.endpoint();
        this.organizationId = organizationId;
    }

    /** GetRepositoryInfo. */
    @Override
    public Repository getRepository(RepositoryRef repository) throws CodeupException, InterruptedException {
        ApiRequest request = request("GetRepositoryInfo", "GET", "/projects/info", null)
                .withQuery("Identity", repository.identity(organizationId));
        JsonNode result = caller.call(request, null).result();
        return new Repository(
                required(request, LenientJson.number(result, "Id"), "Result.Id"),
                LenientJson.text(result, "PathWithNamespace"),
                LenientJson.text(result, "WebUrl"),
                LenientJson.text(result, "HttpUrlToRepository", "HttpUrlToRepo"),
                LenientJson.text(result, "SshUrlToRepository", "SshUrlToRepo"));
    }

    /** ListRepositoryWebhook, page by page until Total is reached or a page is not full. */
    @Override
    public List<Webhook> listWebhooks(long repositoryId) throws CodeupException, InterruptedException {
        List<Webhook> hooks = new ArrayList<>();
        ApiRequest request = request("ListRepositoryWebhook", "GET", hooksOf(repositoryId), null);
        for (int page = 1; page <= MAX_PAGES; page++) {
            Envelope answer = caller.call(
                    request.withQuery("Page", String.valueOf(page))
                            .withQuery("PageSize", String.valueOf(PAGE_SIZE)),
                    null);
            List<Webhook> found = new ArrayList<>();
            for (JsonNode hook : AliyunJson.elements(answer.result())) {
                found.add(webhook(request, hook));
            }
            hooks.addAll(found);
            boolean complete = answer.total() != null ? hooks.size() >= answer.total() : found.size() < PAGE_SIZE;
            if (complete || found.isEmpty()) {
                return hooks;
            }
        }
        throw unreadable(request, "more than " + MAX_PAGES + " pages of hooks");
    }

    /** AddWebhook. */
    @Override
    public Answer<Webhook> createWebhook(long repositoryId, WebhookSpec spec)
            throws CodeupException, InterruptedException {
        ApiRequest request = request("AddWebhook", "POST", hooksOf(repositoryId), AliyunJson.write(spec));
        Envelope answer = caller.call(request, spec.secretToken());
        return new Answer<>(webhook(request, answer.result()), answer.requestId());
    }

    /** DeleteRepositoryWebhook. */
    @Override
    public void deleteWebhook(long repositoryId, long webhookId) throws CodeupException, InterruptedException {
        ApiRequest request =
                request("DeleteRepositoryWebhook", "DELETE", hooksOf(repositoryId) + "/" + webhookId, null);
        caller.call(request, null);
    }

    private static String hooksOf(long repositoryId) {
        return "/projects/" + repositoryId + "/hooks";
    }

    private ApiRequest request(String operation, String method, String path, byte[] body) {
        return new ApiRequest(
                operation, method, "/api/v3" + path, new TreeMap<>(Map.of("OrganizationId", organizationId)), body);
    }

    private Webhook webhook(ApiRequest request, JsonNode hook) throws CodeupException {
        long id = required(request, LenientJson.number(hook, "Id"), "Result.Id");
        return AliyunJson.read(id, required(request, LenientJson.text(hook, "Url"), "Result.Url"), hook);
    }

    private <T> T required(ApiRequest request, T value, String field) throws CodeupException {
        if (value == null) {
            throw unreadable(request, "the answer says success, but has no " + field);
        }
        return value;
    }

    private CodeupException unreadable(ApiRequest request, String why) {
        return new CodeupException(Kind.UNREADABLE, request.describe(endpoint), null, null, why, null, null);
    }
}
